import django_filters
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Trade
from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.organisations.filters import DaysFilter, RegionFilter, ScopedFilterSet, StateFilter
from training.organisations.models import Provider


class ClassFilterSet(ScopedFilterSet):
    state = StateFilter(choices=ClassState.choices)
    trade = django_filters.ModelChoiceFilter(
        field_name="course__trade", queryset=Trade.objects.all(), label=_("Trade")
    )
    course = django_filters.ModelChoiceFilter(
        queryset=Course.objects.filter(classes__isnull=False).distinct(), label=_("Course")
    )
    provider = django_filters.ModelChoiceFilter(
        queryset=Provider.objects.all(), label=_("Training provider")
    )
    region = RegionFilter(field_name="venue__region")
    starts_on = DaysFilter(label=_("First day"))
    ends_on = DaysFilter(label=_("Last day"))

    class Meta:
        model = TrainingClass
        fields = []
