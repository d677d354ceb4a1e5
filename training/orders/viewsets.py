"""Orders for the bureau, and what of them a provider can answer."""

from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button

from training.organisations.forms import ReasonForm
from training.organisations.office import ScopedIndexView, ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import ScopedInspectView, Section, Verb
from training.organisations.tables import PlainTable, RegionColumn, StateColumn

from . import actions
from .filters import OrderFilterSet, OrderLineFilterSet
from .models import Offer, Order, OrderLine
from .states import MOVES, OrderState
from .tables import OFFER_COLUMNS, WANTED_COLUMNS, wage


def decides(user, order):
    return reach_of(user).answers_for(order.employer.region)


def may_move_to(state):
    return lambda order: state in MOVES[OrderState(order.state)]


APPROVE = Verb(
    slug="approve",
    label=_("Approve"),
    icon="check",
    act=actions.approve_order,
    may=decides,
    when=may_move_to(OrderState.APPROVED),
    done=_("The order is approved; training providers can answer it now."),
)
RETURN = Verb(
    slug="return",
    label=_("Send back"),
    icon="arrow-left",
    act=actions.return_order,
    may=decides,
    when=may_move_to(OrderState.RETURNED),
    form_class=ReasonForm,
    done=_("The order went back to the employer with your reason."),
    explain=_("The employer reads your reason and can change the order."),
)


def offers_section(offers):
    rows = list(
        offers.select_related("line__course", "training_class__course", "training_class__provider")
    )
    return Section(
        "offers",
        _("Classes offered so far"),
        "calendar-alt",
        PlainTable(OFFER_COLUMNS, rows) if rows else None,
        empty=_("No training provider has offered a class yet."),
    )


class OrderInspectView(ScopedInspectView):
    def notice(self):
        if self.object.state != OrderState.RETURNED:
            return ""
        return gettext("Sent back to the employer: %(reason)s") % {"reason": self.object.reason}

    def sections(self):
        lines = self.object.lines.with_offered().select_related("course", "region")
        offers = Offer.objects.filter(line__order=self.object)
        return [
            Section("lines", _("What is ordered"), "list-ul", PlainTable(WANTED_COLUMNS, lines)),
            offers_section(offers),
        ]


class OrderIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("lines__course")


def ordered(order):
    """What is ordered, in one cell."""
    return "；".join(str(line) for line in order.lines.all())


class OrderViewSet(ScopedModelViewSet):
    model = Order
    name = "training_order"
    icon = "form"
    closed = frozenset({"add", "edit", "delete"})
    verbs = (APPROVE, RETURN)
    related = ("employer__region__parent",)
    ordering = "-placed_at"
    index_view_class = OrderIndexView
    inspect_view_class = OrderInspectView
    list_display = [
        "employer",
        Column("ordered", label=_("What is ordered"), accessor=ordered),
        RegionColumn("employer.region"),
        DateColumn("placed_at", label=_("Placed"), sort_key="placed_at"),
        StateColumn(waiting={OrderState.PLACED}),
    ]
    list_export = [
        "pk",
        "employer.name",
        "employer.region.name",
        "contact",
        "placed_at",
        "get_state_display",
        "decided_at",
        "reason",
    ]
    export_headings = {
        "pk": _("Order number"),
        "employer.name": _("Employer"),
        "employer.region.name": _("Region"),
        "get_state_display": _("State"),
    }
    filterset_class = OrderFilterSet
    search_fields = ["employer__name", "contact", "lines__course__name"]
    inspect_view_fields = [
        "employer",
        "contact",
        "state",
        "placed_at",
        "placed_by",
        "decided_at",
    ]


class OrderLineIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_offered()


class OrderLineInspectView(ScopedInspectView):
    def links(self):
        if not self.request.user.has_perm("training.add_trainingclass"):
            return []
        url = reverse("training_class:add") + f"?line={self.object.pk}"
        return [Button(gettext("List a class for this order"), url=url, icon_name="plus")]

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        return self.rows().with_offered().get(pk=found.pk)

    def sections(self):
        return [offers_section(self.object.offers.all())]


class OrderLineViewSet(ScopedModelViewSet):
    """The provider's view of the orders: one line, one course, so many people, by then."""

    model = OrderLine
    name = "training_orderline"
    icon = "openquote"
    menu_label = _("Wanted by employers")
    closed = frozenset({"add", "edit", "delete"})
    related = ("order__employer", "course__trade", "region__parent")
    ordering = "needed_by"
    index_view_class = OrderLineIndexView
    inspect_view_class = OrderLineInspectView
    list_display = [
        "course",
        Column("employer", label=_("Employer"), accessor="order.employer"),
        *WANTED_COLUMNS[1:],
    ]
    filterset_class = OrderLineFilterSet
    search_fields = ["course__name", "order__employer__name", "conditions"]
    inspect_view_fields = [
        "course",
        "order",
        "seats",
        (_("Offered so far"), attrgetter("offered")),
        "region",
        "needed_by",
        (_("Wage"), wage),
        "conditions",
    ]
