"""The waiting list: who is next, what is offered until when, and why not me."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.people import PersonFactory
from tests.factories.policy import RuleFactory
from tests.factories.waiting import after, full_class, somebody_leaves, state_of, wait
from training.classes.actions import cancel_class
from training.classes.models import TrainingClass
from training.enrolment import allotting, waiting_list
from training.enrolment.actions import enrol, leave
from training.enrolment.balance import imbalances
from training.enrolment.errors import (
    ClassNotOpen,
    GroupTooLarge,
    HasSeat,
    NothingOffered,
    OthersWait,
    SeatsFree,
)
from training.enrolment.models import Enrolment
from training.enrolment.seats import Waiting
from training.enrolment.states import SeatUse, WaitingState
from training.notices.models import Message
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def balances():
    yield
    assert list(imbalances(TrainingClass.objects.all())) == []


def test_a_freed_seat_is_offered_to_whoever_came_first():
    training_class = full_class()
    first, second = wait(training_class), wait(training_class)

    somebody_leaves(training_class)

    assert state_of(first) == WaitingState.OFFERED
    assert state_of(second) == WaitingState.WAITING


def test_joining_twice_is_one_place():
    training_class, person = full_class(), PersonFactory()

    assert wait(training_class, person) == wait(training_class, person)


def test_accepting_seats_the_person_and_twice_does_no_harm():
    training_class = full_class()
    row = wait(training_class)
    somebody_leaves(training_class)

    [enrolment] = waiting_list.accept(row, by=None)

    assert enrolment.person == row.person
    assert waiting_list.accept(row, by=None) == [enrolment]
    assert state_of(row) == WaitingState.SEATED


def test_whoever_was_offered_a_seat_may_also_simply_enrol():
    training_class = full_class()
    row = wait(training_class)
    somebody_leaves(training_class)

    assert enrol(row.person, training_class, by=None).seat == row.training_class.ledger.get()
    assert state_of(row) == WaitingState.SEATED


def test_a_declined_seat_goes_to_the_next():
    training_class = full_class()
    first, second = wait(training_class), wait(training_class)
    somebody_leaves(training_class)
    first.refresh_from_db()

    waiting_list.decline(first, by=None)

    assert state_of(first) == WaitingState.DECLINED
    assert state_of(second) == WaitingState.OFFERED


def test_an_offer_nobody_answered_goes_to_the_next(monkeypatch):
    RuleFactory(key=RuleKey.OFFER_HOURS, value=24)
    training_class = full_class()
    first, second = wait(training_class), wait(training_class)
    somebody_leaves(training_class)
    first.refresh_from_db()
    after(monkeypatch, hours=40)  # a night and a day

    with pytest.raises(NothingOffered):
        waiting_list.accept(first, by=None)
    call_command("keep_queues")
    call_command("keep_queues")

    assert state_of(first) == WaitingState.EXPIRED
    assert state_of(second) == WaitingState.OFFERED


def test_a_stranger_cannot_take_the_seat_that_others_wait_for():
    training_class = full_class()
    wait(training_class)
    somebody_leaves(training_class)

    with pytest.raises(OthersWait):
        enrol(PersonFactory(), training_class, by=None)


def test_nobody_waits_where_seats_are_free():
    with pytest.raises(SeatsFree):
        wait(TrainingClassFactory(seats=1))


def test_nobody_waits_for_a_class_they_sit_in():
    training_class = full_class()

    with pytest.raises(HasSeat):
        wait(training_class, training_class.enrolments.get().person)


def test_nobody_waits_for_a_class_that_has_begun():
    with pytest.raises(ClassNotOpen):
        wait(full_class(starts_on=timezone.localdate()))


def test_whoever_leaves_the_queue_is_not_served():
    training_class = full_class()
    first, second = wait(training_class), wait(training_class)

    waiting_list.leave_queue(first, by=None)
    somebody_leaves(training_class)

    assert state_of(first) == WaitingState.LEFT
    assert state_of(second) == WaitingState.OFFERED


def test_groups_that_policy_puts_first_come_first():
    RuleFactory(key=RuleKey.PRIORITY, subject="unemployed", value=1)
    training_class = full_class()
    early = wait(training_class)
    first = wait(training_class, PersonFactory(category="unemployed"))

    somebody_leaves(training_class)

    assert (first.rank, first.because) == (1, "unemployed")
    assert state_of(first) == WaitingState.OFFERED
    assert state_of(early) == WaitingState.WAITING


def test_a_group_gets_all_its_seats_or_none():
    training_class = full_class(seats=3)
    friends = PersonFactory.create_batch(2)
    row = wait(training_class, *friends)

    somebody_leaves(training_class)
    assert state_of(row) == WaitingState.WAITING
    somebody_leaves(training_class)
    assert state_of(row) == WaitingState.OFFERED

    made = waiting_list.accept(row, by=None)
    assert {enrolment.person for enrolment in made} == set(friends)


def test_seats_are_kept_for_the_group_in_front_and_then_for_nobody_longer(monkeypatch):
    RuleFactory(key=RuleKey.PARTY_DAYS, value=3)
    training_class = full_class(seats=3)
    group, alone = wait(training_class, *PersonFactory.create_batch(2)), wait(training_class)

    somebody_leaves(training_class)
    assert state_of(alone) == WaitingState.WAITING

    after(monkeypatch, days=4)
    call_command("keep_queues")
    assert state_of(alone) == WaitingState.OFFERED
    assert state_of(group) == WaitingState.WAITING


def test_a_group_that_was_passed_over_is_kept_for_again(monkeypatch):
    RuleFactory(key=RuleKey.PARTY_DAYS, value=3)
    training_class = full_class(seats=4)
    group = wait(training_class, *PersonFactory.create_batch(2))
    alone, last = wait(training_class), wait(training_class)
    somebody_leaves(training_class)
    after(monkeypatch, days=4)
    call_command("keep_queues")

    somebody_leaves(training_class)
    assert state_of(last) == WaitingState.WAITING
    somebody_leaves(training_class)

    assert state_of(group) == WaitingState.OFFERED
    assert state_of(alone) == WaitingState.OFFERED


def test_a_group_larger_than_the_class_is_told_so():
    with pytest.raises(GroupTooLarge):
        wait(full_class(seats=2), *PersonFactory.create_batch(3))


def test_a_group_does_not_get_ahead_through_one_of_them():
    RuleFactory(key=RuleKey.PRIORITY, subject="unemployed", value=1)
    training_class = full_class(seats=2)
    alone = wait(training_class)
    group = wait(training_class, PersonFactory(category="unemployed"), PersonFactory())

    assert training_class.waiting.in_order().first() == alone
    assert group.rank == waiting_list.NO_RANK


def test_raising_the_size_offers_the_new_seats():
    training_class = full_class()
    first, second = wait(training_class), wait(training_class)

    training_class.seats = 3
    training_class.save()
    allotting.follow_size(training_class)

    assert {state_of(first), state_of(second)} == {WaitingState.OFFERED}


def test_cancelling_ends_the_waiting_with_the_reason():
    training_class = full_class()
    row = wait(training_class)

    cancel_class(training_class, "没有灶台", by=None)

    row.refresh_from_db()
    assert (row.state, row.closed_because) == (WaitingState.STRUCK, "没有灶台")


def test_an_officer_moves_a_place_and_the_reason_is_on_it():
    training_class = full_class()
    rows = [wait(training_class) for _ in range(3)]

    waiting_list.move(rows[2], 1, "下周就要上岗", by=None)

    assert list(training_class.waiting.in_order()) == [rows[2], rows[0], rows[1]]
    rows[2].refresh_from_db()
    assert rows[2].moved_because == "下周就要上岗"


@pytest.mark.parametrize("to", [1, 2, 3, 9])
def test_a_place_is_put_just_where_the_officer_says(to):
    training_class = full_class()
    rows = [wait(training_class) for _ in range(4)]
    mine = rows[0]

    waiting_list.move(mine, to, "x", by=None)

    order = list(training_class.waiting.in_order())
    assert order.index(mine) == min(to, 4) - 1
    assert [row for row in order if row != mine] == rows[1:]


def test_merged_classes_are_one_queue_in_the_order_in_which_all_came():
    target = full_class(seats=2)
    source = full_class(seats=1, course=target.course)
    somebody_leaves(target)
    early, late = wait(source), None
    sitting = source.enrolments.get().person

    allotting.merge_classes(source, target, "人数不足", by=None)
    late = wait(target)

    source.refresh_from_db()
    assert source.state == "cancelled"
    assert Enrolment.objects.seated().get(person=sitting).training_class == target
    assert list(target.waiting.in_order()) == [early, late]


def test_a_hold_keeps_the_seat_for_its_phone_until_it_ends(monkeypatch):
    RuleFactory(key=RuleKey.HOLD_MINUTES, value=10)
    training_class = TrainingClassFactory(seats=1)
    assert allotting.hold_seat(training_class, "13800000001").use == SeatUse.HELD

    person, stranger = PersonFactory.create_batch(2)
    with pytest.raises(Exception, match="is taken"):
        enrol(stranger, training_class, by=None)
    enrol(person, training_class, by=None, held_by=allotting.holder_of("13800000001"))

    assert training_class.enrolments.seated().get().person == person


def test_a_hold_that_ended_is_a_free_seat(monkeypatch):
    RuleFactory(key=RuleKey.HOLD_MINUTES, value=10)
    training_class = TrainingClassFactory(seats=1)
    allotting.hold_seat(training_class, "13800000001")
    after(monkeypatch, minutes=11)

    assert enrol(PersonFactory(), training_class, by=None).seat.number == 1


def test_a_seat_beyond_the_size_says_why_and_goes_with_its_person():
    training_class = full_class()
    row = wait(training_class)

    enrolment = allotting.seat_beyond(row.person, training_class, "局里同意", by=None)

    assert (enrolment.seat.number, enrolment.seat.beyond_because) == (2, "局里同意")
    assert state_of(row) == WaitingState.SEATED
    leave(enrolment, "", by=None)
    assert training_class.ledger.count() == 1


def test_those_no_longer_eligible_leave_the_list_when_it_is_their_turn():
    training_class = full_class()
    row, following = wait(training_class), wait(training_class)
    RuleFactory(key=RuleKey.MIN_AGE, value=99)
    Waiting.objects.filter(pk=following.pk).update(person=PersonFactory())

    somebody_leaves(training_class)

    assert state_of(row) == WaitingState.STRUCK


def test_the_time_to_answer_begins_when_people_are_awake(time_machine, settings):
    settings.TRAINING = settings.TRAINING | {"QUIET_HOURS": (21, 8)}
    RuleFactory(key=RuleKey.OFFER_HOURS, value=2)
    training_class = full_class()
    row = wait(training_class)
    night = timezone.localtime().replace(hour=22, minute=0)
    time_machine.move_to(night)

    somebody_leaves(training_class)

    row.refresh_from_db()
    assert timezone.localtime(row.until).hour == 10


def test_an_offer_is_told_to_the_phone_of_whoever_waits():
    training_class = full_class()
    row = wait(training_class)

    somebody_leaves(training_class)

    message = Message.objects.get(kind="offer")
    assert message.person == row.person
    assert f"/my/waiting/{row.pk}/" in message.text
    row.refresh_from_db()
    assert message.expires_at == row.until
