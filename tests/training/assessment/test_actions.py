from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from tests.factories.enrolment import EnrolmentFactory
from training.assessment.actions import record_result, weighted
from training.assessment.models import Result
from training.assessment.states import Moment

pytestmark = pytest.mark.django_db

# the published weights of 菜肴制作
RUBRIC = [
    {"task": name, "weight": weight} for name, weight in zip("ABCD", (10, 15, 20, 55), strict=True)
]


def seat():
    return EnrolmentFactory(training_class__course__tasks=RUBRIC)


def scores(*values):
    return [None if value is None else Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (scores(100, 100, 100, 100), 100),
        (scores(80, 60, 70, 90), Decimal("80.5")),
        (scores(0, 0, 0, 0), 0),
        (scores(80, None, 70, 90), None),
    ],
    ids=["all", "mixed", "nothing", "a-task-not-seen"],
)
def test_practice_is_weighted_by_the_rubric(marks, expected):
    assert weighted(RUBRIC, marks) == expected


def test_the_weights_are_frozen_into_the_result(by):
    enrolment = seat()

    result = record_result(
        enrolment, Moment.AFTER, theory=Decimal(70), tasks=scores(80, 60, 70, 90), by=by
    )

    assert (result.practice, result.overall) == (Decimal("80.5"), Decimal("75.25"))
    assert result.tasks[3] == {"task": "D", "weight": 55, "score": 90.0}


def test_filing_the_same_twice_changes_nothing(by):
    enrolment = seat()
    facts = {"theory": Decimal(70), "tasks": scores(80, 60, 70, 90), "by": by}

    first = record_result(enrolment, Moment.AFTER, **facts)
    second = record_result(enrolment, Moment.AFTER, **facts)

    assert first.filed_at == second.filed_at
    assert ModelLogEntry.objects.filter(action__endswith="result").count() == 1


def test_a_correction_is_logged_with_what_it_replaced(by):
    enrolment = seat()
    record_result(enrolment, Moment.AFTER, theory=Decimal(50), by=by)

    record_result(enrolment, Moment.AFTER, theory=Decimal(70), by=by)

    entry = ModelLogEntry.objects.get(action="training.correct_result")
    assert entry.data["replaced"]["theory"] == "50.0"
    assert Result.objects.get().theory == 70


def test_a_score_over_one_hundred_is_refused(by):
    with pytest.raises(ValidationError, match="less than or equal to 100"):
        record_result(seat(), Moment.AFTER, theory=Decimal(101), by=by)

    assert not Result.objects.exists()


def test_not_tested_is_not_zero(by):
    assert record_result(seat(), Moment.BEFORE, by=by).overall is None
