"""Messages to the people who have a seat: before the class begins, and whenever somebody writes."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from training.classes.models import TrainingClass
from training.classes.reminders import beginning_on, link, what_to_bring, when, where
from training.notices.actions import has_address, notify
from training.notices.errors import NobodySeated
from training.notices.models import Message
from training.notices.states import Kind
from training.organisations.reach import User
from training.people.models import Person

from .models import EnrolmentQuerySet


@dataclass(frozen=True)
class Readers:
    """Whom a message to a class reaches, and how many it cannot reach."""

    reached: list[Person]
    without: list[Person]


def seats_to_write_to(training_class: TrainingClass) -> EnrolmentQuerySet:
    return (
        training_class.enrolments.seated()
        .select_related("person__user__wagtail_userprofile")
        .prefetch_related("person__phones")
        .order_by("pk")
    )


def readers_of(training_class: TrainingClass) -> Readers:
    people = [seat.person for seat in seats_to_write_to(training_class)]
    reached = [person for person in people if has_address(person, Kind.OTHER)]
    return Readers(reached, [person for person in people if person not in reached])


def remind(day: date) -> int:
    """Write to everybody whose class begins on ``day``. Run twice, nobody reads it twice.

    Returns how many people were written to, those of an earlier run included.
    """
    return sum(_remind_class(training_class, day) for training_class in beginning_on(day))


@transaction.atomic
def _remind_class(training_class: TrainingClass, day: date) -> int:
    written = [
        notify(
            seat.person,
            Kind.REMINDER,
            partial(reminder, training_class),
            f"reminder:{seat.pk}:{day}",
            expires_at=training_class.first,
        )
        for seat in seats_to_write_to(training_class)
    ]
    return sum(message is not None for message in written)


def reminder(training_class: TrainingClass) -> str:
    facts = {
        "course": training_class.course.label,
        "when": when(training_class),
        "where": where(training_class),
        "bring": what_to_bring(training_class),
        "link": link(training_class),
    }
    if facts["bring"]:
        return _("“%(course)s” begins %(when)s, %(where)s. %(bring)s %(link)s") % facts
    return _("“%(course)s” begins %(when)s, %(where)s. %(link)s") % facts


@transaction.atomic
def message_class(training_class: TrainingClass, text: str, *, by: User | None) -> Readers:
    """Write one message to everybody who has a seat in this class, and to nobody else.

    The same words on the same day are the same message: a button pressed twice sends it once, and
    who took a seat in between still gets it. Raises ``NobodySeated``.
    """
    text = " ".join(text.split())
    readers = readers_of(training_class)
    if not (readers.reached or readers.without):
        raise NobodySeated
    words = sha256(text.encode()).hexdigest()[:16]
    stem = f"class:{training_class.pk}:{timezone.localdate()}:{words}"
    known = Message.objects.filter(key__startswith=f"{stem}:").exists()
    for person in readers.reached:
        notify(person, Kind.OTHER, text, f"{stem}:{person.pk}", by=by)
    if not known:
        log(
            training_class,
            "training.message_class",
            user=by,
            data={"people": len(readers.reached), "without": len(readers.without)},
        )
    return readers
