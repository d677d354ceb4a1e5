from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.factories.classes import (
    LessonFactory,
    RoomFactory,
    TrainerFactory,
    TrainingClassFactory,
)
from tests.factories.courses import CourseFactory
from tests.factories.organisations import VenueFactory, manager_of, officer_of
from tests.factories.policy import RuleFactory
from training.classes.actions import cancel_class
from training.classes.changes import accept_change, ask_change, refuse_change, withdraw_change
from training.classes.errors import (
    ChangedMeanwhile,
    ChangeWaits,
    LessonsClash,
    NotChangeable,
    NothingChanges,
    ReasonNeeded,
    WrongState,
)
from training.classes.models import ChangeRequest
from training.classes.queries import changes_of
from training.classes.signals import class_changed
from training.classes.states import ChangeState, ClassState
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    """The one lesson of an approved class that begins in a week."""
    course = CourseFactory(theory_hours=4, practice_hours=0)
    return LessonFactory(training_class=TrainingClassFactory(course=course), title="刀工")


@pytest.fixture
def training_class(lesson):
    return lesson.training_class


@pytest.fixture
def listener():
    """Whoever is told of a change; a sentence in ``refuses`` refuses it."""

    class Listener:
        refuses = ""

        def __init__(self):
            self.heard = []

        def __call__(self, sender, **told):
            if self.refuses:
                raise ValidationError(self.refuses)
            self.heard.append(told)

    listener = Listener()
    class_changed.connect(listener, weak=False)
    yield listener
    class_changed.disconnect(listener)


def test_what_is_asked_changes_nothing_yet(by, training_class):
    request = ask_change(training_class, "报名的人多", seats=40, by=by)

    training_class.refresh_from_db()
    assert training_class.seats == 30
    assert (request.before, request.after) == ({"seats": 30}, {"seats": 40})
    assert request.state == ChangeState.OPEN


def test_accepting_changes_the_class_and_tells_the_rooms_above(
    by, lesson, training_class, listener
):
    substitute = TrainerFactory(provider=training_class.provider, name="王老师")
    later = lesson.starts_at + timedelta(days=1)
    moved = {"starts_at": later, "ends_at": later + timedelta(hours=3), "trainer": substitute}
    request = ask_change(training_class, "蔡老师住院", lessons={lesson.pk: moved}, seats=28, by=by)

    accept_change(request, by=by)

    was_at, teacher = lesson.starts_at, lesson.trainer
    lesson.refresh_from_db()
    assert (lesson.starts_at, lesson.trainer, lesson.revision) == (later, substitute, 1)
    assert lesson.training_class.seats == 28
    (told,) = listener.heard
    assert told["training_class"].seats == 28
    assert told["before"]["seats"] == 30
    assert told["before"]["lessons"][lesson.pk]["starts_at"] == was_at
    assert told["before"]["lessons"][lesson.pk]["trainer"] == teacher


def test_a_room_above_may_refuse_and_then_nothing_is_changed(by, training_class, listener):
    request = ask_change(training_class, "灶台不够", seats=10, by=by)
    listener.refuses = "12 people are enrolled."

    with pytest.raises(ValidationError, match="12 people are enrolled"):
        accept_change(request, by=by)

    for row in (request, training_class):
        row.refresh_from_db()
    assert (request.state, training_class.seats) == (ChangeState.OPEN, 30)


def test_accepting_twice_changes_once(by, training_class, listener):
    request = ask_change(training_class, "甲", seats=40, by=by)

    accept_change(request, by=by)

    assert accept_change(request, by=by).state == ChangeState.ACCEPTED
    assert len(listener.heard) == 1


def test_one_change_waits_at_a_time(by, training_class):
    first = ask_change(training_class, "甲", seats=40, by=by)
    with pytest.raises(ChangeWaits):
        ask_change(training_class, "乙", seats=41, by=by)

    withdraw_change(first, by=by)

    assert ask_change(training_class, "乙", seats=41, by=by).state == ChangeState.OPEN


def test_refusing_needs_a_reason_and_keeps_it(by, training_class):
    request = ask_change(training_class, "甲", seats=40, by=by)

    with pytest.raises(ReasonNeeded):
        refuse_change(request, " ", by=by)
    refused = refuse_change(request, "教室坐不下", by=by)

    assert (refused.state, refused.answer) == (ChangeState.REFUSED, "教室坐不下")
    with pytest.raises(WrongState):
        accept_change(request, by=by)


@pytest.mark.parametrize("state", [ClassState.DRAFT, ClassState.FILED, ClassState.CONCLUDED])
def test_only_what_is_approved_is_changed_by_asking(state, by, training_class):
    training_class.state = state
    training_class.save()

    with pytest.raises(WrongState):
        ask_change(training_class, "甲", seats=40, by=by)


def test_asking_for_what_is_there_already_is_no_change(by, training_class):
    with pytest.raises(NothingChanges):
        ask_change(training_class, "甲", seats=30, by=by)


