"""Sitting down and getting up, with the class held: what every way of enrolling ends in."""

from django.utils import timezone
from wagtail.log_actions import log

from training.classes.models import TrainingClass
from training.organisations.reach import User
from training.people.models import Person

from . import ledger
from .eligibility import Eligibility, eligibility
from .errors import NotEligible
from .models import Enrolment
from .seats import Seat
from .signals import enrolled, left
from .states import Channel, EnrolmentState


def sit_down(
    person: Person,
    training_class: TrainingClass,
    seat: Seat,
    *,
    by: User | None,
    channel: Channel,
    answer: Eligibility,
    reason: str = "",
) -> Enrolment:
    """``person`` on ``seat``, which is taken already; ``answer`` is what the rules said."""
    enrolment = Enrolment.objects.create(
        person=person,
        training_class=training_class,
        seat=seat,
        channel=channel,
        enrolled_at=timezone.now(),
        enrolled_by=by,
    )
    data = {"channel": channel} | ({"reason": reason} if reason else {})
    log(enrolment, "training.enrol", user=by, data=data)
    enrolled.send(Enrolment, enrolment=enrolment, by=by, answer=answer)
    return enrolment


def eligible(person: Person, training_class: TrainingClass) -> Eligibility:
    """What the rules say. Raises ``NotEligible`` with everything that is against it."""
    answer = eligibility(person, training_class)
    if answer.against:
        raise NotEligible([str(reason.sentence) for reason in answer.against])
    return answer


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
