import django_filters
from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Trade
from training.organisations.filters import DaysFilter, RegionFilter, ScopedFilterSet, StateFilter
from training.organisations.models import Provider

from .models import Interest, Offer, Order, OrderLine, Refusal
from .states import OrderKind, OrderState, RefusalReason, Refused


class OrdererRegionFilter(RegionFilter):
    """Where the employer or the bureau that ordered is."""

    def filter(self, qs, value):
        if not value:
            return qs
        firm = Q(employer__region__path__startswith=value.path)
        return qs.filter(firm | Q(bureau__region__path__startswith=value.path))


class OrderFilterSet(ScopedFilterSet):
    state = StateFilter(choices=OrderState.choices)
    whose = django_filters.ChoiceFilter(
        label=_("Whose order"),
        choices=[("employer", _("An employer's")), ("bureau", _("The bureau's own"))],
        method="by_orderer",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of order"),
        choices=OrderKind.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    course = django_filters.ModelChoiceFilter(
        field_name="lines__course",
        queryset=Course.objects.filter(order_lines__isnull=False).distinct(),
        label=_("Course"),
        distinct=True,
    )
    region = OrdererRegionFilter(label=_("Region of whoever ordered"))
    placed_at = DaysFilter(label=_("Placed"))

    class Meta:
        model = Order
        fields = []

    def by_orderer(self, queryset, name, value):
        return queryset.filter(bureau__isnull=value == "employer")


class OrderLineFilterSet(ScopedFilterSet):
    still = django_filters.ChoiceFilter(
        label=_("Answered"),
        choices=[("wanted", _("Still wanted")), ("full", _("Offered in full"))],
        method="by_answer",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    trade = django_filters.ModelChoiceFilter(
        field_name="course__trade", queryset=Trade.objects.all(), label=_("Trade")
    )
    region = RegionFilter(label=_("Where the work is"))
    needed_by = DaysFilter(label=_("Needed by"))

    class Meta:
        model = OrderLine
        fields = []

    def by_answer(self, queryset, name, value):
        if value == "wanted":
            return queryset.filter(offered__lt=F("seats"))
        return queryset.filter(offered__gte=F("seats"))


class OfferFilterSet(ScopedFilterSet):
    provider = django_filters.ModelChoiceFilter(
        field_name="training_class__provider",
        queryset=Provider.objects.all(),
        label=_("Training provider"),
    )
    overrun = django_filters.BooleanFilter(
        field_name="overrun_by",
        lookup_expr="isnull",
        exclude=True,
        label=_("More than ordered"),
    )
    offered_at = DaysFilter(label=_("Offered on"))

    class Meta:
        model = Offer
        fields = []


class RefusalFilterSet(ScopedFilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("What was refused"),
        choices=Refused.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    reason = django_filters.MultipleChoiceFilter(
        label=_("Reason"), choices=RefusalReason.choices, widget=forms.CheckboxSelectMultiple
    )
    provider = django_filters.ModelChoiceFilter(
        queryset=Provider.objects.all(), label=_("Training provider")
    )
    at = DaysFilter(label=_("Refused on"))

    class Meta:
        model = Refusal
        fields = []


class InterestFilterSet(ScopedFilterSet):
    waits = django_filters.ChoiceFilter(
        label=_("Still waiting"),
        choices=[("yes", _("Waits for a class")), ("no", _("Closed"))],
        method="by_end",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    course = django_filters.ModelChoiceFilter(
        queryset=Course.objects.filter(interests__isnull=False).distinct(), label=_("Course")
    )
    region = RegionFilter(label=_("Near"))
    since = DaysFilter(label=_("Waits since"))

    class Meta:
        model = Interest
        fields = []

    def by_end(self, queryset, name, value):
        return queryset.filter(closed_at__isnull=value == "yes")
