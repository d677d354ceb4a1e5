"""Laying out a timetable: the module plan of the course poured into the sessions of the days."""

from collections import deque
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from .states import LessonKind

SMALLEST = Decimal("0.5")  # class hours; a lesson cannot be shorter


@dataclass(frozen=True)
class Session:
    """A part of the day with lessons, such as the morning: from, to, and its class hours."""

    starts: time
    ends: time
    class_hours: Decimal

    def between(self, day, done, hours):
        """When the ``hours`` after the first ``done`` class hours of the session take place."""
        begin, end = (
            timezone.make_aware(datetime.combine(day, t)) for t in (self.starts, self.ends)
        )
        each = (end - begin) / float(self.class_hours)
        if done + hours == self.class_hours:
            return begin + each * float(done), end
        return begin + each * float(done), begin + each * float(done + hours)


def parts_of(course):
    """What the course teaches, in order: (title, kind, class hours); theory before practice."""
    plan = course.modules or [
        {"title": course.name, "theory": course.theory_hours, "practice": course.practice_hours}
    ]
    for module in plan:
        for kind in (LessonKind.THEORY, LessonKind.PRACTICE):
            if hours := Decimal(str(module.get(kind) or 0)):
                yield module["title"], kind, hours


def days_between(first: date, last: date, weekdays):
    """The days on which there are lessons. ``weekdays``: 0 is Monday."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() in weekdays:
            yield day


def lay_out(course, days, sessions, trainer, room=None) -> list[dict]:
    """Lessons, as dicts of their fields, until the hours of the course or the days run out."""
    left = deque(parts_of(course))
    lessons = []
    for day in days:
        if not left:
            break
        for session in sessions:
            done = Decimal(0)
            while left and session.class_hours - done >= SMALLEST:
                title, kind, hours = left.popleft()
                taken = min(hours, session.class_hours - done)
                if hours > taken:
                    left.appendleft((title, kind, hours - taken))
                starts_at, ends_at = session.between(day, done, taken)
                done += taken
                lessons.append(
                    {
                        "title": title,
                        "kind": kind,
                        "starts_at": starts_at,
                        "ends_at": ends_at,
                        "class_hours": taken,
                        "trainer": trainer,
                        "room": room,
                    }
                )
    return lessons
