from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.classes import (
    LessonFactory,
    RoomFactory,
    TrainerFactory,
    TrainingClassFactory,
)
from tests.factories.courses import CourseFactory
from training.classes.actions import approve_class, file_class, write_timetable
from training.classes.clashes import clashes_of
from training.classes.errors import LessonsClash, NotReady
from training.classes.queries import clashing_lessons
from training.classes.states import ClassState

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked():
    """A lesson of an approved class, in a room."""
    training_class = TrainingClassFactory()
    return LessonFactory(
        training_class=training_class, room=RoomFactory(venue=training_class.venue, name="一号灶间")
    )


def draft_beside(lesson, **kwargs):
    row = lesson.training_class
    return TrainingClassFactory(
        venue=row.venue, starts_on=row.starts_on, state=ClassState.DRAFT, **kwargs
    )


def at_the_time_of(lesson, training_class, **kwargs):
    facts = {"starts_at": lesson.starts_at, "ends_at": lesson.ends_at, **kwargs}
    facts.setdefault("trainer", TrainerFactory(provider=training_class.provider))
    return LessonFactory.build(training_class=training_class, **facts)


def fields(lesson):
    names = ("title", "kind", "starts_at", "ends_at", "class_hours", "trainer", "room")
    return {name: getattr(lesson, name) for name in names}


def test_a_trainer_does_not_teach_two_classes_at_once(by, booked):
    draft = draft_beside(booked)
    free = at_the_time_of(booked, draft)
    taken = at_the_time_of(
        booked, draft, trainer=booked.trainer, starts_at=booked.ends_at - timedelta(minutes=1),
        ends_at=booked.ends_at + timedelta(hours=1),
    )  # fmt: skip

    with pytest.raises(LessonsClash) as refusal:
        write_timetable(draft, [fields(free), fields(taken)], by=by)

    assert refusal.value.by_line == {
        1: [f"{booked.trainer} teaches {booked.training_class} then (09:00–12:00)."]
    }
    assert not draft.lessons.exists()


def test_a_room_holds_one_class_at_a_time(by, booked):
    draft = draft_beside(booked)
    lesson = at_the_time_of(booked, draft, room=booked.room)

    with pytest.raises(LessonsClash) as refusal:
        write_timetable(draft, [fields(lesson)], by=by)

    assert refusal.value.messages == [
        f"The room 一号灶间 is used by {booked.training_class} then (09:00–12:00)."
    ]


def test_the_next_lesson_begins_as_the_last_one_ends(by, booked):
    draft = draft_beside(booked)
    after = at_the_time_of(
        booked,
        draft,
        trainer=booked.trainer,
        room=booked.room,
        starts_at=booked.ends_at,
        ends_at=booked.ends_at + timedelta(hours=2),
    )

    assert len(write_timetable(draft, [fields(after)], by=by)) == 1


def test_what_another_draft_wants_is_told_and_not_refused(by, booked):
    booked.training_class.state = ClassState.DRAFT
    booked.training_class.save()
    draft = draft_beside(booked)
    lesson = at_the_time_of(booked, draft, trainer=booked.trainer, room=booked.room)

    saved = write_timetable(draft, [fields(lesson)], by=by)

    row, hours = booked.training_class, "(09:00–12:00), not approved yet."
    assert [str(clash) for clash in clashes_of(saved)] == [
        f"{booked.trainer} is to teach {row} then {hours}",
        f"The room 一号灶间 is wanted by {row} too {hours}",
    ]


@pytest.mark.parametrize("gone", ["lesson", "class"])
def test_what_was_called_off_books_nothing(gone, by, booked):
    if gone == "lesson":
        booked.cancelled = True
        booked.save()
    else:
        booked.training_class.state = ClassState.CANCELLED
        booked.training_class.save()
    draft = draft_beside(booked)

    assert clashes_of([at_the_time_of(booked, draft, trainer=booked.trainer)]) == []


def test_within_a_class_a_trainer_stands_in_one_place(by):
    draft = TrainingClassFactory(state=ClassState.DRAFT)
    first = LessonFactory.build(
        training_class=draft, trainer=TrainerFactory(provider=draft.provider, name="李老师")
    )
    second = at_the_time_of(first, draft, trainer=first.trainer)
    room = RoomFactory(venue=draft.venue)
    together = at_the_time_of(first, draft, room=room)
    first.room = room

    with pytest.raises(LessonsClash) as refusal:
        write_timetable(draft, [fields(row) for row in (first, second, together)], by=by)

    assert refusal.value.by_line == {
        1: [f"李老师 teaches “{first.title}” then (09:00–12:00)."]
    }  # two trainers in one room teach together


def test_a_whole_timetable_is_asked_in_one_query(booked):
    draft = draft_beside(booked)

    def lessons(count):
        return [at_the_time_of(booked, draft, trainer=booked.trainer) for _number in range(count)]

    few, many = lessons(1), lessons(3)
    with CaptureQueriesContext(connection) as one:
        clashes_of(few)
    with CaptureQueriesContext(connection) as three:
        clashes_of(many)

    assert (len(one), len(three)) == (1, 1)


def test_writing_costs_the_same_for_one_lesson_and_for_three(by, booked):
    draft = draft_beside(booked)

    def rows(count):
        return [
            fields(at_the_time_of(booked, draft, room=RoomFactory(venue=draft.venue)))
            for _number in range(count)
        ]

    few, many = rows(1), rows(3)
    write_timetable(draft, few, by=by)
    with CaptureQueriesContext(connection) as one:
        write_timetable(draft, few, by=by)
    with CaptureQueriesContext(connection) as three:
        write_timetable(draft, many, by=by)

    assert len(three) == len(one)


def ready_beside(booked):
    draft = draft_beside(booked, course=CourseFactory(theory_hours=4, practice_hours=0))
    lesson = at_the_time_of(booked, draft, trainer=booked.trainer)
    lesson.save()
    return draft


def test_a_clash_that_came_later_stops_the_filing(by, booked):
    draft = ready_beside(booked)

    with pytest.raises(NotReady, match="teaches"):
        file_class(draft, by=by)


def test_of_two_that_were_filed_one_is_approved(by, booked):
    booked.training_class.state = ClassState.FILED
    booked.training_class.save()
    other = file_class(ready_beside(booked), by=by)

    approve_class(booked.training_class, by=by)

    with pytest.raises(NotReady) as refusal:
        approve_class(other, by=by)
    (sentence,) = refusal.value.messages
    assert f"{booked.trainer} teaches {booked.training_class} then" in sentence
    other.refresh_from_db()
    assert other.state == ClassState.FILED


def test_lessons_that_nobody_can_attend_both(booked):
    other = TrainingClassFactory(starts_on=booked.training_class.starts_on)
    clashing = at_the_time_of(booked, other)
    clashing.save()
    LessonFactory(training_class=other, starts_at=booked.ends_at, trainer=clashing.trainer)
    LessonFactory(training_class=other, cancelled=True)
    unrelated = TrainingClassFactory(starts_on=booked.training_class.starts_on + timedelta(days=1))
    LessonFactory(training_class=unrelated)

    found = clashing_lessons(booked.training_class, [other, unrelated, booked.training_class])

    assert found == [(booked, clashing)]
    assert clashing_lessons(booked.training_class, [unrelated]) == []
