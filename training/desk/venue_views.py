"""A venue with its rooms, and the calendar of what is held there."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button

from training.classes.models import Room
from training.classes.viewsets import RENEW_CALENDAR, PlaceInspectView
from training.organisations.row_pages import Section
from training.organisations.rows import may_add
from training.organisations.tables import PlainTable
from training.organisations.viewsets import VenueViewSet

ROOM_COLUMNS = (
    TitleColumn("name", label=_("Room"), url_name="training_room:inspect"),
    Column("places", label=_("Places")),
)


class DeskVenueInspectView(PlaceInspectView):
    def links(self):
        links = super().links()
        if may_add(self.request.user, Room) and self.may(["change"], self.object):
            url = reverse("training_room:add") + f"?venue={self.object.pk}"
            links.append(Button(gettext("Enter a room"), url=url, icon_name="plus"))
        return links

    def sections(self):
        rooms = list(self.object.rooms.all())
        return [
            Section(
                "rooms",
                _("Rooms"),
                "desktop",
                PlainTable(ROOM_COLUMNS, rooms) if rooms else None,
                empty=_("No room is on record."),
            )
        ]


class DeskVenueViewSet(VenueViewSet):
    verbs = (RENEW_CALENDAR,)
    inspect_view_class = DeskVenueInspectView
