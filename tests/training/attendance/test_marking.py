from datetime import timedelta

import pytest
from django import forms
from wagtail import hooks
from wagtail.models import ModelLogEntry

from tests.factories.attendance import MarkFactory
from tests.factories.classes import LessonFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import UserFactory
from tests.factories.people import PersonFactory
from tests.factories.policy import RuleFactory
from training.attendance.actions import mark
from training.attendance.errors import LessonNotHeld
from training.attendance.methods import AttendanceMethod, attendance_methods
from training.attendance.models import Mark
from training.attendance.queries import hours_of
from training.attendance.rules import check_in_is_open, status_at
from training.attendance.states import MarkStatus
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    return LessonFactory()


def trainees(lesson, count=1, **kwargs):
    return EnrolmentFactory.create_batch(count, training_class=lesson.training_class, **kwargs)


def test_marking_twice_is_one_mark_and_one_line_of_history(lesson, by):
    (seat,) = trainees(lesson)

    for _ in range(2):
        mark(lesson, [(seat, MarkStatus.PRESENT)], method="roll-call", by=by)

    assert Mark.objects.get().status == MarkStatus.PRESENT
    assert ModelLogEntry.objects.filter(action="training.mark").count() == 1


def test_a_correction_keeps_what_it_replaced(lesson, by):
    (seat,) = trainees(lesson)
    mark(lesson, [(seat, MarkStatus.ABSENT)], method="roll-call", by=by)

    mark(lesson, [(seat, MarkStatus.LATE)], method="rotating-code", by=by)

    entry = ModelLogEntry.objects.get(action="training.correct_mark")
    assert Mark.objects.get().status == MarkStatus.LATE
    assert entry.data["replaced"] == {"status": "absent", "method": "roll-call"}


def test_each_trainee_of_a_roll_has_a_history_of_their_own(lesson, by):
    roll = [(seat, MarkStatus.PRESENT) for seat in trainees(lesson, 3)]

    mark(lesson, roll, method="roll-call", by=by)

    assert len(set(ModelLogEntry.objects.values_list("uuid", flat=True))) == 3


def test_a_seat_in_another_class_is_not_marked(lesson, by):
    mark(lesson, [(EnrolmentFactory(), MarkStatus.PRESENT)], method="roll-call", by=by)

    assert not Mark.objects.exists()


def test_a_lesson_that_was_called_off_has_no_roll(by):
    lesson = LessonFactory(cancelled=True)

    with pytest.raises(LessonNotHeld):
        mark(lesson, [], method="roll-call", by=by)


@pytest.mark.parametrize(
    ("minutes", "status"), [(-5, "present"), (0, "present"), (10, "present"), (11, "late")]
)
def test_late_begins_after_the_minutes_of_grace(minutes, status, lesson):
    RuleFactory(key=RuleKey.LATE_AFTER_MINUTES, value=10)

    assert status_at(lesson, lesson.starts_at + timedelta(minutes=minutes)) == status


def test_without_a_rule_there_is_no_grace(lesson):
    assert status_at(lesson, lesson.starts_at + timedelta(seconds=1)) == MarkStatus.LATE


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-31, False), (-30, True), (180, True), (181, False)]
)
def test_the_door_opens_half_an_hour_before_and_closes_with_the_lesson(minutes, is_open, lesson):
    assert check_in_is_open(lesson, lesson.starts_at + timedelta(minutes=minutes)) is is_open


def test_a_blank_row_of_the_roll_is_not_an_absence(lesson):
    present, _uncalled = trainees(lesson, 2)
    roll_call = attendance_methods()["roll-call"]
    form = roll_call.form(lesson, {f"mark_{present.pk}": "present"})

    assert form.is_valid()
    assert roll_call.presences(form) == [(present, MarkStatus.PRESENT)]


def test_one_may_check_in_only_those_of_ones_own_phone(lesson):
    user = UserFactory()
    (mine,) = trainees(lesson, person=PersonFactory(user=user))
    (other,) = trainees(lesson)
    code = attendance_methods()["rotating-code"]

    good = code.form(lesson, {"enrolment": mine.pk}, user=user, scanned_at=lesson.starts_at)
    bad = code.form(lesson, {"enrolment": other.pk}, user=user, scanned_at=lesson.starts_at)

    assert good.is_valid()
    assert code.presences(good) == [(mine, MarkStatus.PRESENT)]
    assert not bad.is_valid()


def test_a_slow_sign_in_does_not_make_one_late(lesson):
    user = UserFactory()
    (mine,) = trainees(lesson, person=PersonFactory(user=user))
    code = attendance_methods()["rotating-code"]
    form = code.form(lesson, {"enrolment": mine.pk}, user=user, scanned_at=lesson.starts_at)
    form.is_valid()

    assert code.presences(form)[0][1] == MarkStatus.PRESENT


class Bell(AttendanceMethod):
    """What another package might bring: whoever rang the bell was there."""

    slug, label = "bell", "Bell"

    def form(self, lesson, data=None, user=None):
        form = forms.Form(data)
        form.lesson = lesson
        return form

    def presences(self, form):
        seats = form.lesson.training_class.enrolments.seated()
        return [(seat, MarkStatus.PRESENT) for seat in seats]


def test_a_package_adds_a_method_without_touching_ours(lesson, by):
    trainees(lesson, 2)
    with hooks.register_temporarily("register_attendance_methods", Bell):
        bell = attendance_methods()["bell"]
        mark(lesson, bell.presences(bell.form(lesson)), method=bell.slug, by=by)

    assert list(Mark.objects.values_list("method", "status")) == [("bell", "present")] * 2


def test_hours_count_attended_marked_and_planned(lesson):
    (seat,) = trainees(lesson)
    late, absent, called_off = LessonFactory.create_batch(
        3, training_class=lesson.training_class, class_hours=2
    )
    MarkFactory(enrolment=seat, lesson=lesson, status=MarkStatus.PRESENT)
    MarkFactory(enrolment=seat, lesson=late, status=MarkStatus.LATE)
    MarkFactory(enrolment=seat, lesson=absent, status=MarkStatus.ABSENT)
    MarkFactory(enrolment=seat, lesson=called_off, status=MarkStatus.PRESENT)
    called_off.cancelled = True
    called_off.save()

    hours = hours_of(seat)

    assert (hours.attended, hours.marked, hours.planned) == (6, 8, 8)
    assert hours.share_of_planned == 75


def test_a_class_without_lessons_has_no_share_rather_than_zero():
    assert hours_of(EnrolmentFactory()).share_of_planned is None
