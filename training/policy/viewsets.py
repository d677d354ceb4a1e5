import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from training.organisations.filters import RegionFilter, ScopedFilterSet, StandingFilter
from training.organisations.office import ScopedModelViewSet
from training.organisations.tables import DayColumn

from .forms import RuleForm
from .models import Rule
from .rule_views import (
    RuleAddView,
    RuleDeleteView,
    RuleEditView,
    RuleIndexView,
    RuleInspectView,
)
from .states import RuleKey


def standings(today):
    return {
        "now": Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today)),
        "later": Q(valid_from__gt=today),
        "ended": Q(valid_to__lt=today),
    }


class RuleFilterSet(ScopedFilterSet):
    key = django_filters.ChoiceFilter(label=_("Rule"), choices=RuleKey.choices)
    region = RegionFilter()
    standing = StandingFilter(
        label=_("In force"),
        words={
            "now": _("In force"),
            "later": _("Not yet in force"),
            "ended": _("Ended"),
        },
        conditions=standings,
    )

    class Meta:
        model = Rule
        fields = ["key", "region", "standing"]


def in_force_today(rule):
    return rule.holds_on(timezone.localdate())


def about(rule):
    return rule.about or _("Everybody")


class RuleViewSet(ScopedModelViewSet):
    """The nearest region's rule wins; the list says where, since when and on what ground."""

    model = Rule
    name = "training_rule"
    icon = "tasks"
    related = ("region__parent",)
    form_base = RuleForm
    index_view_class = RuleIndexView
    add_view_class = RuleAddView
    edit_view_class = RuleEditView
    delete_view_class = RuleDeleteView
    inspect_view_class = RuleInspectView
    list_display = [
        "key",
        Column("about", label=_("About"), accessor=about, sort_key="subject"),
        Column("told", label=_("Value"), accessor="told", classname="t-nowrap"),
        Column("place", label=_("Region"), accessor="place", sort_key="region__code"),
        DayColumn("valid_from", label=_("Valid from"), sort_key="valid_from"),
        DayColumn("valid_to", label=_("Valid to"), sort_key="valid_to"),
        BooleanColumn("in_force", label=_("In force today"), accessor=in_force_today),
        "source",
    ]
    list_export = ["key", "about", "told", "place", "valid_from", "valid_to", "words", "source"]
    export_headings = {
        "about": _("About"),
        "told": _("Value"),
        "place": _("Region"),
    }
    filterset_class = RuleFilterSet
    search_fields = ["source", "words", "words_en"]
    inspect_view_fields = [
        "key",
        (_("About"), about),
        (_("Value"), lambda rule: rule.told),
        (_("Region"), lambda rule: rule.region or rule.place),
        "valid_from",
        "valid_to",
        "words",
        "words_en",
        "source",
        "source_url",
    ]
    panels = [
        "key",
        "subject",
        FieldRowPanel(
            [
                FieldPanel("value", help_text=_("For a rule of yes or no: 1 is yes, 0 is no.")),
                FieldPanel("region", help_text=_("Empty: the whole country.")),
            ]
        ),
        FieldRowPanel(["valid_from", "valid_to"]),
        FieldRowPanel(["words", "words_en"]),
        FieldRowPanel(["source", "source_url"]),
    ]
