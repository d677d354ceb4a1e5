import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.organisations.filters import (
    DaysFilter,
    LinkedRowFilter,
    RegionFilter,
    ScopedFilterSet,
    StateFilter,
)
from training.people.models import Person

from .models import Case
from .states import Stage


class YesNoFilter(django_filters.BooleanFilter):
    """Rows of which ``condition(request)`` is true, or all others."""

    def __init__(self, condition, **kwargs):
        super().__init__(**kwargs)
        self.condition = condition

    def filter(self, qs, value):
        if value is None:
            return qs
        condition = self.condition(self.parent.request)
        return qs.filter(condition if value else ~condition)


def overdue(request):
    return Q(next_on__lt=timezone.localdate(), next_on__isnull=False, closed_on__isnull=True)


class CaseFilterSet(ScopedFilterSet):
    mine = YesNoFilter(
        lambda request: Q(person__officer=request.user, person__officer__isnull=False),
        label=_("In my care"),
    )
    overdue = YesNoFilter(overdue, label=_("Next step overdue"))
    next_on = DaysFilter(label=_("Next step by"))
    stage = StateFilter(choices=Stage.choices, label=_("Stage"))
    closed = YesNoFilter(lambda request: Q(closed_on__isnull=False), label=_("Closed"))
    region = RegionFilter(field_name="person__region")
    person = LinkedRowFilter(queryset=Person.objects.all())

    class Meta:
        model = Case
        fields = []
