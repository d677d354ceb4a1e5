"""An employer names its people: line by line, or pasted out of a spreadsheet."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from training.people.headings import NEEDED, find_headings, guess_columns

from .rosters import Line

FIRST_LINES = 12
MORE_LINES = 12
PARTS = ("name", "id_number", "phone")
IN_THIS_ORDER = {part: place for place, part in enumerate(PARTS)}
COMMA = re.compile(r"[,，;；]")
SERIAL = re.compile(r"\d{1,4}[.、]?", re.ASCII)


class StaffForm(forms.Form):
    pasted = forms.CharField(
        label=_("Or paste them from Excel"),
        help_text=_(
            "One person a line: name, identity number, mobile phone. Copy the three columns in "
            "Excel and paste them here."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    agreed = forms.BooleanField(
        label=_(
            "These people agreed on paper to be enrolled and to the use of their data; "
            "the paper is at our office."
        ),
        help_text=_(
            "Name, identity number and telephone are used for the class, the certificate and the "
            "accounts of public money. That you say so, and when, stays on record."
        ),
        error_messages={"required": _("Nobody can be enrolled without having agreed.")},
    )
    all_or_none = forms.BooleanField(
        label=_("All or none"),
        help_text=_(
            "Tick this when they can only come together: if one of them cannot be enrolled, nobody "
            "is. Without it, everybody who can be is enrolled."
        ),
        required=False,
    )
    wait = forms.BooleanField(
        label=_("If there are too few seats: all of them onto the waiting list, together"),
        help_text=_(
            "They are offered seats when there are enough for all of them. Each of them is told by "
            "message, and one of them answers for all."
        ),
        required=False,
    )


def written_lines(data):
    """The lines somebody wrote into the fields and the text area; empty ones are left out."""
    columns = [data.getlist(part) for part in PARTS]
    written = [*zip(*columns, strict=False), *_pasted(data.get("pasted", ""))]
    filled = [row for row in written if any(cell.strip() for cell in row)]
    return [Line(number, *row) for number, row in enumerate(filled, start=1)]


def blank_lines(count, after):
    return [Line(number, "", "") for number in range(after + 1, after + count + 1)]


def _pasted(text):
    rows = [(number, _cells(row)) for number, row in enumerate(text.splitlines()) if row.strip()]
    columns = IN_THIS_ORDER
    if found := find_headings(rows):
        place, headings = found
        known = guess_columns(headings)
        if all(needed in known for needed in NEEDED):
            columns, rows = known, [row for row in rows if row[0] > place]
    for _number, cells in rows:
        row = cells
        if columns is IN_THIS_ORDER and len(row) > 1 and SERIAL.fullmatch(row[0]):
            row = row[1:]  # a column of serial numbers was copied along
        yield tuple(_at(row, columns.get(part)) for part in PARTS)


def _cells(row):
    """By tabs as a spreadsheet copies them, by commas, or else by spaces."""
    if "\t" in row:
        cells = row.split("\t")
    elif COMMA.search(row):
        cells = COMMA.split(row)
    else:
        cells = row.split()
    return [cell.strip().strip('"') for cell in cells]


def _at(cells, place):
    return cells[place] if place is not None and place < len(cells) else ""
