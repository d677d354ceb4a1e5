import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories.attendance import MarkFactory
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.teaching import people_around, trainer_of
from training.attendance import codes
from training.attendance.states import MarkStatus
from training.classes.states import ClassState

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def lesson():
    """A lesson that began just now."""
    training_class = TrainingClassFactory()
    now = timezone.now()
    user = trainer_of(training_class.provider)
    return LessonFactory(
        training_class=training_class, trainer=user.trainer, starts_at=now, ends_at=now + HOUR
    )


@pytest.fixture
def teacher(client, lesson):
    client.force_login(lesson.trainer.user)
    return client


def screen_of(lesson):
    return reverse("training:code_screen", args=[lesson.pk])


def test_the_screen_shows_the_code_of_this_moment(teacher, lesson):
    EnrolmentFactory(training_class=lesson.training_class)

    response = teacher.get(screen_of(lesson))

    assert codes.digits_match(lesson.pk, response.context["digits"], timezone.now())
    assertContains(response, 'class="segno"')
    assertContains(response, "0 of 1 are in")
    assert "no-store" in response["Cache-Control"]


def test_the_address_is_absolute_and_in_the_language_of_the_site(teacher, lesson, monkeypatch):
    drawn = []
    monkeypatch.setattr(codes, "drawn", lambda address: drawn.append(address) or "")

    teacher.get(screen_of(lesson))

    (address,) = drawn
    assert re.fullmatch(r"http://testserver/in/\d+-[0-9a-f]{20}/", address)
    assert codes.lesson_of_token(address.split("/")[-2], timezone.now()) == lesson.pk


def test_only_those_who_came_are_counted_and_nobody_is_named(teacher, lesson):
    here, away, _unmarked = EnrolmentFactory.create_batch(3, training_class=lesson.training_class)
    MarkFactory(lesson=lesson, enrolment=here, status=MarkStatus.LATE)
    MarkFactory(lesson=lesson, enrolment=away, status=MarkStatus.ABSENT)

    response = teacher.get(screen_of(lesson))

    assertContains(response, "1 of 3 are in")
    assertNotContains(response, here.person.name)


def test_it_renews_itself_with_and_without_script(teacher, lesson):
    page, part = teacher.get(screen_of(lesson)), teacher.get(screen_of(lesson) + "?part=1")

    assert 1 <= page.context["seconds"] <= 20
    assertContains(page, '<noscript><meta http-equiv="refresh"')
    assertContains(page, "training/code.js")
    assertContains(part, "data-seconds=")
    assertNotContains(part, "<html")


@pytest.mark.parametrize(
    ("starts", "said", "renewed"),
    [(2 * HOUR, "Check-in opens on", 60), (-3 * HOUR, "Check-in closed with the lesson", None)],
    ids=["too-early", "over"],
)
def test_no_code_is_shown_while_check_in_is_closed(starts, said, renewed, teacher, lesson):
    lesson.starts_at += starts
    lesson.ends_at += starts
    lesson.save()

    response = teacher.get(screen_of(lesson))

    assertContains(response, said)
    assertNotContains(response, response.context["digits"])
    assertNotContains(response, 'class="segno"')
    assert response.context["seconds"] == renewed


@pytest.mark.parametrize("what", ["lesson", "class"])
def test_no_code_for_what_does_not_take_place(what, teacher, lesson):
    lesson.cancelled = what == "lesson"
    lesson.save()
    if what == "class":
        lesson.training_class.state = ClassState.CANCELLED
        lesson.training_class.save()

    assertContains(teacher.get(screen_of(lesson)), "does not take place")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("trainer", 200),
        ("manager", 200),
        ("superuser", 200),
        ("officer", 404),
        ("assessor", 404),
        ("trainer-of-another-class", 404),
        ("manager-elsewhere", 404),
        ("village-officer", 404),
        ("employer", 404),
        ("worker", 404),
    ],
)
def test_who_may_show_the_code(who, status, client, lesson):
    client.force_login(people_around(lesson)[who])

    assert client.get(screen_of(lesson)).status_code == status


def test_a_visitor_is_asked_to_sign_in(client, lesson):
    assert reverse("training:sign_in") in client.get(screen_of(lesson))["Location"]


def test_the_screen_takes_as_many_queries_for_three_as_for_one(teacher, lesson, queries_for):
    EnrolmentFactory(training_class=lesson.training_class)
    one = queries_for(screen_of(lesson))
    EnrolmentFactory.create_batch(2, training_class=lesson.training_class)

    assert queries_for(screen_of(lesson)) == one
