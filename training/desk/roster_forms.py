from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.enrolment.roster_errors import ColumnsMissing
from training.people.errors import NoHeadings, Unreadable
from training.people.headings import (
    HEADING_WITHIN,
    NEEDED,
    belongs_to_the_sheet,
    find_headings,
    guess_columns,
)
from training.people.sheets import rows_of

from .roster_drafts import Roster

MOST_BYTES = 5 * 2**20


class RosterForm(forms.Form):
    """A school's own table of those who want to come. A valid form has read it: ``roster``."""

    file = forms.FileField(
        label=_("Roster"),
        help_text=_(
            "Excel, or CSV, with the columns full name, identity number and mobile phone. Other "
            "columns, titles above and totals below may stay. Nobody is enrolled before you have "
            "seen what would happen."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls,.xlsm,.ods"}),
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

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(gettext("A roster is at most 5 megabytes."))
        try:
            self.roster = read_roster(file)
        except Unreadable as refusal:
            raise ValidationError(refusal.messages) from None
        return file


def read_roster(file):
    """Raises ``Unreadable``, ``NoHeadings`` or ``ColumnsMissing``."""
    rows = list(rows_of(file, file.name))
    if not (found := find_headings(rows[:HEADING_WITHIN])):
        raise NoHeadings(file.name)
    number, headings = found
    columns = guess_columns(headings)
    if any(needed not in columns for needed in NEEDED):
        raise ColumnsMissing(file.name)
    people = [
        (place, cells)
        for place, cells in rows
        if place > number and not belongs_to_the_sheet(cells, columns)
    ]
    if not people:
        raise ValidationError(gettext("There is nobody in this file."))
    return Roster(file.name, headings, columns, people)
