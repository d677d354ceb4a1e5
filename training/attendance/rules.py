from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from training.classes.models import Lesson
from training.classes.queries import book_of
from training.policy.states import RuleKey

from .states import MarkStatus

OPENS_BEFORE = timedelta(minutes=30)  # the door of the room, not a rule of a region


def check_in_opens_at(lesson: Lesson) -> datetime:
    return lesson.starts_at - OPENS_BEFORE


def check_in_is_open(lesson: Lesson, at: datetime) -> bool:
    return not lesson.cancelled and check_in_opens_at(lesson) <= at <= lesson.ends_at


def reason_closed(lesson: Lesson, at: datetime) -> str:
    """Why there is no code to show now; empty while check-in is open."""
    if lesson.cancelled or not lesson.training_class.is_held:
        return _("This lesson does not take place; nobody can check in.")
    if at < check_in_opens_at(lesson):
        return _("Check-in opens on %(moment)s.") % {"moment": _local(check_in_opens_at(lesson))}
    if at > lesson.ends_at:
        return _("Check-in closed with the lesson on %(moment)s.") % {
            "moment": _local(lesson.ends_at)
        }
    return ""


def _local(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def status_at(lesson: Lesson, at: datetime) -> MarkStatus:
    """Present or late, by the region's grace minutes (none ruled: none given)."""
    book = book_of(lesson.training_class)
    grace = timedelta(minutes=int(book.find(RuleKey.LATE_AFTER_MINUTES) or 0))
    return MarkStatus.LATE if at > lesson.starts_at + grace else MarkStatus.PRESENT
