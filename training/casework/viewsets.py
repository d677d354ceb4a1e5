"""Cases in the back office: whose next step is due. What is done is done on the person's page."""

from operator import attrgetter

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from training.organisations.office import ScopedIndexView, ScopedModelViewSet
from training.organisations.paging import LongListPaginator
from training.organisations.row_pages import ScopedInspectView, Section
from training.organisations.tables import DayColumn, PlainTable, RegionColumn

from .filters import CaseFilterSet
from .models import Case
from .tables import CHAIN_COLUMNS, called


def page_of(case):
    return reverse("training_person:inspect", args=[case.person_id])


class CaseIndexView(ScopedIndexView):
    paginator_class = LongListPaginator

    def get_inspect_url(self, instance):
        return page_of(instance)

    def order_queryset(self, queryset):
        """Whose step is due stands on top; a case with no step planned is not due before all."""
        if self.ordering == "next_on":
            return queryset.order_by(F("next_on").asc(nulls_last=True), "pk")
        return super().order_queryset(queryset)


class CaseInspectView(ScopedInspectView):
    def links(self):
        return [Button(gettext("To the person"), url=page_of(self.object), icon_name="user")]

    def sections(self):
        stages = self.object.stages.select_related("by")
        return [Section("stages", _("Stages"), "list-ol", PlainTable(CHAIN_COLUMNS, stages))]


class CaseViewSet(ScopedModelViewSet):
    model = Case
    name = "training_case"
    icon = "tasks"
    menu_label = _("Cases")
    closed = frozenset({"add", "edit", "delete", "history"})
    related = ("person__region__parent", "person__officer")
    ordering = "next_on"
    index_view_class = CaseIndexView
    inspect_view_class = CaseInspectView
    list_display = [
        "person",
        RegionColumn("person.region"),
        "next_step",
        DayColumn("next_on", label=_("To be done by"), sort_key="next_on"),
        Column("get_stage_display", label=_("Stage"), sort_key="stage"),
        Column(
            "officer",
            label=_("Named officer"),
            accessor=lambda case: called(case.person.officer),
        ),
    ]
    list_export = [
        "person.name",
        "person.masked_id_number",
        "person.phone",
        "person.region.name",
        "get_stage_display",
        "next_step",
        "next_on",
        "person.officer",
        "opened_on",
        "closed_on",
    ]
    export_headings = {
        "person.name": _("Full name"),
        "person.masked_id_number": _("Identity number"),
        "person.phone": _("Mobile phone"),
        "person.region.name": _("Region"),
        "get_stage_display": _("Stage"),
        "person.officer": _("Named officer"),
    }
    filterset_class = CaseFilterSet
    search_fields = ["person__name", "person__phone", "next_step"]
    inspect_view_fields = [
        "person",
        "stage",
        "next_step",
        "next_on",
        (_("Named officer"), attrgetter("person.officer")),
        "opened_on",
        "closed_on",
    ]
