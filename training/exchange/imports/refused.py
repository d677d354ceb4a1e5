"""Refused rows back to whoever keeps the table: as they were, with the reason."""

import csv

from django.utils.translation import gettext as _

# A cell that begins so is a formula to a spreadsheet; it may have come from anywhere.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text):
    return f"'{text}" if text.startswith(FORMULA) else text


def write_refused(path, refusals):
    """CSV with a byte-order mark, without which a Chinese Excel shows garbage."""
    headings = list(dict.fromkeys(name for refusal in refusals for name in refusal.row.cells))
    with open(path, "w", encoding="utf-8-sig", newline="") as file:  # noqa: PTH123
        writer = csv.writer(file)
        writer.writerow([_("row"), *headings, _("reason")])
        for refusal in refusals:
            cells = [guarded(refusal.row[name]) for name in headings]
            writer.writerow([refusal.row.number, *cells, guarded(refusal.reason)])
