from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext, log

from training.enrolment.models import Enrolment

from .models import Result


def weighted(rubric, scores) -> Decimal | None:
    """Practice score out of 100 from task scores (each out of 100) by the rubric's weights.

    None while a task has no score: a part of a practical exam is not a practical exam.
    """
    if not rubric or any(score is None for score in scores):
        return None
    total = sum(Decimal(str(row["weight"])) for row in rubric)
    earned = sum(
        Decimal(str(row["weight"])) * score for row, score in zip(rubric, scores, strict=True)
    )
    return round(earned / total, 1)


@transaction.atomic
def record_result(enrolment, moment, *, by, theory=None, tasks=None, practice=None) -> Result:
    """File scores. ``tasks``: a score or None for each task of the course's rubric.

    Filing the same again changes nothing; a correction is logged with what it replaced.
    """
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    rubric = enrolment.training_class.course.tasks
    frozen = []
    if tasks is not None:
        practice = weighted(rubric, tasks)
        frozen = [
            {"task": row["task"], "weight": row["weight"], "score": None if s is None else float(s)}
            for row, s in zip(rubric, tasks, strict=True)
        ]
    facts = {"theory": theory, "practice": practice, "tasks": frozen}
    earlier = Result.objects.filter(enrolment=enrolment, moment=moment).first()
    if earlier and facts == {name: getattr(earlier, name) for name in facts}:
        return earlier
    result = earlier or Result(enrolment=enrolment, moment=moment)
    replaced = earlier and {"theory": str(earlier.theory), "practice": str(earlier.practice)}
    for name, value in facts.items():
        setattr(result, name, value)
    result.filed_at, result.filed_by = timezone.now(), by
    result.full_clean()
    result.save()
    with LogContext(user=by):
        log(
            result,
            "training.correct_result" if earlier else "training.record_result",
            data={"moment": moment, "replaced": replaced},
        )
    return result
