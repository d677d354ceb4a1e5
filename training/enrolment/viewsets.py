"""Who sits in which class: read here, written by the verbs."""

from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.ui.tables import Column, DateColumn

from courses.models import Trade
from training.classes.models import TrainingClass
from training.organisations.filters import (
    DaysFilter,
    LinkedRowFilter,
    RegionFilter,
    ScopedFilterSet,
    StateFilter,
)
from training.organisations.models import Provider
from training.organisations.office import ScopedIndexView, ScopedModelViewSet
from training.organisations.tables import StateColumn
from training.people.models import Person

from .appeal_viewsets import PAPER_VERBS, SeatInspectView
from .models import Enrolment
from .states import Channel, EnrolmentState
from .who_enrolled import name_of


class EnrolmentFilterSet(ScopedFilterSet):
    state = StateFilter(choices=EnrolmentState.choices)
    channel = StateFilter(choices=Channel.choices, label=_("Enrolled by"))
    trade = ModelChoiceFilter(
        field_name="training_class__course__trade",
        queryset=Trade.objects.all(),
        label=_("Trade"),
    )
    provider = ModelChoiceFilter(
        field_name="training_class__provider",
        queryset=Provider.objects.all(),
        label=_("Training provider"),
    )
    region = RegionFilter(field_name="training_class__venue__region")
    ends = DaysFilter(field_name="training_class__ends_on", label=_("Class ends"))
    # Reached by links from a class or a person; as choices they would be thousands.
    training_class = LinkedRowFilter(queryset=TrainingClass.objects.all())
    person = LinkedRowFilter(queryset=Person.objects.all())

    class Meta:
        model = Enrolment
        fields = []


class EnrolmentIndexView(ScopedIndexView):
    def preprocess_field_value(self, field, value, export_format):
        if field == "enrolled_by":
            value = name_of(value)
        return super().preprocess_field_value(field, value, export_format)


class EnrolmentViewSet(ScopedModelViewSet):
    model = Enrolment
    name = "training_enrolment"
    icon = "list-ul"
    closed = frozenset({"add", "edit", "delete"})
    verbs = PAPER_VERBS
    inspect_view_class = SeatInspectView
    related = (
        "person",
        "training_class__course",
        "training_class__provider",
        "training_class__venue__region",
        "enrolled_by",
    )
    ordering = "-enrolled_at"
    index_view_class = EnrolmentIndexView
    list_display = [
        "person",
        Column("training_class", label=_("Class"), sort_key="training_class__number"),
        Column("provider", label=_("Provider"), accessor="training_class.provider"),
        StateColumn(),
        Column("get_channel_display", label=_("Enrolled by"), sort_key="channel"),
        DateColumn("enrolled_at", label=_("Enrolled"), sort_key="enrolled_at"),
    ]
    list_export = [
        "person.name",
        "person.masked_id_number",
        "training_class.number",
        "training_class.course.name",
        "training_class.provider.name",
        "training_class.starts_on",
        "training_class.ends_on",
        "get_state_display",
        "get_channel_display",
        "enrolled_by",
        "enrolled_at",
        "left_on",
        "left_because",
    ]
    export_headings = {
        "person.name": _("Full name"),
        "person.masked_id_number": _("Identity number"),
        "training_class.number": _("Class number"),
        "training_class.course.name": _("Course"),
        "training_class.provider.name": _("Training provider"),
        "training_class.starts_on": _("First day"),
        "training_class.ends_on": _("Last day"),
        "get_state_display": _("State"),
        "get_channel_display": _("Enrolled by"),
    }
    filterset_class = EnrolmentFilterSet
    search_fields = ["person__name", "training_class__number", "training_class__course__name"]
    inspect_view_fields = [
        "person",
        "training_class",
        "state",
        "channel",
        "enrolled_at",
        "enrolled_by",
        "left_on",
        "left_because",
    ]
