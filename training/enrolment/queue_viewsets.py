"""Waiting lists and reserved seats in the office: read by many, moved by the officers of the place,
each time with a reason."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from training.classes.models import TrainingClass
from training.organisations.filters import (
    LinkedRowFilter,
    RegionFilter,
    ScopedFilterSet,
    StateFilter,
)
from training.organisations.forms import ReasonForm
from training.organisations.office import ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import ScopedInspectView, Verb
from training.organisations.tables import DayColumn, StateColumn

from . import allotting, waiting_list
from .forms import MoveForm
from .places import places_of, why_ended
from .seats import Reserve, Waiting
from .states import IN_QUEUE, WaitingState


def decides(user, row):
    return reach_of(user).answers_for(row.training_class.region)


def in_queue(row):
    return row.state in IN_QUEUE


def seat_beyond(row, reason, *, by):
    return allotting.seat_beyond(row.person, row.training_class, reason, by=by)


WAITING_VERBS = (
    Verb(
        slug="move",
        label=_("Move the place"),
        icon="order",
        act=waiting_list.move,
        may=decides,
        when=lambda row: row.state == WaitingState.WAITING,
        form_class=MoveForm,
        done=_("The place is moved; everybody in the queue reads the reason."),
        explain=_("Everybody who waits for this class reads your reason, without the name."),
    ),
    Verb(
        slug="seat_beyond",
        label=_("Seat beyond the size"),
        icon="plus",
        act=seat_beyond,
        may=decides,
        when=in_queue,
        form_class=ReasonForm,
        done=_("The person has a seat beyond the approved size."),
        explain=_("One seat more than approved, for this person alone. It stays on record."),
    ),
    Verb(
        slug="strike",
        label=_("Take off the list"),
        icon="cross",
        act=waiting_list.strike,
        may=decides,
        when=in_queue,
        form_class=ReasonForm,
        done=_("The person is off the list and reads your reason."),
        explain=_("The person reads your reason."),
        serious=True,
    ),
)


class WaitingFilterSet(ScopedFilterSet):
    state = StateFilter(choices=WaitingState.choices)
    region = RegionFilter(field_name="training_class__venue__region")
    training_class = LinkedRowFilter(queryset=TrainingClass.objects.all())

    class Meta:
        model = Waiting
        fields = []


def party(row):
    if not row.party_id:
        return "–"
    return row.party.label or gettext("Group %(number)d") % {"number": row.party_id}


class WaitingInspectView(ScopedInspectView):
    def notice(self):
        if self.object.state not in IN_QUEUE:
            return "\n".join(why_ended(self.object))
        place = places_of([self.object])[0]
        if place.offered:
            until = allotting.told_until(self.object.until)
            return gettext("A seat is offered until %(until)s.") % {"until": until}
        number = gettext("Number %(number)d on the waiting list") % {"number": place.number}
        return "\n".join([number, *place.reasons])


class WaitingViewSet(ScopedModelViewSet):
    model = Waiting
    name = "training_waiting"
    icon = "list-ol"
    menu_label = _("Waiting lists")
    closed = frozenset({"add", "edit", "delete"})
    verbs = WAITING_VERBS
    related = ("person", "training_class__course", "training_class__venue__region", "party")
    ordering = ("training_class", "rank", "place", "pk")
    inspect_view_class = WaitingInspectView
    list_display = [
        "person",
        Column("training_class", label=_("Class"), sort_key="training_class__number"),
        StateColumn(waiting={WaitingState.OFFERED}),
        Column("party", label=_("Waits together"), accessor=party),
        DateColumn("joined_at", label=_("Joined"), sort_key="joined_at"),
        DateColumn("until", label=_("Answer until"), sort_key="until"),
        Column("get_channel_display", label=_("Entered by"), sort_key="channel"),
    ]
    list_export = [
        "person.name",
        "person.masked_id_number",
        "training_class.number",
        "training_class.course.name",
        "get_state_display",
        "rank",
        "joined_at",
        "offered_at",
        "until",
        "moved_because",
        "closed_at",
        "closed_because",
        "get_channel_display",
    ]
    export_headings = {
        "person.name": _("Full name"),
        "person.masked_id_number": _("Identity number"),
        "training_class.number": _("Class number"),
        "training_class.course.name": _("Course"),
        "get_state_display": _("State"),
        "get_channel_display": _("Entered by"),
    }
    filterset_class = WaitingFilterSet
    search_fields = ["person__name", "training_class__number", "training_class__course__name"]
    inspect_view_fields = [
        "person",
        "training_class",
        "state",
        (_("Waits together"), party),
        "joined_at",
        "joined_by",
        "channel",
        "offered_at",
        "until",
        "moved_because",
        "closed_at",
    ]


RELEASE = Verb(
    slug="release",
    label=_("Release the seats"),
    icon="check",
    act=allotting.release_seats,
    may=decides,
    done=_("The seats are for everybody now, those who wait first."),
)


class ReserveFilterSet(ScopedFilterSet):
    region = RegionFilter(field_name="training_class__venue__region")
    training_class = LinkedRowFilter(queryset=TrainingClass.objects.all())

    class Meta:
        model = Reserve
        fields = []


def kept_for(reserve):
    return str(reserve)


class ReserveViewSet(ScopedModelViewSet):
    """Reserved from the page of the class; here is what is reserved, and the way back."""

    model = Reserve
    name = "training_reserve"
    icon = "lock"
    menu_label = _("Reserved seats")
    closed = frozenset({"add", "edit", "delete"})
    verbs = (RELEASE,)
    related = ("training_class__course", "training_class__venue__region", "employer", "region")
    ordering = "-made_at"
    list_display = [
        Column("kept_for", label=_("For whom"), accessor=kept_for),
        Column("training_class", label=_("Class"), sort_key="training_class__number"),
        DayColumn("until", label=_("Kept until"), sort_key="until"),
        "reason",
    ]
    filterset_class = ReserveFilterSet
    search_fields = ["training_class__number", "reason", "employer__name"]
    inspect_view_fields = [
        (_("For whom"), kept_for),
        "training_class",
        (_("Seats"), lambda reserve: reserve.seats.count()),
        "until",
        "reason",
        "made_at",
        "made_by",
    ]
