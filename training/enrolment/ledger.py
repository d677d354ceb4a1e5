"""Moving seats from one use to another. Every function here is called with the class held.

``hold_class`` is the queue: whoever has the row of the class changes its seats alone. (SQLite
ignores the row lock, but there the transaction itself is IMMEDIATE and waits its turn.)
"""

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, Q, QuerySet, Value, When
from django.utils import timezone

from training.classes.models import TrainingClass
from training.organisations.reach import User, reach_of
from training.people.models import Person

from .errors import SeatsTaken
from .seats import Seat, Waiting
from .states import Channel, SeatUse


def hold_class(training_class: TrainingClass) -> TrainingClass:
    """The class as it stands, held until the transaction ends."""
    classes = TrainingClass.objects.select_related("venue__region", "course")
    return classes.select_for_update(of=("self",)).get(pk=training_class.pk)


def hold_class_of(row: Any) -> TrainingClass:
    """The class of ``row``, held; should the row have moved to another class meanwhile (two were
    merged), that one."""
    while True:
        training_class = hold_class(row.training_class)
        row = type(row)._default_manager.get(pk=row.pk)
        if row.training_class_id == training_class.pk:
            return training_class


def open_seats(training_class: TrainingClass) -> None:
    """A row for each approved seat. Calling it again makes those that are missing."""
    there = set(training_class.ledger.values_list("number", flat=True))
    Seat.objects.bulk_create(
        Seat(training_class=training_class, number=number)
        for number in range(1, training_class.seats + 1)
        if number not in there
    )


def free_now(training_class: TrainingClass, moment: datetime) -> QuerySet[Seat]:
    """Seats nobody has and nobody is promised. A hold ends by itself; an offer does not: its seat
    goes to the next in the queue."""
    free = Q(use=SeatUse.FREE) | Q(use=SeatUse.HELD, until__lte=moment)
    return training_class.ledger.filter(free)


def unreserved(moment: datetime) -> Q:
    return Q(reserve=None) | Q(reserve__until__lt=timezone.localdate(moment))


def find_seat(
    training_class: TrainingClass,
    person: Person | None,
    *,
    by: User | None = None,
    channel: Channel = Channel.SELF,
    held_by: str = "",
) -> Seat | None:
    """The seat this person may take: the one offered to them or held for them, else one reserved
    for people like them, else any free one, unless others wait for those."""
    moment = timezone.now()
    mine, kept = _mine(person, held_by), _entitled(person, by, channel, moment)
    free = Q(use=SeatUse.FREE) | Q(use=SeatUse.HELD, until__lte=moment)
    anyone = free & unreserved(moment)
    order = Case(When(mine, then=Value(0)), When(free & kept, then=Value(1)), default=Value(2))
    waiting = Waiting.objects.in_queue().filter(training_class=training_class)
    seats = (
        training_class.ledger.filter(mine | (free & kept) | anyone)
        .annotate(order=order, others_wait=Exists(waiting))
        .select_related("offered_to")
        .order_by("order", "number")
    )
    found = seats.first()
    if found is None and not training_class.ledger.filter(number=training_class.seats).exists():
        open_seats(training_class)  # nobody has sat here yet
        found = seats.first()
    if found is None or (found.order == ANYBODYS and found.others_wait):
        return None
    found.queue = found.others_wait
    return found


ANYBODYS = 2


def _mine(person: Person | None, held_by: str) -> Q:
    mine = Q(use=SeatUse.HELD, held_by=held_by) if held_by else Q(pk=None)
    if not person:
        return mine
    return mine | Q(use=SeatUse.OFFERED, until__gt=timezone.now(), offered_to__person=person)


def _entitled(person: Person | None, by: User | None, channel: Channel, moment: datetime) -> Q:
    """Reserved seats for whoever this is."""
    entitled = Q(pk=None)
    if person and person.region:
        entitled |= Q(reserve__region__code__in=person.region.codes_upwards)
    if channel == Channel.EMPLOYER:
        entitled |= Q(reserve__employer__in=reach_of(by).employers)
    return entitled & Q(reserve__until__gte=timezone.localdate(moment))


def reserved_for(training_class: TrainingClass, person: Person) -> QuerySet[Seat]:
    """Free seats that are kept for people like this one."""
    kept = _entitled(person, None, Channel.SELF, timezone.now())
    return training_class.ledger.filter(kept, use=SeatUse.FREE).order_by("number")


def put_to_use(seat: Seat, use: SeatUse, *, until: datetime | None = None, by: str = "") -> Seat:
    """Give a seat another use. A hold or an offer needs ``until``, a hold also whose it is."""
    seat.use, seat.until, seat.held_by = use, until, by
    seat.save(update_fields=["use", "until", "held_by"])
    return seat


def give_back(seat: Seat, training_class: TrainingClass) -> None:
    """Nobody sits here any more. A seat that was one too many does not come back."""
    if seat.beyond_because or seat.number > training_class.seats:
        seat.delete()
    else:
        put_to_use(seat, SeatUse.FREE)


def one_more(training_class: TrainingClass, reason: str) -> Seat:
    """A seat beyond the approved size, for one person, with the reason."""
    last = training_class.ledger.order_by("-number").values_list("number", flat=True).first() or 0
    return Seat.objects.create(
        training_class=training_class,
        number=max(last, training_class.seats) + 1,
        use=SeatUse.TAKEN,
        beyond_because=reason,
    )


def resize(training_class: TrainingClass) -> None:
    """Follow the approved number of seats. Raises ``SeatsTaken`` when more are given, or kept for
    somebody, than that.

    People on higher numbers move to free lower ones; a seat is a place, not a chair.
    """
    approved, now = training_class.seats, timezone.now()
    rows = training_class.ledger
    for seat in rows.filter(use=SeatUse.HELD, until__lte=now):
        put_to_use(seat, SeatUse.FREE)
    _move_beyond(training_class)
    open_seats(training_class)
    spare = Q(use=SeatUse.FREE) & unreserved(now)
    high = Q(number__gt=approved, beyond_because="")
    given = list(rows.filter(high).exclude(spare))
    low = list(rows.filter(spare, number__lte=approved).order_by("number"))
    if len(given) > len(low):
        raise SeatsTaken(len(given) - len(low) + approved)
    for seat, free in zip(given, low, strict=False):
        _change_places(seat, free)
    rows.filter(high).delete()


def _move_beyond(training_class: TrainingClass) -> None:
    """Seats beyond the size stand behind all others, also when the size has grown over them."""
    rows = training_class.ledger
    for seat in rows.exclude(beyond_because="").filter(number__lte=training_class.seats):
        last = rows.order_by("-number").values_list("number", flat=True)[0]
        rows.filter(pk=seat.pk).update(number=max(last, training_class.seats) + 1)


def _change_places(seat: Seat, free: Seat) -> None:
    """Two seats change their numbers, so that whoever points at them need not know."""
    numbers = seat.number, free.number
    training_class = seat.training_class_id
    rows = Seat.objects.filter(training_class=training_class)
    spare = rows.order_by("-number").values_list("number", flat=True)[0] + 1
    rows.filter(pk=seat.pk).update(number=spare)
    rows.filter(pk=free.pk).update(number=numbers[0])
    rows.filter(pk=seat.pk).update(number=numbers[1])
