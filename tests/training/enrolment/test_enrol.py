from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory, id_number
from tests.factories.policy import RuleFactory
from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.enrolment.actions import enrol, leave
from training.enrolment.errors import ClassFull, ClassNotOpen, NotEligible
from training.enrolment.models import Enrolment, with_free_seats
from training.enrolment.scope import Scope
from training.enrolment.states import EnrolmentState
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


def test_enrol_twice_returns_the_first_seat(by):
    person, training_class = PersonFactory(), TrainingClassFactory(seats=1)

    first = enrol(person, training_class, by=by)

    assert enrol(person, training_class, by=by) == first


def test_enrol_refuses_when_the_class_is_full(by):
    training_class = TrainingClassFactory(seats=1)
    enrol(PersonFactory(), training_class, by=by)

    with pytest.raises(ClassFull, match="its 1 seat is taken"):
        enrol(PersonFactory(), training_class, by=by)


def test_a_seat_given_back_can_be_taken(by):
    training_class = TrainingClassFactory(seats=1)
    leave(enrol(PersonFactory(), training_class, by=by), "", by=by)

    assert enrol(PersonFactory(), training_class, by=by).state == EnrolmentState.ENROLLED


@pytest.mark.parametrize("state", [s for s in ClassState if s != ClassState.APPROVED])
def test_only_an_approved_class_takes_people(state, by):
    with pytest.raises(ClassNotOpen):
        enrol(PersonFactory(), TrainingClassFactory(state=state), by=by)


def test_a_class_that_is_over_takes_nobody(by):
    over = TrainingClassFactory(starts_on=timezone.localdate() - timedelta(days=30))

    with pytest.raises(ClassNotOpen):
        enrol(PersonFactory(), over, by=by)


@pytest.mark.parametrize(
    ("serial", "born", "sentence"),
    [
        (1, date(2012, 1, 1), "at least 16 years"),
        (1, date(1960, 1, 1), "up to 60 years"),
        (2, date(1968, 1, 1), "up to 55 years"),
    ],
    ids=["child", "old-man", "old-woman"],
)
def test_age_limits_are_the_regions_and_told_in_words(serial, born, sentence, by):
    RuleFactory(key=RuleKey.MIN_AGE, value=16)
    RuleFactory(key=RuleKey.MAX_AGE_MEN, value=60)
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=55)
    person = PersonFactory(id_number=id_number(serial, born=f"{born:%Y%m%d}"))

    with pytest.raises(NotEligible, match=sentence):
        enrol(person, TrainingClassFactory(starts_on=date(2027, 1, 1)), by=by)


def test_the_last_day_before_the_limit_still_counts(by):
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=55)
    start = date(2027, 3, 11)
    person = PersonFactory(id_number=id_number(2, born="19710312"))  # 56 on 12 March 2027

    assert enrol(person, TrainingClassFactory(starts_on=start), by=by)


def test_the_same_course_is_not_taken_twice_nor_two_classes_at_once(by):
    seat = EnrolmentFactory()
    again = TrainingClassFactory(course=seat.training_class.course)

    with pytest.raises(NotEligible) as refusal:
        enrol(seat.person, again, by=by)

    assert refusal.value.messages == [
        "This person has already taken this course; it is subsidised once.",
        f"On these days you are already in the class “{seat.training_class}”.",
    ]


def test_whoever_withdrew_in_time_may_take_the_course_later(by):
    seat = EnrolmentFactory(state=EnrolmentState.WITHDRAWN)

    assert enrol(seat.person, TrainingClassFactory(course=seat.training_class.course), by=by)


def test_leaving_before_the_class_is_withdrawing_and_during_it_dropping_out(by):
    early = EnrolmentFactory()
    late = EnrolmentFactory(training_class__starts_on=timezone.localdate())

    assert leave(early, "", by=by).state == EnrolmentState.WITHDRAWN
    assert leave(late, "ill", by=by).state == EnrolmentState.DROPPED


def test_the_database_itself_refuses_a_second_seat():
    seat = EnrolmentFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        EnrolmentFactory(person=seat.person, training_class=seat.training_class)


def test_taken_seats_do_not_count_those_who_left():
    seat = EnrolmentFactory()
    EnrolmentFactory(training_class=seat.training_class, state=EnrolmentState.WITHDRAWN)

    assert with_free_seats(TrainingClass.objects.all()).get().taken == 1


def test_a_scope_never_shows_more_than_its_user_may_see(by, django_user_model):
    seat = EnrolmentFactory()
    nobody = django_user_model.objects.create_user("nobody")

    assert list(Enrolment.objects.within(Scope(by))) == [seat]
    assert not Enrolment.objects.within(Scope(nobody)).exists()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"starts": date(2026, 1, 1), "ends": date(2026, 1, 31)}, True),
        ({"starts": date(2026, 2, 1)}, False),
        ({"ends": date(2026, 1, 4)}, False),
    ],
    ids=["always", "in-the-month", "later", "earlier"],
)
def test_a_class_belongs_to_the_period_in_which_it_ended(changes, found, by):
    EnrolmentFactory(training_class__starts_on=date(2026, 1, 1))  # ends on the 5th

    assert Enrolment.objects.within(Scope(by, **changes)).exists() is found
