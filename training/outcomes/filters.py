import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from training.enrolment.models import Enrolment
from training.organisations.filters import DaysFilter, RegionFilter, ScopedFilterSet
from training.organisations.models import Provider

from .models import WAVES

DEFAULT_WAVE = 6


def wave_of(request):
    """The follow-up asked for in the address: months after the class."""
    chosen = request.GET.get("months", "")
    return int(chosen) if chosen in map(str, WAVES) else DEFAULT_WAVE


class FollowUpFilterSet(ScopedFilterSet):
    months = django_filters.ChoiceFilter(
        label=_("Months after the class"),
        choices=[(str(wave), str(wave)) for wave in WAVES],
        empty_label=None,
        initial=str(DEFAULT_WAVE),
        widget=forms.RadioSelect,
        method="leave",  # the view itself reads it: each wave is another question
    )
    provider = django_filters.ModelChoiceFilter(
        field_name="training_class__provider",
        queryset=Provider.objects.all(),
        label=_("Training provider"),
    )
    region = RegionFilter(field_name="person__region", label=_("Where they live"))
    ends = DaysFilter(field_name="training_class__ends_on", label=_("Class ends"))

    class Meta:
        model = Enrolment
        fields = []

    def leave(self, queryset, name, value):
        return queryset
