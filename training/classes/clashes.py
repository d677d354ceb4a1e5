"""Whom and what two lessons want at the same time: a trainer, or a room.

What an approved class has booked is booked. What another class, still prepared, wants as well is
told, so that the two can be moved apart before either is filed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Lesson
from .states import HELD, PLANNED


@dataclass(frozen=True)
class Clash:
    lesson: Lesson
    other: Lesson
    about_room: bool = False
    within: bool = False  # both are lessons of the same class

    @property
    def binding(self) -> bool:
        """Whether the lesson cannot stay there; else it may, for now."""
        return self.within or self.other.training_class.state in HELD

    def __str__(self) -> str:
        facts = {
            "trainer": self.other.trainer,
            "room": self.other.room,
            "lesson": self.other.title,
            "hours": hours_of(self.other),
        }
        if self.within:
            return _("%(trainer)s teaches “%(lesson)s” then (%(hours)s).") % facts
        facts["class"] = self.other.training_class
        if self.binding and self.about_room:
            return _("The room %(room)s is used by %(class)s then (%(hours)s).") % facts
        if self.binding:
            return _("%(trainer)s teaches %(class)s then (%(hours)s).") % facts
        if self.about_room:
            return (
                _("The room %(room)s is wanted by %(class)s too (%(hours)s), not approved yet.")
                % facts
            )
        return _("%(trainer)s is to teach %(class)s then (%(hours)s), not approved yet.") % facts


def hours_of(lesson: Lesson) -> str:
    """From when to when, as a clock on the wall shows it."""
    starts, ends = timezone.localtime(lesson.starts_at), timezone.localtime(lesson.ends_at)
    return f"{starts:%H:%M}–{ends:%H:%M}"


def overlap(one: Lesson, other: Lesson) -> bool:
    """Whether they share a minute; the next lesson may begin as the last one ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clashes_of(lessons: Sequence[Lesson]) -> list[Clash]:
    """Every clash of the lessons of one class, saved or not: one query, however many they are."""
    held = [lesson for lesson in lessons if not lesson.cancelled]
    found = _within(held)
    for booking in _bookings(held) if held else []:
        for lesson in held:
            if overlap(lesson, booking):
                if lesson.trainer_id == booking.trainer_id:
                    found.append(Clash(lesson, booking))
                if lesson.room_id and lesson.room_id == booking.room_id:
                    found.append(Clash(lesson, booking, about_room=True))
    return found


def binding(clashes: Iterable[Clash]) -> list[Clash]:
    return [clash for clash in clashes if clash.binding]


def _within(lessons: Sequence[Lesson]) -> list[Clash]:
    """One trainer twice at once. Two trainers in one room may well teach together."""
    ordered = sorted(lessons, key=lambda lesson: lesson.starts_at)
    return [
        Clash(later, earlier, within=True)
        for place, later in enumerate(ordered)
        for earlier in ordered[:place]
        if later.trainer_id == earlier.trainer_id and overlap(earlier, later)
    ]


def _bookings(lessons: Sequence[Lesson]) -> QuerySet[Lesson]:
    """Lessons of other classes at about that time that want one of the trainers or rooms."""
    trainers = {lesson.trainer_id for lesson in lessons}
    rooms = {lesson.room_id for lesson in lessons if lesson.room_id}
    return (
        Lesson.objects.filter(
            Q(trainer__in=trainers) | Q(room__in=rooms),
            training_class__state__in=HELD | PLANNED,
            cancelled=False,
            starts_at__lt=max(lesson.ends_at for lesson in lessons),
            ends_at__gt=min(lesson.starts_at for lesson in lessons),
        )
        .exclude(training_class=lessons[0].training_class_id)
        .select_related("training_class__course", "trainer", "room")
        .order_by("starts_at", "pk")
    )
