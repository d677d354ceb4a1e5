"""Does the ledger of seats balance? Asked by `manage.py check_ledger` on live data."""

from collections.abc import Iterator

from django.db.models import F

from training.classes.models import TrainingClassQuerySet

from .models import Enrolment, with_free_seats
from .seats import Seat, Waiting
from .states import SeatUse


def imbalances(training_classes: TrainingClassQuerySet) -> Iterator[str]:
    """What must never be, as sentences for whoever looks after the system; none means balanced.

    The database itself refuses two people on a seat and a seated person without one; here the
    rows are held against each other.
    """
    for what, rows in _suspects(training_classes):
        for number, detail in rows.values_list("training_class__number", "pk").iterator():
            yield f"{number}: {what} ({detail})"
    over = training_classes.filter(pk__in=_overfull(training_classes))
    for number in over.values_list("number", flat=True).iterator():
        yield f"{number}: more seats are given than approved"


def _overfull(training_classes):
    return with_free_seats(training_classes).filter(given__gt=F("seats")).values("pk")


def _suspects(training_classes):
    within = {"training_class__in": training_classes}
    seats = Seat.objects.filter(**within)
    seated = Enrolment.objects.filter(**within).seated()
    waiting = Waiting.objects.filter(**within)
    yield "a taken seat has nobody on it", seats.filter(use=SeatUse.TAKEN, enrolment=None)
    yield (
        "a seat has somebody on it and is not taken",
        seats.exclude(use=SeatUse.TAKEN).filter(enrolment__isnull=False),
    )
    yield (
        "somebody sits on a seat of another class",
        seated.exclude(seat__training_class=F("training_class")),
    )
    yield (
        "an offered seat is offered to nobody",
        seats.filter(use=SeatUse.OFFERED, offered_to=None),
    )
    yield (
        "somebody was offered a seat that is not kept for them",
        waiting.filter(seat__isnull=False).exclude(seat__use=SeatUse.OFFERED),
    )
    yield (
        "somebody was offered a seat of another class",
        waiting.filter(seat__isnull=False).exclude(seat__training_class=F("training_class")),
    )
    yield (
        "a seat beyond the approved size is not said to be one",
        seats.filter(number__gt=F("training_class__seats"), beyond_because=""),
    )
    yield (
        "somebody waits for a class in which they sit",
        waiting.in_queue().filter(
            person__enrolments__training_class=F("training_class"),
            person__enrolments__seat__isnull=False,
        ),
    )
    yield (
        "a part of a group was offered seats",
        waiting.waiting().filter(party__members__seat__isnull=False),
    )
