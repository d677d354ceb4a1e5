"""The ledger as a file: a line for each place, a column for everything that is counted."""

import csv
from io import BytesIO, StringIO

from django.utils.translation import gettext
from xlsxwriter import Workbook

from training.casework.states import ContactOutcome, ServiceKind
from training.organisations.spreadsheets import FORMULA
from training.people.states import HardshipCause

# Text is text: a name that begins with "=" must not become a formula in somebody's office.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def headings():
    cause, service = gettext("Cause of hardship: %(what)s"), gettext("Services: %(what)s")
    outcome = gettext("Last attempt: %(what)s")
    return [
        gettext("Region"),
        gettext("Division code"),
        gettext("People"),
        *(cause % {"what": each.label} for each in HardshipCause),
        cause % {"what": gettext("unknown")},
        gettext("People served"),
        gettext("Person-times"),
        *(service % {"what": each.label} for each in ServiceKind),
        gettext("Contact attempts"),
        *(outcome % {"what": each.label} for each in ContactOutcome),
        outcome % {"what": gettext("never tried")},
    ]


def line(ledger, name=None):
    return [
        name or ledger.region.label,
        ledger.region.code,
        ledger.people,
        *(ledger.causes[each] for each in HardshipCause),
        ledger.unknown_cause,
        ledger.served,
        ledger.person_times,
        *(ledger.services[each] for each in ServiceKind),
        ledger.attempts,
        *(ledger.outcomes[each] for each in ContactOutcome),
        ledger.never_tried,
    ]


def lines(total, ledgers):
    return [headings(), *map(line, ledgers), line(total, gettext("All together"))]


def as_csv(total, ledgers):
    text = StringIO(newline="")
    text.write("\ufeff")  # else Excel on a Chinese Windows shows mojibake
    csv.writer(text).writerows([map(_harmless, cells) for cells in lines(total, ledgers)])
    return text.getvalue().encode()


def _harmless(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_xlsx(total, ledgers):
    output = BytesIO()
    with Workbook(output, OPTIONS) as book:
        sheet = book.add_worksheet(gettext("Village ledger"))
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet.set_column(0, 1, 18)
        for number, cells in enumerate(lines(total, ledgers)):
            for column, cell in enumerate(cells):
                write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                write(number, column, cell, None if number else bold)
        sheet.freeze_panes(1, 1)
    return output.getvalue()
