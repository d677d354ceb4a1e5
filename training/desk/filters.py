import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Trade
from training.classes.models import ChangeRequest, TrainingClass
from training.classes.states import ChangeState, ClassState
from training.organisations.filters import (
    DaysFilter,
    RegionFilter,
    ScopedFilterSet,
    StandingFilter,
    StateFilter,
)
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
    review = StandingFilter(
        words={"waiting": _("To decide"), "late": _("Overdue")},
        conditions=lambda today: {
            "waiting": Q(state=ClassState.FILED),
            "late": Q(state=ClassState.FILED, decide_by__lt=today),
        },
        label=_("Decision of the bureau"),
    )
    starts_on = DaysFilter(label=_("First day"))
    ends_on = DaysFilter(label=_("Last day"))

    class Meta:
        model = TrainingClass
        fields = []


class ChangeFilterSet(ScopedFilterSet):
    state = StateFilter(choices=ChangeState.choices)
    provider = django_filters.ModelChoiceFilter(
        field_name="training_class__provider",
        queryset=Provider.objects.all(),
        label=_("Training provider"),
    )
    region = RegionFilter(field_name="training_class__venue__region")

    class Meta:
        model = ChangeRequest
        fields = []
