from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory, worker_on
from tests.factories.policy import RuleFactory
from training.attendance.codes import digits_at, token_at
from training.attendance.models import Mark
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
NINE = timezone.make_aware(datetime(2026, 3, 2, 9))  # noqa: DTZ001
CHECK_IN = "training:check_in"


@pytest.fixture
def lesson():
    return LessonFactory(training_class=TrainingClassFactory(starts_on=NINE.date()))


@pytest.fixture
def enrolment(lesson):
    return EnrolmentFactory(training_class=lesson.training_class)


@pytest.fixture
def worker(client, enrolment):
    with time_machine.travel(NINE):
        user = worker_on("13800138000", enrolment.person)
        client.force_login(user)
    return user


def scan(client, lesson, at=NINE):
    with time_machine.travel(at, tick=False):
        return client.get(reverse("training:scan", args=[token_at(lesson.pk, at)]), follow=True)


def say(client, enrolment, at=NINE):
    with time_machine.travel(at, tick=False):
        return client.post(reverse(CHECK_IN), {"enrolment": enrolment.pk}, follow=True)


@pytest.mark.parametrize(
    ("minutes", "status", "sentence"),
    [(3, "present", "Present at 09:03"), (11, "late", "Late at 09:11")],
)
def test_a_scan_and_one_button_make_a_mark(
    client, lesson, enrolment, worker, minutes, status, sentence
):
    RuleFactory(key=RuleKey.LATE_AFTER_MINUTES, value=10)
    at = NINE + timedelta(minutes=minutes)

    scan(client, lesson, at)
    assert not Mark.objects.exists()
    response = say(client, enrolment, at)

    mark = Mark.objects.get()
    assert (mark.status, mark.method, mark.marked_by) == (status, "rotating-code", worker)
    assert sentence in response.text


def test_the_moment_of_scanning_counts_and_not_that_of_signing_in(client, lesson, enrolment):
    RuleFactory(key=RuleKey.LATE_AFTER_MINUTES, value=10)
    asked = scan(client, lesson, NINE)
    assert asked.redirect_chain[-1][0].startswith(reverse("training:sign_in"))

    with time_machine.travel(NINE + timedelta(minutes=12)):
        client.force_login(worker_on("13800138000", enrolment.person))
    say(client, enrolment, NINE + timedelta(minutes=12))

    mark = Mark.objects.get()
    assert (mark.status, mark.marked_at) == ("present", NINE)


def test_checking_in_again_changes_nothing(client, lesson, enrolment, worker):
    scan(client, lesson)
    say(client, enrolment)

    scan(client, lesson, NINE + timedelta(hours=1))
    response = say(client, enrolment, NINE + timedelta(hours=1))

    assert (Mark.objects.get().status, Mark.objects.get().marked_at) == ("present", NINE)
    assert "Present at 09:00" in response.text


def test_an_old_code_asks_to_scan_again(client, lesson, worker):
    with time_machine.travel(NINE + timedelta(minutes=2), tick=False):
        response = client.get(reverse("training:scan", args=[token_at(lesson.pk, NINE)]))

    assert response.status_code == 410
    assert "too old or was misread" in response.text
    assert "scan" not in client.session


def test_an_old_scan_is_worth_nothing(client, lesson, enrolment, worker):
    scan(client, lesson)

    say(client, enrolment, NINE + timedelta(minutes=31))

    assert not Mark.objects.exists()


def test_a_family_says_who_of_them_is_here(client, lesson, enrolment):
    sister = EnrolmentFactory(training_class=lesson.training_class)
    EnrolmentFactory(training_class=lesson.training_class)
    with time_machine.travel(NINE):
        client.force_login(worker_on("13800138000", enrolment.person, sister.person))

    page = scan(client, lesson)
    say(client, sister)

    assert set(page.context["form"].fields["enrolment"].queryset) == {enrolment, sister}
    assert Mark.objects.get().enrolment == sister


def test_nobody_checks_in_for_a_stranger(client, lesson, enrolment, worker):
    stranger = EnrolmentFactory(training_class=lesson.training_class)
    scan(client, lesson)

    say(client, stranger)

    assert not Mark.objects.exists()


def test_someone_without_a_seat_is_told_so_at_once(client, lesson):
    with time_machine.travel(NINE):
        client.force_login(worker_on("13800138009", PersonFactory()))

    page = scan(client, lesson)

    assert "Nobody signed in with this phone is enrolled in this class." in page.text


def test_nobody_checks_in_long_before_the_lesson(client, lesson, enrolment, worker):
    early = NINE - timedelta(hours=1)

    page = scan(client, lesson, early)
    say(client, enrolment, early)

    assert page.context["refusal"]
    assert not Mark.objects.exists()


# Without a camera


def type_digits(client, lesson, digits, at=NINE):
    with time_machine.travel(at, tick=False):
        return client.post(reverse(CHECK_IN), {"lesson": lesson.pk, "digits": digits})


def test_the_digits_stand_for_a_scan(client, lesson, enrolment, worker):
    response = type_digits(client, lesson, digits_at(lesson.pk, NINE))
    say(client, enrolment)

    assert response.url == reverse(CHECK_IN)
    assert Mark.objects.get().enrolment == enrolment


def test_wrong_digits_are_refused_with_a_sentence(client, lesson, worker):
    wrong = str((int(digits_at(lesson.pk, NINE)) + 1) % 10**6).zfill(6)

    response = type_digits(client, lesson, wrong)

    assert "too old or was misread" in response.text


def test_digits_cannot_be_guessed_for_long(client, lesson, worker):
    for _time in range(10):
        type_digits(client, lesson, "0")

    response = type_digits(client, lesson, digits_at(lesson.pk, NINE))

    assert "Too many tries" in response.text


def test_only_ones_own_lessons_of_now_are_offered(client, lesson, worker):
    LessonFactory(training_class=TrainingClassFactory(starts_on=NINE.date()))
    LessonFactory(
        training_class=lesson.training_class,
        starts_at=NINE + timedelta(days=1),
        ends_at=NINE + timedelta(days=1, hours=3),
    )

    with time_machine.travel(NINE, tick=False):
        page = client.get(reverse(CHECK_IN))

    assert list(page.context["lessons"]) == [lesson]


def test_another_persons_mark_is_not_shown(client, lesson, enrolment, worker):
    scan(client, lesson)
    say(client, enrolment)
    client.force_login(worker_on("13800138007"))

    response = client.get(f"{reverse(CHECK_IN)}?mark={Mark.objects.get().pk}")

    assert response.status_code == 404


@pytest.mark.parametrize("number", ["²", "0", "9" * 30, "x"])
def test_a_mark_that_is_no_number_is_not_found(client, worker, number):
    with time_machine.travel(NINE, tick=False):
        assert client.get(reverse(CHECK_IN), {"mark": number}).status_code == 404


def test_a_refused_scan_does_not_bar_the_way_to_the_right_lesson(client, lesson, enrolment, worker):
    other = LessonFactory(training_class=TrainingClassFactory(starts_on=NINE.date()))
    scan(client, other)

    type_digits(client, lesson, digits_at(lesson.pk, NINE))
    say(client, enrolment)

    assert Mark.objects.get().lesson == lesson
