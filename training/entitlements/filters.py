import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Trade
from training.organisations.filters import (
    LinkedRowFilter,
    RegionFilter,
    ScopedFilterSet,
    StandingFilter,
)
from training.people.models import Person

from .codes import parse
from .models import Entitlement, Issue
from .states import EntitlementState


class CodeField(forms.CharField):
    """A number as it is read out or pasted; a slip of the pen is told at once."""

    def clean(self, value):
        text = super().clean(value)
        code = parse(text)
        if text and code is None:
            raise ValidationError(_("This is no voucher number: a digit is wrong or missing."))
        return code or ""


class CodeFilter(django_filters.CharFilter):
    field_class = CodeField


class StateOfVoucherFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(choices=EntitlementState.choices, label=_("State"), **kwargs)

    def filter(self, qs, value):
        return qs.standing(value, timezone.localdate()) if value else qs


class EntitlementFilterSet(ScopedFilterSet):
    state = StateOfVoucherFilter()
    issue = django_filters.ModelChoiceFilter(queryset=Issue.objects.all(), label=_("Issue"))
    trade = django_filters.ModelChoiceFilter(
        field_name="issue__trades", queryset=Trade.objects.all(), label=_("Trade")
    )
    region = RegionFilter(field_name="person__region", label=_("Lives in"))
    code = CodeFilter(label=_("Voucher number"))
    person = LinkedRowFilter(queryset=Person.objects.all())

    class Meta:
        model = Entitlement
        fields = []


class IssueFilterSet(ScopedFilterSet):
    standing = StandingFilter(
        label=_("State"),
        words={"open": _("Given out now"), "over": _("Closed or past")},
        conditions=Issue.standings,
    )
    trade = django_filters.ModelChoiceFilter(
        field_name="trades", queryset=Trade.objects.all(), label=_("Trade")
    )
    region = RegionFilter()

    class Meta:
        model = Issue
        fields = []
