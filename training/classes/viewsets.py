from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

from training.organisations.filters import ScopedFilterSet
from training.organisations.office import ScopedModelViewSet

from .models import Room, Trainer
from .roster_forms import TrainerForm


class TrainerFilterSet(ScopedFilterSet):
    class Meta:
        model = Trainer
        fields = ["provider"]


class TrainerViewSet(ScopedModelViewSet):
    """The roster of a provider: who may teach and assess its classes."""

    model = Trainer
    name = "training_trainer"
    icon = "glasses"
    related = ("provider", "user")
    form_base = TrainerForm
    list_display = ["name", "provider", "speciality", "qualification", "user"]
    filterset_class = TrainerFilterSet
    search_fields = ["name", "speciality", "provider__name"]
    inspect_view_fields = ["name", "provider", "speciality", "qualification", "user"]
    panels = [
        FieldRowPanel(["name", "provider"]),
        FieldRowPanel(["speciality", "qualification"]),
        FieldPanel("user", help_text=_("Only those appointed by this provider are offered.")),
    ]


class RoomFilterSet(ScopedFilterSet):
    class Meta:
        model = Room
        fields = ["venue"]


class RoomViewSet(ScopedModelViewSet):
    """The rooms of a venue; who is in one when is what its calendar tells."""

    model = Room
    name = "training_room"
    icon = "desktop"
    related = ("venue__provider",)
    list_display = [
        "name",
        Column("venue", label=_("Venue"), sort_key="venue__name"),
        Column("provider", label=_("Training provider"), accessor="venue.provider"),
        Column("places", label=_("Places"), sort_key="places"),
    ]
    filterset_class = RoomFilterSet
    search_fields = ["name", "venue__name", "venue__name_en"]
    inspect_view_fields = ["name", "venue", "places"]
    panels = ["venue", FieldRowPanel(["name", "places"])]
