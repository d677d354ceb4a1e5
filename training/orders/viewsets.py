"""Orders for the bureau, and what of them a provider can answer."""

from operator import attrgetter

from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button

from training.organisations.forms import ReasonForm
from training.organisations.office import ScopedIndexView, ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import ScopedInspectView, Section, Verb
from training.organisations.tables import PlainTable, StateColumn

from . import actions
from .add_views import OrderAddView
from .answer_views import CannotView, OverrunView
from .filters import OrderFilterSet, OrderLineFilterSet
from .models import Offer, Order, OrderLine, Refusal
from .states import MOVES, OrderState
from .tables import OFFER_COLUMNS, REFUSAL_COLUMNS, WANTED_COLUMNS, wage


def decides(user, order):
    return reach_of(user).answers_for(order.region)


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


def refusals_section(refusals):
    rows = list(refusals.select_related("provider", "training_class__course"))
    return Section(
        "refusals",
        _("Refusals and their reasons"),
        "cross",
        PlainTable(REFUSAL_COLUMNS, rows) if rows else None,
        empty=_("Nobody has said no."),
    )


class OrderInspectView(ScopedInspectView):
    def links(self):
        user, order = self.request.user, self.object
        if order.state != OrderState.APPROVED or not self.may(["change"], order):
            return []
        if not decides(user, order):
            return []
        url = self.door("overrun", order)
        return [Button(gettext("Accept more than ordered"), url=url, icon_name="plus")]

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
            refusals_section(Refusal.objects.filter(line__order=self.object)),
        ]


class OrderIndexView(ScopedIndexView):
    def get_base_queryset(self):
        code = Coalesce("employer__region__code", "bureau__region__code")
        orders = super().get_base_queryset().annotate(region_code=code)
        return orders.prefetch_related("lines__course")


def ordered(order):
    """What is ordered, in one cell."""
    return "；".join(str(line) for line in order.lines.all())


class OrderViewSet(ScopedModelViewSet):
    model = Order
    name = "training_order"
    icon = "form"
    closed = frozenset({"edit", "delete"})
    verbs = (APPROVE, RETURN)
    related = ("employer__region__parent", "bureau__region__parent", "placed_by")
    ordering = "-placed_at"
    add_view_class = OrderAddView
    index_view_class = OrderIndexView
    inspect_view_class = OrderInspectView
    list_display = [
        TitleColumn(
            "orderer", label=_("Ordered by"), url_name="training_order:inspect", accessor="orderer"
        ),
        Column("ordered", label=_("What is ordered"), accessor=ordered),
        Column("region", label=_("Region"), accessor="region", sort_key="region_code"),
        DateColumn("placed_at", label=_("Placed"), sort_key="placed_at"),
        StateColumn(waiting={OrderState.PLACED}),
    ]
    list_export = [
        "pk",
        "orderer.name",
        "region.name",
        "get_kind_display",
        "contact",
        "placed_at",
        "get_state_display",
        "decided_at",
        "reason",
    ]
    export_headings = {
        "pk": _("Order number"),
        "orderer.name": _("Ordered by"),
        "region.name": _("Region"),
        "get_kind_display": _("Kind of order"),
        "get_state_display": _("State"),
    }
    filterset_class = OrderFilterSet
    search_fields = ["employer__name", "bureau__name", "contact", "lines__course__name"]
    inspect_view_fields = [
        (_("Ordered by"), attrgetter("orderer")),
        "kind",
        "contact",
        "state",
        "placed_at",
        "placed_by",
        "approved_at",
        "decided_at",
    ]

    def get_urlpatterns(self):
        view = self.construct_view(OverrunView)
        return [*super().get_urlpatterns(), path("overrun/<int:pk>/", view, name="overrun")]


class OrderLineIndexView(ScopedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_offered()


class OrderLineInspectView(ScopedInspectView):
    def links(self):
        if not self.request.user.has_perm("training.add_trainingclass"):
            return []
        url = reverse("training_class:add") + f"?line={self.object.pk}"
        cannot = self.door("cannot", self.object)
        return [
            Button(gettext("List a class for this order"), url=url, icon_name="plus"),
            Button(gettext("We cannot"), url=cannot, icon_name="cross"),
        ]

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        return self.rows().with_offered().get(pk=found.pk)

    def sections(self):
        refusals = self.object.refusals.visible_to(self.request.user)
        return [offers_section(self.object.offers.all()), refusals_section(refusals)]


class OrderLineViewSet(ScopedModelViewSet):
    """The provider's view of the orders: one line, one course, so many people, by then."""

    model = OrderLine
    name = "training_orderline"
    icon = "openquote"
    menu_label = _("Wanted by employers")
    closed = frozenset({"add", "edit", "delete"})
    related = ("order__employer", "order__bureau", "course__trade", "region__parent")
    ordering = "needed_by"
    index_view_class = OrderLineIndexView
    inspect_view_class = OrderLineInspectView
    list_display = [
        "course",
        Column("orderer", label=_("Ordered by"), accessor="order.orderer"),
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
        "starts_from",
        "needed_by",
        (_("Wage"), wage),
        "conditions",
    ]

    def get_urlpatterns(self):
        view = self.construct_view(CannotView)
        return [*super().get_urlpatterns(), path("cannot/<int:pk>/", view, name="cannot")]
