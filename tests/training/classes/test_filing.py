"""What keeps a class from being filed: the numbers of the region, each in its sentence."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from tests.factories.classes import (
    LessonFactory,
    RoomFactory,
    TrainerFactory,
    TrainingClassFactory,
)
from tests.factories.courses import CourseFactory
from tests.factories.organisations import AccreditationFactory, VenueFactory
from tests.factories.policy import RuleFactory
from training.classes.actions import file_class, return_class
from training.classes.rules import not_told_yet, reasons_not_to_file
from training.classes.states import ClassState, LessonKind, TestForm
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def draft():
    """Eight class hours on one day: two of theory, six of practice."""
    training_class = TrainingClassFactory(
        state=ClassState.DRAFT, course=CourseFactory(theory_hours=2, practice_hours=6)
    )
    trainer = TrainerFactory(provider=training_class.provider)
    morning = LessonFactory(training_class=training_class, class_hours=2, trainer=trainer)
    LessonFactory(
        training_class=training_class,
        class_hours=6,
        trainer=trainer,
        kind=LessonKind.PRACTICE,
        starts_at=morning.ends_at,
    )
    return training_class


def test_where_nothing_is_ruled_nothing_is_asked(draft):
    assert reasons_not_to_file(draft) == []


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        (
            RuleKey.THEORY_SHARE,
            40,
            "Theory is 25 % of the class hours; it must be at least 40 % here.",
        ),
        (
            RuleKey.PRACTICE_SHARE,
            80,
            "Practice is 75 % of the class hours; it must be at least 80 % here.",
        ),
        (
            RuleKey.SAFETY_HOURS,
            4,
            "0 class hours are on safety; at least 4 are needed here.",
        ),
        (RuleKey.CLASS_SIZE, 20, "A class may have at most 20 people here."),
    ],
    ids=["theory", "practice", "safety", "size"],
)
def test_a_number_of_the_region_is_kept(key, value, sentence, draft):
    RuleFactory(key=key, value=value)

    assert reasons_not_to_file(draft) == [sentence]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (RuleKey.THEORY_SHARE, 25),
        (RuleKey.PRACTICE_SHARE, 75),
        (RuleKey.HOURS_PER_DAY, 8),
        (RuleKey.SAFETY_HOURS, 2),
        (RuleKey.CLASS_SIZE, 30),
    ],
)
def test_just_enough_is_enough(key, value, draft):
    draft.lessons.filter(class_hours=2).update(safety=True)
    RuleFactory(key=key, value=value)

    assert reasons_not_to_file(draft) == []


def test_a_long_day_is_named(draft):
    RuleFactory(key=RuleKey.HOURS_PER_DAY, value=7)

    (sentence,) = reasons_not_to_file(draft)

    assert sentence.endswith("has 8 class hours; at most 7 a day are allowed here.")


def test_a_lesson_that_was_called_off_counts_for_nothing(draft):
    draft.lessons.filter(class_hours=6).update(cancelled=True)

    assert reasons_not_to_file(draft) == ["The lessons give 2 class hours; the course needs 8."]


def test_a_room_belongs_to_the_venue_and_is_large_enough(draft):
    small = RoomFactory(venue=draft.venue, name="小教室", places=20)
    draft.lessons.update(room=small)

    assert reasons_not_to_file(draft) == ["The room 小教室 has 20 places; the class has 30 seats."]

    draft.venue = VenueFactory(provider=draft.provider)
    draft.seats = 20
    assert reasons_not_to_file(draft) == ["A lesson is in a room of another venue."]


@time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=CHINA))  # a Monday
@pytest.mark.parametrize(
    ("first_day", "in_time"),
    [(date(2026, 3, 9), True), (date(2026, 3, 8), True), (date(2026, 3, 6), False)],
    ids=["monday after", "sunday", "friday"],
)
def test_a_class_is_filed_working_days_ahead(first_day, in_time):
    RuleFactory(key=RuleKey.FILING_LEAD_DAYS, value=5)
    course = CourseFactory(theory_hours=4, practice_hours=0)
    training_class = TrainingClassFactory(
        state=ClassState.DRAFT, course=course, starts_on=first_day
    )
    LessonFactory(training_class=training_class)

    reasons = reasons_not_to_file(training_class)

    late = (
        "A class is filed 5 working days before its first day here; "
        "for this one that was 27 February 2026."
    )
    assert reasons == ([] if in_time else [late])


@time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=CHINA), tick=False)
def test_what_was_handed_in_in_time_is_not_late_because_it_was_sent_back(by):
    RuleFactory(key=RuleKey.FILING_LEAD_DAYS, value=5)
    course = CourseFactory(theory_hours=4, practice_hours=0)
    training_class = TrainingClassFactory(
        state=ClassState.DRAFT, course=course, starts_on=date(2026, 3, 9)
    )
    LessonFactory(training_class=training_class)
    file_class(training_class, by=by)

    with time_machine.travel(datetime(2026, 3, 4, 10, tzinfo=CHINA)):
        return_class(training_class, "灶台不够", by=by)
        training_class.refresh_from_db()

        assert reasons_not_to_file(training_class) == []


@time_machine.travel(datetime(2026, 3, 5, 10, tzinfo=CHINA))  # a Thursday
def test_the_bureau_has_working_days_to_decide(by, draft):
    RuleFactory(key=RuleKey.REVIEW_DAYS, value=5)

    filed = file_class(draft, by=by)

    assert filed.decide_by == date(2026, 3, 12)
    assert not filed.decision_is_late
    with time_machine.travel(datetime(2026, 3, 13, 10, tzinfo=CHINA)):
        assert filed.decision_is_late


def test_without_a_rule_there_is_no_deadline(by, draft):
    assert file_class(draft, by=by).decide_by is None


def test_an_accreditation_that_ended_is_a_reason_and_an_empty_record_is_none(draft):
    assert reasons_not_to_file(draft) == []

    AccreditationFactory(
        provider=draft.provider,
        trade=draft.course.trade,
        valid_from=date(2020, 1, 1),
        valid_to=timezone.localdate() - timedelta(days=1),
    )

    (sentence,) = reasons_not_to_file(draft)
    assert f"no accreditation of {draft.provider}" in sentence


def test_what_the_application_leaves_open_is_told(draft):
    assert len(not_told_yet(draft)) == 3

    draft.responsible, draft.responsible_phone = "许老师", "0768-1234567"
    draft.assessed_on, draft.assessed_at = draft.ends_on, "一号灶间"
    draft.practice_test = TestForm.PRACTICAL

    assert not_told_yet(draft) == ["Not told yet: which certificate the class aims at."]
