from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn

from training.organisations.tables import DayColumn, RegionColumn


def wage(line):
    """The monthly wage as offered: a range, one end of it, or nothing said."""
    low, high = (
        number_format(amount, force_grouping=True) if amount else None
        for amount in (line.wage_from, line.wage_to)
    )
    if low and high:
        return gettext("%(low)s to %(high)s yuan a month") % {"low": low, "high": high}
    if low:
        return gettext("from %(low)s yuan a month") % {"low": low}
    return gettext("up to %(high)s yuan a month") % {"high": high} if high else ""


WANTED_COLUMNS = [
    Column("course", label=_("Course"), accessor="course"),
    NumberColumn("seats", label=_("Wanted"), sort_key="seats"),
    NumberColumn("offered", label=_("Offered"), sort_key="offered"),
    RegionColumn(),
    DayColumn("starts_from", label=_("Not before"), sort_key="starts_from"),
    DayColumn("needed_by", label=_("Needed by"), sort_key="needed_by"),
    Column("wage", label=_("Wage"), accessor=wage),
]
OFFER_COLUMNS = [
    Column("training_class", label=_("Class")),
    Column("provider", label=_("Training provider"), accessor="training_class.provider"),
    DayColumn("starts_on", label=_("First day"), accessor="training_class.starts_on"),
    Column("state", label=_("State"), accessor="training_class.get_state_display"),
    NumberColumn("seats", label=_("Seats offered")),
    DateColumn("offered_at", label=_("Offered on")),
    Column("overrun_because", label=_("Why more than ordered")),
]
INTEREST_COLUMNS = [
    Column("course", label=_("Course")),
    Column("region", label=_("Near")),
    DayColumn("since", label=_("Waits since")),
    Column("closed", label=_("Why closed"), accessor="closed_word"),
]
REFUSAL_COLUMNS = [
    DateColumn("at", label=_("Refused on")),
    Column("provider", label=_("Training provider")),
    Column("kind", label=_("What was refused"), accessor="get_kind_display"),
    Column("seats", label=_("Seats")),
    Column("reason", label=_("Reason"), accessor="get_reason_display"),
    Column("note", label=_("In their words")),
]
