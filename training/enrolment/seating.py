"""Sitting down and getting up, with the class held: what every way of enrolling ends in."""

from collections.abc import Iterable
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from training.classes.models import TrainingClass
from training.organisations.reach import User
from training.people.models import Person

from . import ledger
from .eligibility import Eligibility, eligibility
from .errors import NotEligible
from .models import Enrolment
from .seats import Seat, Waiting
from .signals import enrolled, left, waiting_ended
from .states import Channel, EnrolmentState, WaitingState


def sit_down(
    person: Person,
    training_class: TrainingClass,
    seat: Seat,
    *,
    by: User | None,
    channel: Channel,
    answer: Eligibility,
    reason: str = "",
    queue: bool = False,
) -> Enrolment:
    """``person`` on ``seat``, which is taken already; ``answer`` is what the rules said. Where
    there is a ``queue``, they wait in it no longer."""
    still = training_class.waiting.in_queue().filter(person=person) if queue else ()
    for row in still:  # they took another seat than one of the queue's
        end_waiting(row, WaitingState.SEATED, training_class, by=by)
    enrolment = Enrolment.objects.create(
        person=person,
        training_class=training_class,
        seat=seat,
        channel=channel,
        enrolled_at=timezone.now(),
        enrolled_by=by,
    )
    data = {"channel": channel} | ({"reason": reason} if reason else {})
    _put_on_record(enrolment, data, by)
    enrolled.send(Enrolment, enrolment=enrolment, by=by, answer=answer)
    return enrolment


def _put_on_record(enrolment: Enrolment, data: dict, by: User | None) -> None:
    """As ``log(enrolment, "training.enrol")`` does, without asking the database first whether the
    user and the kind of row exist: a rush waits for each question."""
    entry = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(Enrolment, for_concrete_model=False),
        object_id=str(enrolment.pk),
        label=str(enrolment),
        action="training.enrol",
        timestamp=timezone.now(),
        user=by,
        uuid=uuid4(),
        data=data,
    )
    ModelLogEntry.objects.bulk_create([entry])


def hold_people(people: Iterable[int]) -> None:
    """Nobody is seated twice at once. To be held before the class, always in this order.

    Not the key: whoever holds the class writes rows that point at people, and would wait for us.
    """
    list(
        Person.objects.select_for_update(no_key=True)
        .filter(pk__in=list(people))
        .order_by("pk")
        .only("pk")
    )


def eligible(person: Person, training_class: TrainingClass) -> Eligibility:
    """What the rules say. Raises ``NotEligible`` with everything that is against it."""
    answer = eligibility(person, training_class)
    if answer.against:
        raise NotEligible([str(reason.sentence) for reason in answer.against])
    return answer


def end_waiting(
    row: Waiting,
    state: WaitingState,
    training_class: TrainingClass,
    *,
    by: User | None = None,
    reason: str = "",
) -> None:
    """End a place on the list; a seat that was offered is free. The class is held."""
    seat, row.seat, row.state = row.seat, None, state
    row.closed_at, row.closed_because = timezone.now(), reason.strip()[:300]
    row.save(update_fields=["seat", "state", "closed_at", "closed_because"])
    if seat:
        ledger.give_back(seat, training_class)
    log(row, "training.end_waiting", user=by, data={"state": state, "reason": row.closed_because})
    waiting_ended.send(Waiting, waiting=row)


def get_up(
    enrolment: Enrolment, training_class: TrainingClass, reason: str, *, by: User | None
) -> None:
    """Withdrawn before the first day, dropped out from then on; the seat is free."""
    today = timezone.localdate()
    begun = today >= training_class.starts_on
    seat, enrolment.seat = enrolment.seat, None
    enrolment.state = EnrolmentState.DROPPED if begun else EnrolmentState.WITHDRAWN
    enrolment.left_on, enrolment.left_because = today, reason.strip()[:200]
    enrolment.save(update_fields=["seat", "state", "left_on", "left_because"])
    if seat:
        ledger.give_back(seat, training_class)
    log(enrolment, "training.leave", user=by, data={"reason": enrolment.left_because})
    left.send(Enrolment, enrolment=enrolment, by=by)
