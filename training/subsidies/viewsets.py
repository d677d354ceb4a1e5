from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from training.organisations.filters import RegionFilter, ScopedFilterSet
from training.organisations.forms import RuledForRegionForm
from training.organisations.office import ScopedModelViewSet
from training.organisations.tables import DayColumn, RegionColumn

from .models import Rate


class RateFilterSet(ScopedFilterSet):
    region = RegionFilter()

    class Meta:
        model = Rate
        fields = ["level", "region"]


class RateViewSet(ScopedModelViewSet):
    model = Rate
    name = "training_rate"
    icon = "tag"
    related = ("occupation", "region__parent")
    form_base = RuledForRegionForm
    list_display = [
        "occupation",
        "certificate_type",
        "tier",
        Column("get_level_display", label=_("Level"), sort_key="level"),
        "class_hours",
        "amount",
        RegionColumn(),
        DayColumn("valid_from", label=_("Valid from"), sort_key="valid_from"),
    ]
    list_export = [
        "occupation.name",
        "certificate_type",
        "tier",
        "get_level_display",
        "class_hours",
        "amount",
        "region.name",
        "valid_from",
        "valid_to",
        "source",
    ]
    export_headings = {
        "occupation.name": _("Occupation"),
        "get_level_display": _("Level"),
        "region.name": _("Region"),
    }
    filterset_class = RateFilterSet
    search_fields = ["occupation__name", "occupation__name_en", "certificate_type"]
    inspect_view_fields = [
        "occupation",
        "certificate_type",
        "tier",
        "level",
        "class_hours",
        "amount",
        "region",
        "valid_from",
        "valid_to",
        "source",
        "source_url",
    ]
    panels = [
        "occupation",
        FieldRowPanel(["certificate_type", "tier"]),
        FieldRowPanel(["level", "class_hours"]),
        FieldRowPanel(
            ["amount", FieldPanel("region", help_text=_("Empty: the whole country."))],
        ),
        FieldRowPanel(["valid_from", "valid_to"]),
        FieldRowPanel(["source", "source_url"]),
    ]