def test_a_lesson_that_has_begun_stays(by, lesson, training_class):
    lesson.starts_at = timezone.now() - timedelta(minutes=1)
    lesson.save()

    with pytest.raises(NotChangeable, match="has begun; it stays"):
        ask_change(training_class, "甲", lessons={lesson.pk: {"title": "汤"}}, by=by)


def test_nothing_is_moved_into_the_past(by, lesson, training_class):
    yesterday = timezone.now() - timedelta(days=1)
    moved = {"starts_at": yesterday, "ends_at": yesterday + timedelta(hours=3)}

    with pytest.raises(NotChangeable, match="into the past"):
        ask_change(training_class, "甲", lessons={lesson.pk: moved}, by=by)


def test_the_rules_of_filing_hold_for_what_is_asked(by, training_class):
    RuleFactory(key=RuleKey.CLASS_SIZE, value=35)

    with pytest.raises(NotChangeable, match="at most 35 people"):
        ask_change(training_class, "甲", seats=40, by=by)


def test_what_was_wrong_before_is_no_fault_of_the_change(by, lesson, training_class):
    lesson.class_hours = 1
    lesson.save()  # too few hours, since before there was such a rule

    assert ask_change(training_class, "甲", seats=31, by=by).state == ChangeState.OPEN


def test_a_lesson_is_not_called_off_when_its_hours_are_needed(by, lesson, training_class):
    with pytest.raises(NotChangeable, match="no lesson"):
        ask_change(training_class, "甲", lessons={lesson.pk: {"cancelled": True}}, by=by)


def test_a_venue_of_another_school_is_refused(by, training_class):
    with pytest.raises(NotChangeable, match="another training provider"):
        ask_change(training_class, "甲", venue=VenueFactory(), by=by)


def test_a_change_that_clashes_is_refused_at_the_lesson(by, lesson, training_class):
    other = LessonFactory(
        training_class=TrainingClassFactory(
            venue=training_class.venue, starts_on=training_class.starts_on
        ),
        room=RoomFactory(venue=training_class.venue),
    )

    with pytest.raises(LessonsClash) as refusal:
        ask_change(training_class, "甲", lessons={lesson.pk: {"room": other.room}}, by=by)

    assert list(refusal.value.by_line) == [lesson.pk]


def test_a_room_that_was_booked_meanwhile_is_not_given_twice(by, lesson, training_class):
    room = RoomFactory(venue=training_class.venue)
    request = ask_change(training_class, "甲", lessons={lesson.pk: {"room": room}}, by=by)
    LessonFactory(
        training_class=TrainingClassFactory(
            venue=training_class.venue, starts_on=training_class.starts_on
        ),
        room=room,
    )

    with pytest.raises(LessonsClash):
        accept_change(request, by=by)

    lesson.refresh_from_db()
    assert lesson.room is None


def test_a_change_of_what_was_changed_meanwhile_is_asked_anew(by, training_class):
    request = ask_change(training_class, "甲", seats=40, by=by)
    training_class.seats = 35
    training_class.save()

    with pytest.raises(ChangedMeanwhile):
        accept_change(request, by=by)


def test_a_cancelled_class_leaves_no_change_waiting(by, training_class):
    request = ask_change(training_class, "甲", seats=40, by=by)

    cancel_class(training_class, "台风", by=by)

    request.refresh_from_db()
    assert request.state == ChangeState.WITHDRAWN


def test_before_and_after_are_told_in_words(by, lesson, training_class):
    room = RoomFactory(venue=training_class.venue, name="二号灶间")
    request = ask_change(
        training_class, "漏水", lessons={lesson.pk: {"room": room}}, seats=28, by=by
    )
    assert changes_of(training_class) == []

    accept_change(request, by=by)

    (changed,) = changes_of(training_class)
    day = f"{timezone.localtime(lesson.starts_at):%-d %B}"
    assert [(row.about, row.fact, row.before, row.after) for row in changed.changes] == [
        ("", "seats", "30", "28"),
        (f"刀工, {day}", "room", "–", "二号灶间"),
    ]


def test_several_requests_are_told_in_as_many_queries_as_one(
    by, lesson, training_class, django_assert_num_queries
):
    for number in range(3):
        room = RoomFactory(venue=training_class.venue)
        request = ask_change(
            training_class, "甲", lessons={lesson.pk: {"room": room}}, seats=40 + number, by=by
        )
        accept_change(request, by=by)

    with django_assert_num_queries(3):  # the requests, their rooms, their lessons
        assert len(changes_of(training_class)) == 3


def test_a_request_is_seen_by_its_school_and_the_office_of_its_place(by, training_class):
    request = ask_change(training_class, "甲", seats=40, by=by)
    strange = TrainingClassFactory()

    for user in (manager_of(training_class.provider), officer_of(training_class.region)):
        assert list(ChangeRequest.objects.visible_to(user)) == [request]
    for user in (manager_of(strange.provider), officer_of(strange.region)):
        assert not ChangeRequest.objects.visible_to(user)
