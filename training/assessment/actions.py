from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext, log

from training.enrolment.models import Enrolment
from training.organisations.reach import User

from .models import Result
from .states import Moment


def weighted(rubric: list[dict], scores: Sequence[Decimal | None]) -> Decimal | None:
    """Practice score out of 100 from task scores (each out of 100) by the rubric's weights.

    None while a task has no score: a part of a practical exam is not a practical exam.
    """
    given = [score for score in scores if score is not None]
    if not rubric or len(given) < len(scores):
        return None
    weights = [Decimal(str(row["weight"])) for row in rubric]
    earned = [weight * score for weight, score in zip(weights, given, strict=True)]
    return round(sum(earned, Decimal(0)) / sum(weights, Decimal(0)), 1)


@transaction.atomic
def record_result(
    enrolment: Enrolment,
    moment: Moment,
    *,
    by: User | None,
    theory: Decimal | None = None,
    tasks: Sequence[Decimal | None] | None = None,
    practice: Decimal | None = None,
) -> Result:
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
