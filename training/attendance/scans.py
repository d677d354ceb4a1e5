"""A code that was read, kept in the session while its reader says who they are.

Proving who one is may take a while (a message to the phone) and must not cost the mark; but a scan
is not kept for ever either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from training.classes.models import Lesson

KEY = "scan"
KEPT_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Scan:
    lesson: Lesson
    at: datetime


def keep(request: HttpRequest, lesson_id: int, moment: datetime) -> None:
    request.session[KEY] = {"lesson": lesson_id, "at": moment.isoformat()}


def pending(request: HttpRequest, moment: datetime) -> Scan | None:
    kept = request.session.get(KEY)
    if not kept or moment - datetime.fromisoformat(kept["at"]) > KEPT_FOR:
        return None
    lesson = (
        Lesson.objects.select_related(
            "training_class__course", "training_class__venue__region", "trainer"
        )
        .filter(pk=kept["lesson"])
        .first()
    )
    return Scan(lesson, datetime.fromisoformat(kept["at"])) if lesson else None


def drop(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
