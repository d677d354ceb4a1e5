"""A file from somebody's desk → rows of plain text, and back. Nothing here knows what they mean."""

import codecs
import csv
import io
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext
from python_calamine import CalamineError, CalamineWorkbook

from .errors import Unreadable

EXCEL = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}
DELIMITERS = ",\t;"
ENCODINGS = ("utf-8-sig", "gb18030")  # with or without its mark, and what an older Excel writes
BLOCK = 2**20
# Beyond this a spreadsheet's number has lost its last digits: an identity number no longer is one.
EXACT = 10**15
# A cell that begins so is a formula to a spreadsheet; it may have come from anywhere.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONG_NUMBER = 12  # digits from which a spreadsheet shows 4.45E+17


def read_rows(path) -> list[tuple[int, list[str]]]:
    """Every row that is not empty, with the number it has on the screen of a spreadsheet."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            return list(rows_of(file, path.name))
    except OSError as error:
        raise Unreadable(path.name) from error


def rows_of(file, name):
    """The same, one after another: a million rows of CSV never lie in memory at once.

    ``file`` is open in binary. Raises ``Unreadable``.
    """
    raw = _excel(file, name) if is_excel(name) else _csv(file, name)
    for number, cells in enumerate(raw, start=1):
        stripped = list(map(str.strip, cells))
        if any(stripped):
            yield number, stripped


def _csv(file, name):
    encoding = _encoding(file, name)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        first = text.readline()
        delimiter = max(DELIMITERS, key=first.count)
        text.seek(0)
        yield from csv.reader(text, delimiter=delimiter)
    except csv.Error as error:
        raise Unreadable(name) from error
    finally:
        if not file.closed:
            text.detach()  # or the file would be closed with it


def _encoding(file, name):
    for encoding in ENCODINGS:
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while block := file.read(BLOCK):
                if "\0" in decoder.decode(block):  # bytes of some other kind that happen to decode
                    break
            else:
                decoder.decode(b"", final=True)
                return encoding
        except UnicodeDecodeError:
            continue
    raise Unreadable(name)


def _excel(file, name):
    """The first sheet with anything on it."""
    try:
        file.seek(0)
        book = CalamineWorkbook.from_filelike(file)
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            if sheet.height:
                yield from ([_text(value) for value in row] for row in sheet.iter_rows())
                return
    except (CalamineError, OSError) as error:
        raise Unreadable(name) from error


def _text(value):
    """As the cell reads: Excel keeps 200 as 200.0 and a code as a number."""
    if isinstance(value, float):
        if abs(value) >= EXACT:
            return f"{value:E}"
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def first_rows(file, name, count):
    return list(islice(rows_of(file, name), count))


def is_excel(name):
    return Path(name).suffix.lower() in EXCEL


def name_of_refused(name):
    """What the refused rows of the file ``name`` are called when they go back."""
    return f"{Path(name).stem}-{gettext('refused')}{'.xlsx' if is_excel(name) else '.csv'}"


def write_rows(rows, name, target):
    """Rows of text into ``target`` (binary), in the kind of file that ``name`` is."""
    if is_excel(name):
        _write_excel(rows, target)
    else:
        text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerows([_as_text(cell) for cell in row] for row in rows)
        text.detach()


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
