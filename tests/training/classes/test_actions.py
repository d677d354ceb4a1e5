from datetime import timedelta

import pytest

from tests.factories.classes import LessonFactory, TrainerFactory, TrainingClassFactory
from tests.factories.courses import CourseFactory
from tests.factories.organisations import ProviderFactory, VenueFactory
from tests.factories.policy import RuleFactory
from training.classes.actions import (
    approve_class,
    cancel_class,
    conclude_class,
    file_class,
    list_class,
    return_class,
)
from training.classes.errors import NotReady, WrongState
from training.classes.states import ClassState
from training.organisations.errors import ReasonNeeded
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


def draft(**kwargs):
    """A class whose one lesson gives all the hours its course needs."""
    course = CourseFactory(theory_hours=4, practice_hours=0)
    training_class = TrainingClassFactory(**{"state": ClassState.DRAFT, "course": course, **kwargs})
    LessonFactory(training_class=training_class, class_hours=4)
    return training_class


def test_class_numbers_count_the_month_of_a_provider(by):
    venue = VenueFactory(provider=ProviderFactory(code="czjs"))
    start = TrainingClassFactory.build(venue=venue).starts_on.replace(day=1)
    details = {"venue": venue, "seats": 10, "starts_on": start, "by": by}

    first = list_class(venue.provider, CourseFactory(), ends_on=start, **details)
    second = list_class(
        venue.provider, CourseFactory(), ends_on=start + timedelta(days=2), **details
    )

    assert [first.number, second.number] == [
        f"CZJS{start:%Y%m}001",
        f"CZJS{start:%Y%m}002",
    ]
    assert first.state == ClassState.DRAFT


def test_a_ready_class_goes_to_the_bureau_and_is_approved(by):
    training_class = file_class(draft(), by=by)
    assert training_class.state == ClassState.FILED

    assert approve_class(training_class, by=by).state == ClassState.APPROVED


def test_filing_names_everything_that_is_missing_at_once(by):
    RuleFactory(key=RuleKey.CLASS_SIZE, value=50)
    training_class = draft(seats=60, course=CourseFactory(theory_hours=8, practice_hours=0))
    lesson = training_class.lessons.get()
    training_class.assessor = lesson.trainer
    lesson.trainer.provider = ProviderFactory()
    lesson.trainer.save()

    with pytest.raises(NotReady) as refusal:
        file_class(training_class, by=by)

    assert refusal.value.messages == [
        "The lessons give 4 class hours; the course needs 8.",
        "A trainer is not on the roster of this provider.",
        "The assessor teaches this class; someone else must assess it.",
        "A class may have at most 50 people here.",
    ]


def test_a_class_without_lessons_cannot_be_filed(by):
    with pytest.raises(NotReady, match="no lesson"):
        file_class(TrainingClassFactory(state=ClassState.DRAFT), by=by)


def test_the_assessor_may_be_anyone_who_does_not_teach_it(by):
    training_class = draft()
    training_class.assessor = TrainerFactory(provider=training_class.provider)

    assert file_class(training_class, by=by).state == ClassState.FILED


def test_sending_back_needs_a_reason_and_keeps_it(by):
    training_class = file_class(draft(), by=by)

    with pytest.raises(ReasonNeeded):
        return_class(training_class, "  ", by=by)
    returned = return_class(training_class, "No venue in this district", by=by)

    assert (returned.state, returned.reason) == (ClassState.RETURNED, "No venue in this district")


def test_approving_twice_does_no_harm(by):
    training_class = file_class(draft(), by=by)

    approve_class(training_class, by=by)

    assert approve_class(training_class, by=by).state == ClassState.APPROVED


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (ClassState.DRAFT, approve_class),
        (ClassState.CANCELLED, approve_class),
        (ClassState.CONCLUDED, approve_class),
        (ClassState.FILED, conclude_class),
    ],
)
def test_a_step_that_skips_another_is_refused(state, verb, by):
    with pytest.raises(WrongState):
        verb(TrainingClassFactory(state=state), by=by)


def test_a_cancelled_class_keeps_the_reason(by):
    assert cancel_class(draft(), "Too few people", by=by).reason == "Too few people"
