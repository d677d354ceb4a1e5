"""A rule changed in mid-enrolment does not touch what was already approved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.factories.assessment import ResultFactory
from tests.factories.attendance import MarkFactory
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import RegionFactory, VenueFactory
from tests.factories.people import PersonFactory
from tests.factories.policy import RuleFactory, usual_rules
from training.attendance.rules import status_at
from training.attendance.states import MarkStatus
from training.classes.actions import approve_class
from training.classes.models import TrainingClass
from training.classes.queries import book_of, books_of
from training.classes.states import ClassState
from training.completion.rules import sentences, shortfalls_of
from training.enrolment.rules import reasons_not_to_enrol
from training.policy.models import Rule
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


def filed(**facts):
    return TrainingClassFactory(state=ClassState.FILED, **facts)


def rule_anew(key, value):
    """The rule is written over, as an officer may on any day."""
    Rule.objects.filter(key=key).update(value=value)


def fresh(training_class):
    return TrainingClass.objects.select_related("venue__region").get(pk=training_class.pk)


def test_the_rules_of_an_approved_class_stay(by):
    RuleFactory(key=RuleKey.MAX_AGE_MEN, value=60)
    filed_class = filed()
    approved = approve_class(filed(), by=by)

    rule_anew(RuleKey.MAX_AGE_MEN, 50)

    assert book_of(fresh(approved)).value(RuleKey.MAX_AGE_MEN) == 60
    assert book_of(fresh(filed_class)).value(RuleKey.MAX_AGE_MEN) == 50


def test_what_is_kept_tells_all_about_the_rule(by):
    county = RegionFactory(name="湘桥区", name_en="Xiangqiao District")
    rule = RuleFactory(
        key=RuleKey.PAPER,
        subject="unemployed",
        region=county,
        value=1,
        words="就业创业证",
        words_en="Employment permit",
        source="某文件",
        source_url="https://example.org/1",
        valid_to=date(2099, 12, 31),
    )
    approved = approve_class(filed(venue__region=county), by=by)
    rule.delete()

    kept = book_of(fresh(approved)).rule(RuleKey.PAPER, "unemployed")

    assert (kept.pk is not None, kept.value, kept.wording) == (True, 1, "Employment permit")
    assert (kept.source, kept.source_url) == ("某文件", "https://example.org/1")
    assert (kept.valid_from, kept.valid_to) == (rule.valid_from, date(2099, 12, 31))
    assert str(kept.region) == "Xiangqiao District"


def test_the_book_of_an_approved_class_asks_nothing(by, django_assert_num_queries):
    usual_rules()
    approved = fresh(approve_class(filed(), by=by))

    with django_assert_num_queries(0):
        assert book_of(approved).value(RuleKey.MIN_ATTENDANCE) == Decimal(80)


def test_approving_twice_keeps_the_first_rules(by):
    RuleFactory(key=RuleKey.MIN_AGE, value=16)
    approved = approve_class(filed(), by=by)
    rule_anew(RuleKey.MIN_AGE, 18)

    approve_class(approved, by=by)

    assert book_of(fresh(approved)).value(RuleKey.MIN_AGE) == 16


def test_a_limit_made_after_the_approval_does_not_bind(by):
    approved = approve_class(filed(), by=by)
    RuleFactory(key=RuleKey.CLASSES_IN_ALL, value=3)

    assert book_of(fresh(approved)).find(RuleKey.CLASSES_IN_ALL) is None


def test_a_pass_mark_nobody_had_ruled_may_still_be_ruled(by):
    """Or nobody of such a class could ever be concluded."""
    approved = approve_class(filed(), by=by)
    usual_rules()

    assert book_of(fresh(approved)).value(RuleKey.PASS_MARK_THEORY) == 60
    assert book_of(fresh(approved)).find(RuleKey.MINUTES_PER_CLASS_HOUR) is None


def test_a_class_approved_before_rules_were_kept_goes_by_the_rules_of_today():
    RuleFactory(value=80)
    approved = TrainingClassFactory(state=ClassState.APPROVED)
    rule_anew(RuleKey.MIN_ATTENDANCE, 85)

    assert (approved.ruled, book_of(approved).value(RuleKey.MIN_ATTENDANCE)) == (None, 85)


def test_the_books_of_many_classes_are_one_query(by, django_assert_num_queries):
    usual_rules()
    held = [approve_class(filed(), by=by) for _ in range(3)]
    waiting = [filed(starts_on=date(2026, 3, day)) for day in (1, 2, 3)]
    rule_anew(RuleKey.MIN_ATTENDANCE, 85)
    classes = [fresh(row) for row in (*held, *waiting)]

    with django_assert_num_queries(1):
        books = books_of(classes)

    values = [books[row.pk].value(RuleKey.MIN_ATTENDANCE) for row in classes]
    assert values == [80, 80, 80, 85, 85, 85]


# what hangs on it


@pytest.fixture
def seat(by):
    """Somebody who attended three of four hours and scored 65 in a class approved long ago."""
    usual_rules()
    rule_anew(RuleKey.MIN_ATTENDANCE, 75)
    training_class = approve_class(filed(), by=by)
    enrolment = EnrolmentFactory(training_class=fresh(training_class))
    for number in range(4):
        lesson = LessonFactory(training_class=training_class, title=f"第{number}课")
        status = MarkStatus.PRESENT if number else MarkStatus.ABSENT
        MarkFactory(enrolment=enrolment, lesson=lesson, status=status)
    ResultFactory(enrolment=enrolment, theory=65, practice=65)
    return enrolment


def test_a_pass_mark_raised_later_fails_nobody(seat):
    assert sentences(shortfalls_of(seat)) == []

    for key in (RuleKey.PASS_MARK_THEORY, RuleKey.PASS_MARK_PRACTICE, RuleKey.MIN_ATTENDANCE):
        rule_anew(key, 90)

    assert sentences(shortfalls_of(seat)) == []
    TrainingClass.objects.update(ruled=None)
    seat.training_class.refresh_from_db()
    assert len(sentences(shortfalls_of(seat))) == 3  # they would have


def test_an_age_lowered_later_turns_nobody_away_from_an_approved_class(by):
    RuleFactory(key=RuleKey.MAX_AGE_MEN, value=60)
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=60)
    venue = VenueFactory()
    approved = approve_class(filed(venue=venue), by=by)
    person = PersonFactory()
    age = person.age_on(approved.starts_on)
    rule_anew(RuleKey.MAX_AGE_MEN, age - 1)
    rule_anew(RuleKey.MAX_AGE_WOMEN, age - 1)

    assert reasons_not_to_enrol(person, fresh(approved)) == []
    assert reasons_not_to_enrol(person, filed(venue=venue)) == [
        f"Subsidised training is for people up to {age - 1} years of age."
    ]


def test_minutes_of_grace_stay_as_they_were(by):
    RuleFactory(key=RuleKey.LATE_AFTER_MINUTES, value=10)
    lesson = LessonFactory(training_class=approve_class(filed(), by=by))
    rule_anew(RuleKey.LATE_AFTER_MINUTES, 0)
    lesson.refresh_from_db()

    at = lesson.starts_at + timedelta(minutes=5)

    assert status_at(lesson, at) == MarkStatus.PRESENT
