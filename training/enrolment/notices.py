"""What the people of a class are told when it changes, or does not take place."""

from functools import partial

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from training.classes.models import TrainingClass
from training.classes.reminders import link, when, where, with_first_lesson
from training.classes.signals import class_cancelled, class_changed
from training.notices.actions import notify
from training.notices.states import Kind

from .reminders import seats_to_write_to

# Changes that move nobody: seats, the plan, the assessor.
TOLD = {"starts_on", "ends_on", "venue", "lessons", "timetable", "note", "course"}


@receiver(class_changed, dispatch_uid="training_tell_of_the_change")
def tell_of_the_change(sender, training_class, before, by=None, **kwargs):
    """Each change is an event of its own, announced once, in the transaction that makes it."""
    if not {name.removesuffix("_id") for name in before} & TOLD:
        return
    _tell(training_class, Kind.CHANGED, changed, f"changed:{timezone.now():%Y%m%d%H%M%S%f}", by)


@receiver(class_cancelled, dispatch_uid="training_tell_of_the_cancelling")
def tell_of_the_cancelling(sender, training_class, reason="", by=None, **kwargs):
    _tell(training_class, Kind.CANCELLED, cancelled, "cancelled", by)


def _tell(training_class, kind, text, event, by):
    if training_class.is_over:
        return
    row = with_first_lesson(TrainingClass.objects.filter(pk=training_class.pk)).get()
    for seat in seats_to_write_to(row):
        notify(seat.person, kind, partial(text, row), f"{event}:{seat.pk}", by=by)


def changed(training_class: TrainingClass) -> str:
    facts = {
        "course": training_class.course.label,
        "when": when(training_class),
        "where": where(training_class),
        "link": link(training_class),
    }
    return _("“%(course)s” has changed: it begins %(when)s, %(where)s. %(link)s") % facts


def cancelled(training_class: TrainingClass) -> str:
    facts = {
        "course": training_class.course.label,
        "when": when(training_class),
        "link": link(training_class),
    }
    return _("“%(course)s”, which was to begin %(when)s, is cancelled. %(link)s") % facts
