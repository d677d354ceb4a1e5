import django_filters
from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Trade
from training.organisations.filters import DaysFilter, RegionFilter, ScopedFilterSet, StateFilter

from .models import Order, OrderLine
from .states import OrderState


class OrderFilterSet(ScopedFilterSet):
    state = StateFilter(choices=OrderState.choices)
    course = django_filters.ModelChoiceFilter(
        field_name="lines__course",
        queryset=Course.objects.filter(order_lines__isnull=False).distinct(),
        label=_("Course"),
        distinct=True,
    )
    region = RegionFilter(field_name="employer__region", label=_("Region of the employer"))
    placed_at = DaysFilter(label=_("Placed"))

    class Meta:
        model = Order
        fields = []


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
