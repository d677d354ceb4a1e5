from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory
from training.classes.actions import cancel_class
from training.classes.models import TrainingClass
from training.classes.signals import class_changed
from training.enrolment.reminders import message_class, readers_of, remind
from training.enrolment.states import EnrolmentState
from training.notices.errors import NobodySeated
from training.notices.models import Message
from training.notices.states import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"
    settings.WAGTAILADMIN_BASE_URL = "https://yiji.example/"


@pytest.fixture
def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def training_class(tomorrow):
    row = TrainingClassFactory(
        starts_on=tomorrow, course__name="育婴员", venue__name="桥东基地", note="身份证。\n围裙。"
    )
    LessonFactory(training_class=row)
    return row


def seat(training_class, **facts):
    return EnrolmentFactory(training_class=training_class, **facts)


def texts():
    return [message.text for message in Message.objects.order_by("pk")]


def change(training_class, **before):
    class_changed.send(TrainingClass, training_class=training_class, before=before, by=None)


def test_who_has_a_seat_is_told_when_where_and_what_to_bring(training_class, tomorrow):
    seat(training_class)
    seat(training_class, state=EnrolmentState.WITHDRAWN)

    assert remind(tomorrow) == 1

    [message] = Message.objects.all()
    when, number = f"{tomorrow.day} {tomorrow:%B}, 09:00", training_class.pk
    assert message.kind == Kind.REMINDER
    assert message.text.startswith(f"“{training_class.course.label}” begins {when}, 桥东基地.")
    assert "身份证。 围裙。 https://yiji.example/" in message.text
    assert message.text.endswith(f"/classes/{number}/")


def test_reminding_twice_writes_once(training_class, tomorrow):
    seat(training_class)
    out = StringIO()

    for _day in range(2):
        call_command("remind", stdout=out)

    assert len(texts()) == 1
    assert out.getvalue() == "People reminded: 1.\n" * 2


def test_a_class_that_moved_is_reminded_of_on_its_new_day(training_class, tomorrow):
    seat(training_class)
    remind(tomorrow)
    training_class.lessons.update(
        starts_at=timezone.now() + timedelta(days=2), ends_at=timezone.now() + timedelta(days=3)
    )

    assert [remind(tomorrow), remind(tomorrow + timedelta(days=1))] == [0, 1]
    assert len(texts()) == 2


def test_a_first_lesson_that_does_not_take_place_is_not_the_first(training_class, tomorrow):
    seat(training_class)
    training_class.lessons.update(cancelled=True)
    second = LessonFactory(
        training_class=training_class,
        starts_at=timezone.now() + timedelta(days=3),
        ends_at=timezone.now() + timedelta(days=3, hours=2),
    )

    assert remind(tomorrow) == 0
    assert remind(timezone.localdate(second.starts_at)) == 1


def test_a_class_without_a_timetable_begins_on_its_first_day(tomorrow):
    seat(TrainingClassFactory(starts_on=tomorrow))

    assert remind(tomorrow) == 1


@pytest.mark.parametrize("state", ["draft", "filed", "cancelled", "concluded"])
def test_only_a_class_that_is_coming_is_reminded_of(training_class, tomorrow, state):
    seat(training_class)
    TrainingClass.objects.update(state=state)

    assert remind(tomorrow) == 0


def test_a_reminder_is_not_sent_once_the_class_has_begun(training_class, tomorrow):
    seat(training_class)
    remind(tomorrow)

    assert Message.objects.get().expires_at == training_class.lessons.get().starts_at


def test_each_of_a_family_is_named(training_class, tomorrow):
    for name in ("陈大文", "陈小文"):
        seat(training_class, person=PersonFactory(name=name, phone="13800138000"))

    remind(tomorrow)

    assert ["陈大文" in texts()[0], "陈小文" in texts()[1]] == [True, True]


def test_everybody_with_a_seat_is_told_of_a_cancelled_class(training_class, by):
    seat(training_class)

    cancel_class(training_class, "师傅病了", by=by)
    cancel_class(training_class, "师傅病了", by=by)

    [message] = Message.objects.all()
    assert message.kind == Kind.CANCELLED
    assert "is cancelled" in message.text
    assert training_class.course.label in message.text


def test_each_change_of_day_or_place_is_told(training_class):
    seat(training_class)

    change(training_class, starts_on=timezone.localdate())
    change(training_class, venue=None)
    change(training_class, seats=20)

    assert ["has changed" in text for text in texts()] == [True, True]


def test_a_lesson_that_moved_is_told_with_its_old_and_its_new_hour(training_class, tomorrow):
    seat(training_class)
    lesson = training_class.lessons.get()
    was = lesson.starts_at
    training_class.lessons.update(
        starts_at=was + timedelta(hours=5), ends_at=was + timedelta(hours=8)
    )

    change(training_class, lessons={lesson.pk: {"starts_at": was}})

    day = f"{tomorrow.day} {tomorrow:%B}"
    assert f"the lesson of {day}, 09:00 is now {day}, 14:00, 桥东基地." in texts()[0]


def test_a_lesson_called_off_and_several_at_once_are_told(training_class):
    seat(training_class)
    first, second = training_class.lessons.get(), LessonFactory(training_class=training_class)
    training_class.lessons.filter(pk=first.pk).update(cancelled=True)

    change(training_class, lessons={first.pk: {"cancelled": False}})
    change(training_class, lessons={row.pk: {"room": None} for row in (first, second)})
    change(training_class, lessons={second.pk: {"trainer": None}})

    told = texts()
    assert "does not take place" in told[0]
    assert "2 lessons have changed" in told[1]
    assert len(told) == 2


def test_one_message_goes_to_this_class_only(training_class, by):
    seated, silent = seat(training_class), seat(training_class, person__phone="")
    seat(TrainingClassFactory())

    readers = message_class(training_class, " 明天请带\n围裙 ", by=by)

    assert (readers.reached, readers.without) == ([seated.person], [silent.person])
    [message] = Message.objects.all()
    assert (message.person, message.text, message.written_by) == (
        seated.person,
        "明天请带 围裙",
        by,
    )


def test_the_same_words_the_same_day_are_one_message(training_class, by):
    seat(training_class)
    message_class(training_class, "明天请带围裙", by=by)
    late = seat(training_class)

    message_class(training_class, "明天请带围裙", by=by)
    message_class(training_class, "明天不上课", by=by)

    assert Message.objects.filter(text__isnull=False).count() == 4
    assert Message.objects.filter(person=late.person).count() == 2


def test_an_empty_class_is_not_written_to(training_class, by):
    with pytest.raises(NobodySeated):
        message_class(training_class, "甲", by=by)


def test_finding_the_readers_costs_the_same_for_one_and_for_three(training_class):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            readers_of(training_class)
        return len(captured)

    seat(training_class, person__phone="")
    one = cost()
    for _more in range(2):
        seat(training_class, person__phone="")

    assert cost() == one
