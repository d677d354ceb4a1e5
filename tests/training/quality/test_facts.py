"""The facts of a class, read from real rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.assessment import ResultFactory
from tests.factories.attendance import MarkFactory
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import UserFactory
from tests.factories.outcomes import OutcomeFactory
from tests.factories.surveys import QuestionFactory, TallyFactory
from training.assessment.states import Moment
from training.attendance.states import MarkStatus
from training.classes.states import ClassState
from training.completion.models import Completion
from training.enrolment.scope import Scope
from training.enrolment.states import EnrolmentState
from training.outcomes.states import Contact, Work
from training.quality.queries import facts_within
from training.surveys.models import Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope():
    return Scope(UserFactory(is_superuser=True))


def class_of_last_year(**changes):
    day = timezone.localdate() - timedelta(days=300)
    return TrainingClassFactory(starts_on=day - timedelta(days=4), ends_on=day, **changes)


def full_class():
    """Three trainees (one left) with a bit of everything, and one who withdrew."""
    training_class = class_of_last_year(planned=4)
    a, b, c = (EnrolmentFactory(training_class=training_class) for _ in range(3))
    c.state, c.left_on = EnrolmentState.DROPPED, training_class.starts_on - timedelta(days=1)
    c.seat = None
    c.save()
    withdrawn = EnrolmentFactory(training_class=training_class, state=EnrolmentState.WITHDRAWN)
    lesson = LessonFactory(training_class=training_class, class_hours=4)
    LessonFactory(training_class=training_class, class_hours=4, cancelled=True)
    MarkFactory(enrolment=a, lesson=lesson)
    MarkFactory(enrolment=b, lesson=lesson, status=MarkStatus.ABSENT)
    MarkFactory(enrolment=withdrawn, lesson=lesson)
    ResultFactory(enrolment=a, moment=Moment.BEFORE, theory=40, practice=None)
    ResultFactory(enrolment=a, moment=Moment.AFTER, theory=70, practice=90)
    ResultFactory(enrolment=b, moment=Moment.BEFORE, theory=50, practice=None)
    ResultFactory(enrolment=b, moment=Moment.AFTER, theory=None, practice=90)
    overall = QuestionFactory(overall=True)
    TallyFactory(training_class=training_class, question=overall, value=5, count=2)
    TallyFactory(training_class=training_class, question=QuestionFactory(), value=1, count=2)
    for enrolment, spent in ((a, True), (b, True), (c, False)):
        Invitation.objects.create(enrolment=enrolment, spent=spent)
        Completion.objects.create(
            enrolment=enrolment, completed=enrolment == a, concluded_at=timezone.now()
        )
    OutcomeFactory(enrolment=a, work=Work.SELF_EMPLOYED)
    OutcomeFactory(enrolment=b, work=Work.UNKNOWN, contact=Contact.REFUSED)
    OutcomeFactory(enrolment=b, months=3, work=Work.EMPLOYEE)
    return training_class


def test_a_class_in_numbers(scope):
    full_class()

    (facts,) = facts_within(scope)

    assert (facts.planned, facts.trainees, facts.left) == (4, 3, 1)
    assert (facts.concluded, facts.completed, facts.certified) == (3, 1, 0)
    assert (facts.invited, facts.answered, facts.answers) == (3, 2, (0, 0, 0, 0, 2))
    assert (facts.at_work, facts.not_working) == (1, 0)
    assert facts.followed_up
    assert facts.over


def test_hours_leave_out_called_off_lessons_and_those_after_leaving(scope):
    full_class()

    (facts,) = facts_within(scope)

    assert (facts.hours_held, facts.hours_marked, facts.hours_attended) == (8, 8, 4)


def test_only_the_same_parts_tested_twice_make_a_pair(scope):
    full_class()

    (facts,) = facts_within(scope)

    assert facts.pairs == ((40, 70),)


def test_only_classes_the_bureau_approved_count(scope):
    class_of_last_year(state=ClassState.FILED)
    class_of_last_year(state=ClassState.CANCELLED)

    assert facts_within(scope) == []


def test_one_class_costs_as_many_queries_as_three(scope, django_assert_num_queries):
    def read():
        return facts_within(scope)

    full_class()
    with django_assert_num_queries(8):
        assert len(read()) == 1

    for _ in range(2):
        enrolment = EnrolmentFactory(training_class=class_of_last_year())
        ResultFactory(enrolment=enrolment)
        MarkFactory(enrolment=enrolment)
    with django_assert_num_queries(8):
        assert len(read()) == 3
