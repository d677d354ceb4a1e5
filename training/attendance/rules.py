from datetime import timedelta

from training.policy.queries import rulebook
from training.policy.states import RuleKey

from .states import MarkStatus

OPENS_BEFORE = timedelta(minutes=30)  # the door of the room, not a rule of a region


def check_in_is_open(lesson, at) -> bool:
    return not lesson.cancelled and lesson.starts_at - OPENS_BEFORE <= at <= lesson.ends_at


def status_at(lesson, at) -> MarkStatus:
    """Present or late, by the region's grace minutes (none ruled: none given)."""
    book = rulebook(lesson.training_class.region, lesson.training_class.starts_on)
    grace = timedelta(minutes=int(book.find(RuleKey.LATE_AFTER_MINUTES) or 0))
    return MarkStatus.LATE if at > lesson.starts_at + grace else MarkStatus.PRESENT
