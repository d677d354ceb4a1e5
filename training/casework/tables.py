from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from training.organisations.tables import DayColumn


def called(user):
    """An officer as people call them."""
    return (user.get_full_name() or user.get_username()) if user else ""


def by_column(label):
    return Column("by", label=label, accessor=lambda row: called(row.by))


CHAIN_COLUMNS = [
    Column("get_stage_display", label=_("Stage")),
    DayColumn("on", label=_("Reached on")),
    by_column(_("By")),
]
NEED_COLUMNS = [
    DayColumn("on", label=_("Asked on")),
    Column("get_willingness_display", label=_("Willingness")),
    Column("trade", label=_("Trade"), accessor=lambda row: row.trade.label if row.trade else ""),
    Column("get_place_display", label=_("Where")),
    Column("get_time_display", label=_("When")),
    Column("note", label=_("In their words")),
    by_column(_("Asked by")),
]
SERVICE_COLUMNS = [
    DayColumn("on", label=_("On")),
    Column("get_kind_display", label=_("Service")),
    Column("employer", label=_("Introduced to")),
    Column("note", label=_("Note")),
    by_column(_("Served by")),
]
ATTEMPT_COLUMNS = [
    Column(
        "at",
        label=_("When"),
        accessor=lambda row: f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}",
        classname="t-nowrap",
    ),
    Column("get_channel_display", label=_("How")),
    Column("number", label=_("Telephone")),
    Column("get_outcome_display", label=_("Outcome")),
    Column("note", label=_("Note")),
    by_column(_("Tried by")),
]
NUMBER_COLUMNS = [
    Column("number", label=_("Telephone")),
    Column("whose", label=_("Whose")),
    Column("holder", label=_("Full name")),
    Column(
        "trusted", label=_("Trusted contact"), accessor=lambda row: _("Yes") if row.trusted else ""
    ),
    Column("last", label=_("Last call")),
]
