from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories.assessment import ResultFactory
from tests.factories.attendance import MarkFactory
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.policy import usual_rules
from tests.factories.teaching import people_around, trainer_of
from training.attendance.states import MarkStatus
from training.completion.models import Completion
from training.completion.standings import standings_in
from training.enrolment.states import EnrolmentState

pytestmark = pytest.mark.django_db

ABSENT = {"status": MarkStatus.ABSENT}


@pytest.fixture
def lessons():
    """Ten lessons of four class hours: of forty hours, eight may be missed."""
    usual_rules()
    training_class = TrainingClassFactory()
    trainer = trainer_of(training_class.provider).trainer
    first = LessonFactory(training_class=training_class, trainer=trainer)
    return [
        first,
        *(
            LessonFactory(
                training_class=training_class,
                trainer=trainer,
                starts_at=first.starts_at + timedelta(days=day),
            )
            for day in range(1, 10)
        ),
    ]


@pytest.fixture
def seat(lessons):
    return EnrolmentFactory(training_class=lessons[0].training_class)


@pytest.fixture
def teacher(client, lessons):
    client.force_login(lessons[0].trainer.user)
    return client


def page_of(lessons):
    return reverse("training:teach_class", args=[lessons[0].training_class_id])


def standing(seat, by):
    (found,) = standings_in(seat.training_class, by)
    return found


@pytest.mark.parametrize(
    ("missed", "lacking"),
    [
        (0, []),
        (1, ["Missed 4 class hours and may miss 4 more."]),
        (2, ["Missed 8 class hours and may miss 0 more."]),
        (3, ["Missed 12 class hours: 80 % cannot be reached any more."]),
    ],
)
def test_hours_missed_are_said_while_they_can_still_be_saved(missed, lacking, lessons, seat, by):
    for lesson in lessons[:missed]:
        MarkFactory(enrolment=seat, lesson=lesson, **ABSENT)

    assert standing(seat, by).lacking == lacking


def test_a_lesson_called_off_was_not_missed(lessons, seat, by):
    MarkFactory(enrolment=seat, lesson=lessons[0], **ABSENT)
    lessons[0].cancelled = True
    lessons[0].save()

    found = standing(seat, by)

    assert (found.lacking, found.planned) == ([], "36")


def test_a_test_not_held_yet_is_no_shortfall_but_a_failed_one_is(seat, by):
    assert standing(seat, by).lacking == []

    ResultFactory(enrolment=seat, theory=50, practice=80)

    assert standing(seat, by).lacking == ["Theory: 50 of 100; 60 are needed."]


def test_once_concluded_the_page_says_what_was_found(seat, by):
    Completion.objects.create(
        enrolment=seat,
        completed=False,
        shortfalls=[{"rule": "attendance", "have": "70", "need": "80"}],
        concluded_at=seat.enrolled_at,
    )

    assert standing(seat, by).lacking == ["Attended 70 % of the class hours; 80 % are needed."]


def test_nothing_is_asked_of_those_who_left(lessons, seat, by):
    MarkFactory(enrolment=seat, lesson=lessons[0], **ABSENT)
    seat.state, seat.seat = EnrolmentState.DROPPED, None
    seat.save()

    assert standing(seat, by).lacking == []


def test_the_page_tells_how_many_were_marked_and_tested(teacher, lessons, seat):
    MarkFactory(enrolment=seat, lesson=lessons[0])
    other = EnrolmentFactory(training_class=seat.training_class)
    ResultFactory(enrolment=other, moment="before", theory=40, practice=20)

    response = teacher.get(page_of(lessons))

    assertContains(response, "1 of 2 marked")
    assertContains(response, "1 of 2 filed")
    assertContains(response, "4 of 40")


def test_those_who_file_no_results_are_not_sent_there(client, lessons):
    client.force_login(people_around(lessons[0])["officer"])

    assertNotContains(client.get(page_of(lessons)), "Results of the test")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("trainer", 200),
        ("manager", 200),
        ("assessor", 200),
        ("superuser", 200),
        ("officer", 200),
        ("trainer-of-another-class", 404),
        ("manager-elsewhere", 404),
        ("officer-elsewhere", 404),
        ("village-officer", 404),
        ("employer", 404),
        ("worker", 404),
    ],
)
def test_who_may_look_into_a_class(who, status, client, lessons):
    client.force_login(people_around(lessons[0])[who])

    assert client.get(page_of(lessons)).status_code == status


def test_a_visitor_is_asked_to_sign_in(client, lessons):
    assert reverse("training:sign_in") in client.get(page_of(lessons))["Location"]


def test_the_page_takes_as_many_queries_for_three_as_for_one(teacher, lessons, seat, queries_for):
    one = queries_for(page_of(lessons))
    for _ in range(2):
        more = EnrolmentFactory(training_class=seat.training_class)
        MarkFactory(enrolment=more, lesson=lessons[0], **ABSENT)
        ResultFactory(enrolment=more, theory=10)

    assert queries_for(page_of(lessons)) == one
