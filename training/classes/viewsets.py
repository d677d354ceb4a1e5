from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from training.organisations.filters import ScopedFilterSet
from training.organisations.office import ScopedAddView, ScopedModelViewSet
from training.organisations.row_pages import ScopedInspectView, Verb

from .feeds import feed_of, renew_calendar, token_of
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


RENEW_CALENDAR = Verb(
    slug="renew_calendar",
    label=_("New calendar address"),
    icon="rotate",
    act=renew_calendar,
    may=lambda user, place: True,  # whoever may change the place
    done=_("The calendar has a new address."),
    explain=_("Whoever subscribed to the old address is told nothing from now on."),
)


class PlaceInspectView(ScopedInspectView):
    """A room or a venue; its calendar is behind a link that can be copied."""

    def links(self):
        links = super().links()
        if feed := feed_of(self.object):
            url = reverse("training:place_feed", args=[token_of(feed)])
            links.append(Button(gettext("Calendar"), url=url, icon_name="calendar-alt"))
        return links


class RoomAddView(ScopedAddView):
    """Coming from a venue, the room is one of its."""

    def get_initial(self):
        venue = self.request.GET.get("venue", "")
        return {"venue": int(venue)} if venue.isdecimal() else {}


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
    verbs = (RENEW_CALENDAR,)
    add_view_class = RoomAddView
    inspect_view_class = PlaceInspectView
    inspect_view_fields = ["name", "venue", "places"]
    panels = ["venue", FieldRowPanel(["name", "places"])]
