from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext, log

from training.classes.models import Lesson
from training.enrolment.models import Enrolment
from training.organisations.reach import User

from .errors import LessonNotHeld
from .models import Mark
from .states import MarkStatus


@transaction.atomic
def mark(
    lesson: Lesson,
    presences: Iterable[tuple[Enrolment, MarkStatus]],
    *,
    method: str,
    by: User | None,
    at: datetime | None = None,
) -> list[Mark]:
    """Enter who was there. ``presences``: pairs of enrolment and `MarkStatus`.

    Marking again with the same status changes nothing; another status replaces it and the
    history keeps what it replaced. Enrolments of other classes are ignored, whoever sends them.
    """
    if lesson.cancelled:
        raise LessonNotHeld
    at = at or timezone.now()
    presences = [
        (enrolment, status)
        for enrolment, status in presences
        if enrolment.training_class_id == lesson.training_class_id
    ]
    # One at a time for each trainee: a scan and the trainer's roll may arrive together.
    list(
        Enrolment.objects.select_for_update()
        .filter(pk__in=[enrolment.pk for enrolment, _ in presences])
        .order_by("pk")
    )
    earlier = {row.enrolment_id: row for row in lesson.marks.all()}
    return [
        _mark_one(lesson, enrolment, status, earlier.get(enrolment.pk), method, by, at)
        for enrolment, status in presences
    ]


def _mark_one(
    lesson: Lesson,
    enrolment: Enrolment,
    status: MarkStatus,
    earlier: Mark | None,
    method: str,
    by: User | None,
    at: datetime,
) -> Mark:
    if earlier and earlier.status == status:
        return earlier
    facts = {"status": status, "method": method, "marked_at": at, "marked_by": by}
    replaced = earlier and {"status": earlier.status, "method": earlier.method}
    row, _ = Mark.objects.update_or_create(enrolment=enrolment, lesson=lesson, defaults=facts)
    # Its own context: within one, Wagtail's history shows only the last of many like entries.
    with LogContext(user=by):
        log(
            row,
            "training.correct_mark" if replaced else "training.mark",
            data={"status": status, "method": method, "replaced": replaced},
        )
    return row
