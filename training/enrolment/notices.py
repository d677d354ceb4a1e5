"""What the people of a class are told when it changes, or does not take place."""

from functools import partial

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.classes.models import TrainingClass
from training.classes.reminders import link, moment_of, when, where, with_first_lesson
from training.classes.signals import class_cancelled, class_changed
from training.conf import public
from training.notices.actions import notify
from training.notices.states import Kind

from .reminders import seats_to_write_to
from .seats import Waiting
from .signals import moved_over, queue_moved, seat_offered, waiting_ended
from .states import WaitingState

# Changes that move nobody: seats, the plan, the assessor.
TOLD = {"starts_on", "ends_on", "venue", "note", "course"}
# Who teaches a lesson, and what it is called, moves nobody either.
TOLD_OF_A_LESSON = {"starts_at", "ends_at", "room", "cancelled"}


@receiver(class_changed, dispatch_uid="training_tell_of_the_change")
def tell_of_the_change(sender, training_class, before, by=None, **kwargs):
    """Each change is an event of its own, announced once, in the transaction that makes it."""
    moved = {
        pk: was
        for pk, was in before.get("lessons", {}).items()
        if {name.removesuffix("_id") for name in was} & TOLD_OF_A_LESSON
    }
    if {name.removesuffix("_id") for name in before} & TOLD:
        text = changed
    elif moved:
        text = partial(lessons_changed, before=moved)
    else:
        return
    _tell(training_class, Kind.CHANGED, text, f"changed:{timezone.now():%Y%m%d%H%M%S%f}", by)


@receiver(class_cancelled, dispatch_uid="training_tell_of_the_cancelling")
def tell_of_the_cancelling(sender, training_class, reason="", by=None, **kwargs):
    _tell(training_class, Kind.CANCELLED, cancelled, "cancelled", by)


@receiver(seat_offered, dispatch_uid="training_tell_of_the_offer")
def tell_of_the_offer(sender, waiting, **kwargs):
    """The offer and its message are one event: both are written, or neither."""
    key = f"offer:{waiting.pk}:{waiting.offered_at:%Y%m%d%H%M%S%f}"
    text = partial(offered, waiting)
    notify(waiting.person, Kind.OFFER, text, key, expires_at=waiting.until)


@receiver(waiting_ended, dispatch_uid="training_tell_of_the_end")
def tell_of_the_end(sender, waiting, **kwargs):
    """Whoever ended it themselves knows."""
    if waiting.state in {WaitingState.EXPIRED, WaitingState.STRUCK, WaitingState.UNSERVED}:
        notify(waiting.person, Kind.WAITING, partial(ended, waiting), f"waiting:{waiting.pk}")


@receiver(moved_over, dispatch_uid="training_tell_of_the_move")
def tell_of_the_move(sender, enrolment, source, reason, by=None, **kwargs):
    row = with_first_lesson(TrainingClass.objects.filter(pk=enrolment.training_class_id)).get()
    key = f"moved:{enrolment.pk}:{source.pk}"
    notify(enrolment.person, Kind.CHANGED, partial(moved, row, reason), key, by=by)


@receiver(queue_moved, dispatch_uid="training_tell_of_the_queue")
def tell_of_the_queue(sender, waiting, source, **kwargs):
    key = f"queue:{waiting.pk}:{source.pk}"
    notify(waiting.person, Kind.WAITING, partial(waits_elsewhere, waiting), key)


def moved(training_class: TrainingClass, reason: str) -> str:
    facts = {
        "course": training_class.course.label,
        "when": when(training_class),
        "where": where(training_class),
        "reason": reason,
        "link": link(training_class),
    }
    return (
        _(
            "Your class “%(course)s” was merged with another (%(reason)s). You have a seat there: "
            "%(when)s, %(where)s. %(link)s"
        )
        % facts
    )


def waits_elsewhere(waiting: Waiting) -> str:
    facts = {
        "course": waiting.training_class.course.label,
        "day": date_format(waiting.training_class.starts_on, "MONTH_DAY_FORMAT"),
        "link": public(reverse("training:place", args=[waiting.pk])),
    }
    return (
        _(
            "Your class “%(course)s” was merged with another that begins %(day)s. You are on its "
            "waiting list: %(link)s"
        )
        % facts
    )


def offered(waiting: Waiting) -> str:
    local = timezone.localtime(waiting.until)
    facts = {
        "course": waiting.training_class.course.label,
        "until": f"{date_format(local, 'MONTH_DAY_FORMAT')} {local:%H:%M}",
        "link": public(reverse("training:place", args=[waiting.pk])),
    }
    return _("A seat in “%(course)s” is free for you. Answer by %(until)s: %(link)s") % facts


def ended(waiting: Waiting) -> str:
    facts = {
        "course": waiting.training_class.course.label,
        "link": public(reverse("training:place", args=[waiting.pk])),
    }
    return _("You are no longer on the waiting list of “%(course)s”. Why: %(link)s") % facts


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


def lessons_changed(training_class: TrainingClass, *, before: dict) -> str:
    """``before``: by the lesson's number, the facts that changed, as they were."""
    facts = {"course": training_class.course.label, "link": link(training_class)}
    lessons = list(training_class.lessons.filter(pk__in=before))
    if len(lessons) != 1:
        return _("“%(course)s”: %(count)d lessons have changed. %(link)s") % {
            **facts,
            "count": len(before),
        }
    [lesson] = lessons
    was = before[lesson.pk]
    facts |= {
        "before": moment_of(was.get("starts_at", lesson.starts_at)),
        "when": moment_of(lesson.starts_at),
        "where": where(training_class),
    }
    if lesson.cancelled:
        return _("“%(course)s”: the lesson of %(before)s does not take place. %(link)s") % facts
    return _("“%(course)s”: the lesson of %(before)s is now %(when)s, %(where)s. %(link)s") % facts


def cancelled(training_class: TrainingClass) -> str:
    facts = {
        "course": training_class.course.label,
        "when": when(training_class),
        "link": link(training_class),
    }
    return _("“%(course)s”, which was to begin %(when)s, is cancelled. %(link)s") % facts
