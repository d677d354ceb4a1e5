from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.organisations.models import Region
from training.organisations.reach import User, deciding
from training.people.actions import register
from training.people.models import Person

from .errors import ClassFull, ClassNotOpen, NotEligible
from .models import Enrolment
from .rules import reasons_not_to_enrol
from .signals import enrolled, left
from .states import VOUCHED, Channel, EnrolmentState


@transaction.atomic
def enrol(
    person: Person,
    training_class: TrainingClass,
    *,
    by: User | None,
    channel: Channel = Channel.SELF,
) -> Enrolment:
    """Seat ``person`` in ``training_class``. Enrolling twice returns the first seat.

    Raises ``ClassNotOpen``, ``ClassFull`` or ``NotEligible`` with every reason at once.
    """
    # The class's row is the queue: whoever holds it counts the seats alone. SQLite ignores the
    # lock, but there the transaction itself is IMMEDIATE and waits its turn.
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    seated = training_class.enrolments.seated()
    if enrolment := seated.of(person).first():
        return enrolment
    if training_class.state != ClassState.APPROVED or training_class.is_over:
        raise ClassNotOpen
    if reasons := reasons_not_to_enrol(person, training_class):
        raise NotEligible(reasons)
    if seated.count() >= training_class.seats:
        raise ClassFull(training_class.seats)

    enrolment = Enrolment.objects.create(
        person=person,
        training_class=training_class,
        channel=channel,
        enrolled_at=timezone.now(),
        enrolled_by=by,
    )
    log(enrolment, "training.enrol", user=by, data={"channel": channel})
    enrolled.send(Enrolment, enrolment=enrolment, by=by)
    return enrolment


@transaction.atomic
def register_and_enrol(
    training_class: TrainingClass,
    *,
    name: str,
    id_number: str,
    phone: str,
    by: User | None,
    region: Region | None = None,
    channel: Channel = Channel.SELF,
) -> Enrolment:
    """Enter the person and seat them, or neither: a full class leaves no half a person behind.

    An officer vouches for those of their own places and for those whose place is unknown, never
    for another village's people: vouching may change the phone that speaks for a person.
    """
    vouched = channel in VOUCHED and not (
        Person.objects.with_id_number(id_number)
        .filter(region__isnull=False)
        .exclude(pk__in=Person.objects.visible_to(deciding(by)).values("pk"))
        .exists()
    )
    person = register(name, id_number, phone, by=by, region=region, vouched=vouched)
    return enrol(person, training_class, by=by, channel=channel)


@transaction.atomic
def leave(enrolment: Enrolment, reason: str, *, by: User | None) -> Enrolment:
    """Give the seat back: withdrawn before the first day, dropped out from then on."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.state != EnrolmentState.ENROLLED:
        return enrolment
    today = timezone.localdate()
    begun = today >= enrolment.training_class.starts_on
    enrolment.state = EnrolmentState.DROPPED if begun else EnrolmentState.WITHDRAWN
    enrolment.left_on, enrolment.left_because = today, reason.strip()[:200]
    enrolment.save(update_fields=["state", "left_on", "left_because"])
    log(enrolment, "training.leave", user=by, data={"reason": enrolment.left_because})
    left.send(Enrolment, enrolment=enrolment, by=by)
    return enrolment
