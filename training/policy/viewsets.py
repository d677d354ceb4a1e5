from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from training.organisations.filters import RegionFilter, ScopedFilterSet
from training.organisations.office import ScopedModelViewSet
from training.organisations.tables import DayColumn

from .forms import RuleForm
from .models import Rule
from .numbers import plain


class RuleFilterSet(ScopedFilterSet):
    region = RegionFilter()

    class Meta:
        model = Rule
        fields = ["key", "region"]


def in_force_today(rule):
    today = timezone.localdate()
    return rule.valid_from <= today and (rule.valid_to is None or today <= rule.valid_to)


def value(rule):
    return plain(rule.value)


def where(rule):
    return rule.region or _("The whole country")


class RuleViewSet(ScopedModelViewSet):
    """The nearest region's rule wins; the list says where, since when and on what ground."""

    model = Rule
    name = "training_rule"
    icon = "tasks"
    related = ("region__parent",)
    form_base = RuleForm
    list_display = [
        "key",
        Column("value", label=_("Value"), accessor=value),
        Column("where", label=_("Region"), accessor=where, sort_key="region__code"),
        DayColumn("valid_from", label=_("Valid from"), sort_key="valid_from"),
        DayColumn("valid_to", label=_("Valid to"), sort_key="valid_to"),
        BooleanColumn("in_force", label=_("In force today"), accessor=in_force_today),
        "source",
    ]
    filterset_class = RuleFilterSet
    search_fields = ["source"]
    inspect_view_fields = [
        "key",
        (_("Value"), value),
        (_("Region"), where),
        "valid_from",
        "valid_to",
        "source",
        "source_url",
    ]
    panels = [
        "key",
        FieldRowPanel(["value", FieldPanel("region", help_text=_("Empty: the whole country."))]),
        FieldRowPanel(["valid_from", "valid_to"]),
        FieldRowPanel(["source", "source_url"]),
    ]
