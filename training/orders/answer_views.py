"""Answers to orders at the desk: what was offered, what was refused and why, and the exceptions."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn

from training.classes.models import TrainingClass
from training.classes.states import OVER
from training.organisations.models import Provider
from training.organisations.office import ScopedModelViewSet
from training.organisations.reach import deciding, reach_of
from training.organisations.row_pages import RowFormView, ScopedInspectView, Verb

from . import actions
from .filters import OfferFilterSet, RefusalFilterSet
from .forms import CannotForm, OverrunForm, WithdrawForm
from .models import Offer, Refusal


class OverrunView(RowFormView):
    """The bureau takes more seats for an order than were ordered, and says why."""

    row_actions = ["change"]
    any_permission_required = ["change"]
    form_class = OverrunForm
    page_title = _("Accept more than ordered")
    header_icon = "plus"
    submit_label = _("Accept these seats")

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not reach_of(self.request.user).answers_for(row.region):
            raise PermissionDenied
        return row

    def get_form_kwargs(self):
        lines = self.object.lines.select_related("course")
        classes = (
            TrainingClass.objects.visible_to(deciding(self.request.user))
            .filter(course__in=lines.values("course"))
            .exclude(state__in=OVER)
            .select_related("course")
        )
        answering = TrainingClass.objects.filter(offers__line__order=self.object)
        open_to = (classes | answering.exclude(state__in=OVER)).distinct()
        return super().get_form_kwargs() | {"lines": lines, "classes": open_to}

    def form_valid(self, form):
        facts = dict(form.cleaned_data)
        try:
            actions.accept_overrun(
                facts.pop("training_class"), facts.pop("line"), by=self.request.user, **facts
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, gettext("The seats are accepted; both sides read why."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not context["form"].has_classes:
            context["explain"] = _("No class teaches what was ordered.")
        return context


class CannotView(RowFormView):
    """A provider says that it cannot answer a line of an order, and why."""

    form_class = CannotForm
    page_title = _("We cannot")
    header_icon = "cross"
    submit_label = _("Say so")

    def get_form_kwargs(self):
        reach = reach_of(self.request.user)
        providers = Provider.objects.active()
        if not reach.everything:
            providers = providers.filter(pk__in=reach.providers)
        if not providers:
            raise PermissionDenied
        return super().get_form_kwargs() | {"providers": providers}

    def form_valid(self, form):
        facts = dict(form.cleaned_data)
        try:
            actions.cannot_answer(self.object, facts.pop("provider"), by=self.request.user, **facts)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, gettext("It is written down; the bureau reads your reason."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        explain = _("So that nobody waits for you. You may still answer later.")
        return super().get_context_data(explain=explain, **kwargs)


def offers_it(user, offer):
    return reach_of(user).manages(offer.training_class.provider_id)


WITHDRAW = Verb(
    slug="withdraw",
    label=_("Withdraw the offer"),
    icon="cross",
    act=actions.withdraw_offer,
    may=offers_it,
    when=lambda offer: offer.training_class.state not in OVER,
    form_class=WithdrawForm,
    done=_("The offer is withdrawn; the seats are free for another order."),
    explain=_("Whoever ordered reads your reason. The class itself stays as it is."),
    serious=True,
)


class OfferInspectView(ScopedInspectView):
    def notice(self):
        if not self.object.overrun_because:
            return ""
        return gettext("More than ordered, accepted by the bureau: %(reason)s") % {
            "reason": self.object.overrun_because
        }


class OfferViewSet(ScopedModelViewSet):
    """What providers promised. An offer is made at the class, and taken back here."""

    model = Offer
    name = "training_offer"
    icon = "tick-inverse"
    menu_label = _("Offers")
    closed = frozenset({"add", "edit", "delete"})
    verbs = (WITHDRAW,)
    related = (
        "line__order__employer__region",
        "line__order__bureau__region",
        "line__course",
        "training_class__course",
        "training_class__provider",
        "offered_by",
        "overrun_by",
    )
    ordering = "-offered_at"
    inspect_view_class = OfferInspectView
    list_display = [
        "training_class",
        Column("provider", label=_("Training provider"), accessor="training_class.provider"),
        Column("orderer", label=_("Ordered by"), accessor="line.order.orderer"),
        NumberColumn("seats", label=_("Seats offered"), sort_key="seats"),
        NumberColumn("wanted", label=_("Wanted"), accessor="line.seats"),
        DateColumn("offered_at", label=_("Offered on"), sort_key="offered_at"),
        Column("overrun_because", label=_("Why more than ordered")),
    ]
    list_export = [
        "line.order.pk",
        "line.order.orderer",
        "line.course.name",
        "line.seats",
        "training_class.number",
        "training_class.provider.name",
        "seats",
        "offered_at",
        "overrun_because",
    ]
    export_headings = {
        "line.order.pk": _("Order number"),
        "line.order.orderer": _("Ordered by"),
        "line.course.name": _("Course"),
        "line.seats": _("Wanted"),
        "training_class.number": _("Class number"),
        "training_class.provider.name": _("Training provider"),
    }
    filterset_class = OfferFilterSet
    search_fields = ["training_class__number", "line__course__name", "line__order__employer__name"]
    inspect_view_fields = [
        (_("Class"), lambda offer: offer.training_class),
        (_("Ordered by"), lambda offer: offer.line.order.orderer),
        (_("Order"), lambda offer: offer.line),
        "seats",
        "offered_at",
        "offered_by",
        "overrun_because",
        "overrun_by",
    ]


class RefusalViewSet(ScopedModelViewSet):
    """Who said no, and why: refusals are data, and nobody changes them."""

    model = Refusal
    name = "training_refusal"
    icon = "cross"
    menu_label = _("Refusals")
    closed = frozenset({"add", "edit", "delete"})
    related = (
        "line__order__employer",
        "line__order__bureau",
        "line__course",
        "provider",
        "training_class__course",
        "by",
    )
    ordering = "-at"
    list_display = [
        Column("line", label=_("Order")),
        Column("orderer", label=_("Ordered by"), accessor="line.order.orderer"),
        "provider",
        Column("kind", label=_("What was refused"), accessor="get_kind_display", sort_key="kind"),
        Column("reason", label=_("Reason"), accessor="get_reason_display", sort_key="reason"),
        Column("note", label=_("In their words")),
        DateColumn("at", label=_("Refused on"), sort_key="at"),
    ]
    list_export = [
        "line.order.pk",
        "line.order.orderer",
        "line.course.name",
        "provider.name",
        "class_number",
        "seats",
        "offered_at",
        "get_kind_display",
        "get_reason_display",
        "note",
        "at",
    ]
    export_headings = {
        "line.order.pk": _("Order number"),
        "line.order.orderer": _("Ordered by"),
        "line.course.name": _("Course"),
        "provider.name": _("Training provider"),
        "class_number": _("Class number"),
        "get_kind_display": _("What was refused"),
        "get_reason_display": _("Reason"),
    }
    filterset_class = RefusalFilterSet
    search_fields = ["line__course__name", "provider__name", "line__order__employer__name", "note"]
    inspect_view_fields = [
        (_("Order"), lambda refusal: refusal.line.order),
        (_("What was ordered"), lambda refusal: refusal.line),
        "provider",
        "kind",
        "training_class",
        "seats",
        "offered_at",
        "reason",
        "note",
        "at",
        "by",
    ]
