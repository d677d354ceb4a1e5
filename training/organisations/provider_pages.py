"""Training providers in the back office: their sites, and the trades they may train for."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from .filters import ScopedFilterSet, StandingFilter
from .forms import AccreditationForm
from .models import Accreditation
from .office import ScopedAddView, ScopedModelViewSet
from .row_pages import ScopedInspectView, Section
from .rows import may_add
from .tables import DayColumn, PlainTable, RegionColumn


def standing(accreditation):
    """Where an accreditation stands today: a word, as the list shows it."""
    today = timezone.localdate()
    if today < accreditation.valid_from:
        return gettext("Not yet in force")
    return gettext("In force") if accreditation.holds_on(today) else gettext("Ended")


def up_to(accreditation):
    return accreditation.get_highest_level_display() or gettext("Every level")


UP_TO = Column("highest_level", label=_("Up to level"), accessor=up_to, sort_key="highest_level")
FROM = DayColumn("valid_from", label=_("Valid from"), sort_key="valid_from")
TO = DayColumn("valid_to", label=_("Valid to"), sort_key="valid_to")
STANDING = Column("standing", label=_("Today"), accessor=standing)
SITES = (
    TitleColumn("name", label=_("Venue"), accessor="label", url_name="training_venue:inspect"),
    RegionColumn(),
    Column("address", label=_("Address")),
)
TRADES = (
    TitleColumn(
        "trade", label=_("Trade"), accessor="trade", url_name="training_accreditation:inspect"
    ),
    UP_TO,
    FROM,
    TO,
    STANDING,
)


class ProviderInspectView(ScopedInspectView):
    def links(self):
        links = super().links()
        if not (may_add(self.request.user, Accreditation) and self.may(["change"], self.object)):
            return links
        url = reverse("training_accreditation:add") + f"?provider={self.object.pk}"
        label = gettext("Enter an accreditation")
        return [*links, Button(label, url=url, icon_name="tick-inverse")]

    def sections(self):
        sites = self.object.venues.select_related("region")
        trades = self.object.accreditations.select_related("trade")
        return [
            Section(
                "accreditations",
                _("Accreditations"),
                "tick-inverse",
                PlainTable(TRADES, trades) if trades else None,
                empty=_("No accreditation is on record."),
            ),
            Section(
                "sites",
                _("Sites"),
                "site",
                PlainTable(SITES, sites) if sites else None,
                empty=_("No site is on record."),
            ),
        ]


class AccreditationFilterSet(ScopedFilterSet):
    standing = StandingFilter(
        words={
            "now": _("In force"),
            "ended": _("Ended"),
            "later": _("Not yet in force"),
        },
        conditions=lambda today: {
            "now": Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gte=today)),
            "ended": Q(valid_to__lt=today),
            "later": Q(valid_from__gt=today),
        },
        label=_("Today"),
    )

    class Meta:
        model = Accreditation
        fields = ["provider", "trade"]


class AccreditationAddView(ScopedAddView):
    page_title = _("Enter an accreditation")

    def get_initial(self):
        provider = self.request.GET.get("provider", "")
        return {"provider": int(provider)} if provider.isdecimal() else {}


class AccreditationViewSet(ScopedModelViewSet):
    """What a provider may train for; the office of its place writes it, the provider reads it."""

    model = Accreditation
    name = "training_accreditation"
    icon = "tick-inverse"
    related = ("provider", "trade")
    form_base = AccreditationForm
    add_view_class = AccreditationAddView
    list_display = ["provider", "trade", UP_TO, FROM, TO, STANDING]
    filterset_class = AccreditationFilterSet
    search_fields = ["provider__name", "provider__name_en", "trade__name", "trade__name_en"]
    search_fields += ["document"]
    inspect_view_fields = [
        "provider",
        "trade",
        (_("Up to level"), up_to),
        "valid_from",
        "valid_to",
        (_("Today"), standing),
        "document",
    ]
    panels = [
        "provider",
        FieldRowPanel(["trade", FieldPanel("highest_level", help_text=_("Empty: every level."))]),
        FieldRowPanel(
            [
                FieldPanel("valid_from", widget=AdminDateInput),
                FieldPanel("valid_to", widget=AdminDateInput, help_text=_("Empty: without end.")),
            ]
        ),
        FieldPanel("document", help_text=_("Its number and who issued it.")),
    ]
