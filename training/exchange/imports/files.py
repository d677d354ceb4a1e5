"""A file from somebody's desk → rows of plain text. Nothing here knows what the rows mean."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from training.exchange.errors import Unreadable

EXCEL = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}
DELIMITERS = ",\t;"


def read_rows(path) -> list[tuple[int, list[str]]]:
    """Every row that is not empty, with the number it has on the screen of a spreadsheet."""
    path = Path(path)
    raw = _excel(path) if path.suffix.lower() in EXCEL else _csv(path)
    rows = ((number, [cell.strip() for cell in cells]) for number, cells in enumerate(raw, start=1))
    return [(number, cells) for number, cells in rows if any(cells)]


def _csv(path):
    text = _decode(path)
    first_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _decode(path):
    """UTF-8 with or without its mark, or what an older Chinese Excel writes."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(path.name) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:  # bytes of some other kind that happen to decode
            return text
    raise Unreadable(path.name)


def _excel(path):
    """The first sheet with anything on it."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
        rows = next((rows for sheet in sheets if (rows := _sheet(sheet))), [])
    except (CalamineError, OSError) as error:
        raise Unreadable(path.name) from error
    return [[_text(value) for value in row] for row in rows]


def _sheet(sheet):
    return sheet.to_python(skip_empty_area=False)


def _text(value):
    """As the cell reads: Excel keeps 200 as 200.0 and a code as a number."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
