from django.utils.formats import date_format
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


def responsible(training_class):
    told = (training_class.responsible, training_class.responsible_phone)
    return " · ".join(part for part in told if part)


def tests(training_class):
    """The assessment plan in one fact: when, where and how."""
    row = training_class
    told = [date_format(row.assessed_on) if row.assessed_on else "", row.assessed_at]
    if row.theory_test:
        told.append(gettext("theory: %(how)s") % {"how": row.get_theory_test_display()})
    if row.practice_test:
        told.append(gettext("practice: %(how)s") % {"how": row.get_practice_test_display()})
    return "\n".join(part for part in told if part)


class DecideByColumn(Column):
    """Until when the bureau has; only for what it has before it. Late is said in a word."""

    cell_template_name = "training/admin/desk/decide_by_cell.html"

    def __init__(self):
        super().__init__(
            "decide_by", label=_("Decide by"), sort_key="decide_by", classname="t-nowrap"
        )

    def get_value(self, instance):
        waits = instance.state == ClassState.FILED and instance.decide_by
        return instance.decide_by.isoformat() if waits else "–"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"late": instance.decision_is_late}


CLASS_COLUMNS = [
    "number",
    Column("course", label=_("Course"), sort_key="course__name"),
    Column("provider", label=_("Training provider"), sort_key="provider__name"),
    Column("venue", label=_("Venue"), sort_key="venue__name"),
    DayColumn("starts_on", label=_("First day"), sort_key="starts_on"),
    DayColumn("ends_on", label=_("Last day"), sort_key="ends_on"),
    Column("taken", label=_("Seats taken"), accessor=seats),
    StateColumn(waiting={ClassState.FILED, ClassState.RETURNED}),
    DecideByColumn(),
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
