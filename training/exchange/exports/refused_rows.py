"""The refused rows as the same kind of table they came from, with the reason at the end."""

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryFile

import xlsxwriter
from django.utils.translation import gettext as _

from training.exchange.imports.files import EXCEL

# A cell that begins so is a formula to a spreadsheet; it may have come from anywhere.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONG_NUMBER = 12  # digits from which a spreadsheet shows 4.45E+17


def refused_name(register_file):
    path = Path(register_file.name)
    ending = ".xlsx" if path.suffix.lower() in EXCEL else ".csv"
    return f"{path.stem}-{_('refused')}{ending}"


def refused_file(register_file):
    """The same, in a file without a name, open for reading."""
    file = TemporaryFile()  # noqa: SIM115  (the response that sends it closes it)
    write_refused_rows(register_file, file)
    file.seek(0)
    return file


def write_refused_rows(register_file, target):
    """Write to ``target`` (binary): mend the rows there and bring the file again."""
    rows = _rows(register_file)
    if Path(register_file.name).suffix.lower() in EXCEL:
        _write_excel(rows, target)
    else:
        text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerows([_as_text(cell) for cell in row] for row in rows)
        text.detach()


def _rows(register_file):
    headings = register_file.headings
    yield [*headings, _("reason")]
    refused = register_file.refused_rows.values_list("cells", "reason")
    for cells, reason in refused.iterator():
        row = json.loads(cells)[: len(headings)]
        yield [*row, *[""] * (len(headings) - len(row)), reason]


def _as_text(cell):
    """In CSV: an identity number stays one, and nothing is a formula."""
    if cell.isdigit() and len(cell) >= LONG_NUMBER:
        return f"\t{cell}"
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _write_excel(rows, target):
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    text = book.add_format({"num_format": "@"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, text)
    book.close()
