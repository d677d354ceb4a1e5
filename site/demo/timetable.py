"""The module plan of a course, cut into mornings and afternoons."""

from datetime import timedelta

from demo.clock import moment
from training.classes.states import LessonKind

MINUTES = 45
MORNING, AFTERNOON = (8, 30), (14, 0)
HALF_DAYS = {8: (4, 4), 7: (4, 3)}  # class hours a day → before and after noon

SAFETY_HOURS = 4


def lessons_of(course, first_day, trainers, hours_a_day):
    """Dicts of `Lesson` fields, on consecutive days."""
    rows, half_days = [], _half_days(first_day, HALF_DAYS[hours_a_day])
    for place, module in enumerate(course.modules):
        trainer = trainers[place % len(trainers)]
        for kind in (LessonKind.THEORY, LessonKind.PRACTICE):
            left = module[kind]
            while left > 0:
                starts_at, room = next(half_days)
                hours = min(left, room)
                rows.append(
                    {
                        "title": module["title"],
                        "kind": kind,
                        "starts_at": starts_at,
                        "ends_at": starts_at + timedelta(minutes=MINUTES * hours),
                        "class_hours": hours,
                        "trainer": trainer,
                        # The first hours are on safety: so many as the rule asks for.
                        "safety": sum(row["class_hours"] for row in rows) < SAFETY_HOURS,
                    }
                )
                left -= hours
    return rows


def _half_days(day, rooms):
    while True:
        for (hour, minute), room in zip((MORNING, AFTERNOON), rooms, strict=True):
            yield moment(day, hour, minute), room
        day += timedelta(days=1)


def bring_to(rows, now):
    """Move one of today's lessons so that one is being held at ``now``, whenever that is."""
    todays = [row for row in rows if row["starts_at"].date() == now.date()]
    if not todays or any(row["starts_at"] <= now < row["ends_at"] for row in todays):
        return
    before = [row for row in todays if row["ends_at"] <= now]
    chosen = todays[-1] if before else todays[0]
    half_hour = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    starts_at = half_hour - timedelta(minutes=30)
    if before and before[-1] is not chosen:
        starts_at = max(starts_at, before[-1]["ends_at"])
    chosen["ends_at"] += starts_at - chosen["starts_at"]
    chosen["starts_at"] = starts_at
