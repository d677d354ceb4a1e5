from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from training.classes.states import ClassState
from training.organisations.tables import DayColumn, StateColumn


def seats(training_class):
    """Seats taken, of those there are."""
    return gettext("%(taken)d of %(seats)d") % {
        "taken": training_class.taken,
        "seats": training_class.seats,
    }


CLASS_COLUMNS = [
    "number",
    Column("course", label=_("Course"), sort_key="course__name"),
    Column("provider", label=_("Training provider"), sort_key="provider__name"),
    Column("venue", label=_("Venue"), sort_key="venue__name"),
    DayColumn("starts_on", label=_("First day"), sort_key="starts_on"),
    DayColumn("ends_on", label=_("Last day"), sort_key="ends_on"),
    Column("taken", label=_("Seats taken"), accessor=seats),
    StateColumn(waiting={ClassState.FILED, ClassState.RETURNED}),
]
ANSWER_COLUMNS = [
    TitleColumn(
        "orderer",
        label=_("Ordered by"),
        accessor="line.order.orderer",
        url_name="training_offer:inspect",
    ),
    Column("seats", label=_("Seats offered")),
    Column("wanted", label=_("Wanted"), accessor="line.seats"),
    DayColumn("needed_by", label=_("Needed by"), accessor="line.needed_by"),
    Column("overrun_because", label=_("Why more than ordered")),
]
