"""Divisions in the back office: looked up by name, by today's code or by a former one."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from .filters import ScopedFilterSet
from .models import FormerCode, Region
from .office import ScopedAddView, ScopedIndexView, ScopedModelViewSet
from .row_pages import ScopedInspectView, Section
from .rows import may_add
from .tables import DayColumn, PlainTable

EDITION = Column("edition", label=_("Edition"))
SYSTEM = Column("code_system", label=_("Code system"), accessor="get_code_system_display")
UNTIL = DayColumn("valid_to", label=_("In use until"), sort_key="valid_to")
BELOW_SHOWN = 100


def lies_in(region):
    """Every place above it, from the province down."""
    above = Region.objects.filter(path__in=region.paths_upwards[1:]).order_by("path")
    return " › ".join(place.label for place in above)


class RegionIndexView(ScopedIndexView):
    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        text = self.search_query.strip()
        named = Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__startswith=text)
        former = FormerCode.objects.filter(code=text).values("region")
        return queryset.filter(named | Q(pk__in=former))


class RegionInspectView(ScopedInspectView):
    def links(self):
        links = super().links()
        if may_add(self.request.user, FormerCode):
            url = reverse("training_former_code:add") + f"?region={self.object.pk}"
            links.append(Button(gettext("Add a former code"), url=url, icon_name="plus"))
        return links

    def sections(self):
        codes = self.object.former_codes.all()
        below = self.object.children.all()[:BELOW_SHOWN]
        name = TitleColumn("name", label=_("Name"), accessor="label", url_name=self.index_door)
        code = TitleColumn(
            "code", label=_("Division code"), url_name="training_former_code:inspect"
        )
        return [
            Section(
                "former_codes",
                _("Former codes"),
                "history",
                PlainTable([code, SYSTEM, EDITION, UNTIL], codes) if codes else None,
                empty=_("It never had another code, as far as is on record."),
            ),
            Section(
                "below",
                _("What lies in it"),
                "globe",
                PlainTable(
                    [name, Column("code"), Column("level", accessor="get_level_display")], below
                )
                if below
                else None,
                empty=_("No smaller division is on record."),
            ),
        ]

    @property
    def index_door(self):
        return f"{self.namespace}:inspect"


class RegionViewSet(ScopedModelViewSet):
    """Divisions come from the published table; here they are looked up, and added by hand."""

    model = Region
    name = "training_region"
    icon = "globe"
    closed = frozenset({"delete"})
    related = ("parent",)
    index_view_class = RegionIndexView
    inspect_view_class = RegionInspectView
    list_display = [
        "name",
        "code",
        "level",
        Column("parent", label=_("Parent"), sort_key="parent__code"),
    ]
    list_filter = ["level"]
    search_fields = ["name", "name_en", "code"]
    inspect_view_fields = [
        "name",
        "name_en",
        "code",
        "code_system",
        "edition",
        "level",
        "parent",
        (_("Lies in"), lies_in),
    ]
    panels = [
        FieldRowPanel(["name", FieldPanel("name_en", help_text=_("Shown to English readers."))]),
        FieldRowPanel(["code", "level"]),
        FieldRowPanel(["code_system", "edition"]),
        FieldPanel("parent", help_text=_("A region that moves takes along all that lies in it.")),
    ]


class FormerCodeFilterSet(ScopedFilterSet):
    class Meta:
        model = FormerCode
        fields = ["code_system"]


class FormerCodeAddView(ScopedAddView):
    page_title = _("Add a former code")

    def get_initial(self):
        region = self.request.GET.get("region", "")
        return {"region": int(region)} if region.isdecimal() else {}


class FormerCodeViewSet(ScopedModelViewSet):
    """A code that stays valid: cards and old lists still carry it. Written like the regions."""

    model = FormerCode
    name = "training_former_code"
    icon = "history"
    related = ("region__parent",)
    add_view_class = FormerCodeAddView
    list_display = [
        "code",
        Column("region", label=_("Region"), sort_key="region__code"),
        SYSTEM,
        EDITION,
        UNTIL,
    ]
    filterset_class = FormerCodeFilterSet
    search_fields = ["code", "region__name", "region__name_en", "region__code"]
    inspect_view_fields = ["code", "region", "code_system", "edition", "valid_to"]
    panels = [
        FieldRowPanel(["code", "region"]),
        FieldRowPanel(["code_system", "edition"]),
        FieldPanel("valid_to", widget=AdminDateInput),
    ]
