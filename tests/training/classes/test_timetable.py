from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.factories.classes import LessonFactory, TrainerFactory, TrainingClassFactory
from tests.factories.courses import CourseFactory
from training.classes.actions import conclude_class, revise_class, write_timetable
from training.classes.errors import NotOverYet, WrongState
from training.classes.states import ClassState
from training.classes.timetable import Session, days_between, lay_out

pytestmark = pytest.mark.django_db

MORNING = Session(time(8, 30), time(11, 30), Decimal(4))
AFTERNOON = Session(time(14), time(17), Decimal(4))
MODULES = [
    {"title": "刀工", "theory": 2, "practice": 6},
    {"title": "热菜", "theory": 1, "practice": 3.5},
]


def laid_out(course, days=10):
    first = date(2026, 3, 2)  # a Monday
    days = days_between(first, date(2026, 3, 1 + days), weekdays={0, 1, 2, 3, 4})
    return lay_out(course, days, [MORNING, AFTERNOON], trainer=None)


def told(lesson):
    starts, ends = (timezone.localtime(lesson[name]) for name in ("starts_at", "ends_at"))
    return (
        f"{starts:%d %H:%M}-{ends:%H:%M} {lesson['title']} {lesson['kind']} {lesson['class_hours']}"
    )


def test_the_modules_follow_each_other_theory_before_practice():
    lessons = laid_out(CourseFactory(modules=MODULES))

    assert [told(lesson) for lesson in lessons] == [
        "02 08:30-10:00 刀工 theory 2",
        "02 10:00-11:30 刀工 practice 2",
        "02 14:00-17:00 刀工 practice 4",
        "03 08:30-09:15 热菜 theory 1",
        "03 09:15-11:30 热菜 practice 3",
        "03 14:00-14:22 热菜 practice 0.5",
    ]


def test_a_course_without_modules_is_laid_out_by_its_hours():
    lessons = laid_out(CourseFactory(theory_hours=20, practice_hours=60), days=12)

    assert sum(lesson["class_hours"] for lesson in lessons) == 80
    assert {lesson["starts_at"].weekday() for lesson in lessons} == {0, 1, 2, 3, 4}


def test_when_the_days_run_out_the_timetable_is_short():
    assert sum(lesson["class_hours"] for lesson in laid_out(CourseFactory(), days=2)) == 16


def test_a_timetable_replaces_the_one_before(admin_user):
    old = LessonFactory(training_class__state=ClassState.DRAFT)
    training_class = old.training_class
    rows = lay_out(
        training_class.course,
        days_between(training_class.starts_on, training_class.ends_on, set(range(7))),
        [MORNING],
        old.trainer,
    )

    write_timetable(training_class, rows, by=admin_user)

    assert training_class.lessons.count() == 5
    assert not training_class.lessons.filter(pk=old.pk).exists()


def test_a_bad_lesson_leaves_the_old_timetable(admin_user):
    lesson = LessonFactory(training_class__state=ClassState.DRAFT)
    row = {
        "title": "刀工",
        "starts_at": lesson.ends_at,
        "ends_at": lesson.starts_at,
        "class_hours": 4,
        "trainer": lesson.trainer,
    }

    with pytest.raises(ValidationError):
        write_timetable(lesson.training_class, [row], by=admin_user)

    assert lesson.training_class.lessons.get() == lesson


@pytest.mark.parametrize("state", sorted(set(ClassState) - {ClassState.DRAFT, ClassState.RETURNED}))
def test_what_the_bureau_has_cannot_be_changed(admin_user, state):
    training_class = TrainingClassFactory(state=state)

    with pytest.raises(WrongState):
        revise_class(training_class, seats=12, by=admin_user)
    with pytest.raises(WrongState):
        write_timetable(training_class, [], by=admin_user)


def test_a_class_sent_back_can_be_changed(admin_user):
    training_class = TrainingClassFactory(state=ClassState.RETURNED)
    assessor = TrainerFactory(provider=training_class.provider)

    changed = revise_class(training_class, seats=12, assessor=assessor, by=admin_user)

    assert (changed.seats, changed.assessor) == (12, assessor)


def test_a_class_is_not_concluded_before_its_last_day(admin_user):
    with pytest.raises(NotOverYet):
        conclude_class(TrainingClassFactory(), by=admin_user)
