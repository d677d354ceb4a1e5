from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from training.organisations.reach import Visitor

from .models import Lesson, Trainer, TrainingClass
from .rulings import book_of, books_of  # noqa: F401  (asked here by the rooms above)

NEXT_LESSONS = 6
EARLIER_CLASSES = 20


@dataclass(frozen=True)
class Meeting:
    """A lesson as a timetable shows it."""

    lesson: Lesson
    past: bool
    now: bool


def meetings(lessons: Iterable[Lesson], moment: datetime) -> list[Meeting]:
    return [
        Meeting(
            lesson, past=lesson.ends_at < moment, now=lesson.starts_at <= moment <= lesson.ends_at
        )
        for lesson in lessons
    ]


def trainers_of(lessons: Iterable[Lesson]) -> list[Trainer]:
    """Who teaches, each once, in the order in which they appear."""
    return list({lesson.trainer_id: lesson.trainer for lesson in lessons}.values())


@dataclass(frozen=True)
class Desk:
    """What someone who teaches, or runs a provider, has before them."""

    lesson: Lesson | None  # the one going on today, else the next of today, else the last
    today: list[Lesson]  # the others of today
    ahead: list[Lesson]
    classes: list[TrainingClass]
    earlier: list[TrainingClass]


def desk_of(user: Visitor, moment: datetime) -> Desk:
    day = timezone.localdate(moment)
    lessons = (
        Lesson.objects.given_by(user)
        .filter(training_class__in=TrainingClass.objects.held(), cancelled=False)
        .select_related("training_class__course", "training_class__venue")
    )
    today = list(lessons.on(day).order_by("starts_at", "pk"))
    lesson = next((row for row in today if row.ends_at >= moment), today[-1] if today else None)
    ahead = lessons.filter(starts_at__date__gt=day).order_by("starts_at", "pk")
    classes = TrainingClass.objects.tested_by(user).with_rows_for_lists()
    return Desk(
        lesson=lesson,
        today=[row for row in today if row != lesson],
        ahead=list(ahead[:NEXT_LESSONS]),
        classes=list(classes.filter(ends_on__gte=day).order_by("starts_on", "pk")),
        earlier=list(classes.filter(ends_on__lt=day).order_by("-ends_on", "pk")[:EARLIER_CLASSES]),
    )
