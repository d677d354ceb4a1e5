"""Where the waiting list meets groups, reserved seats, other sizes, merging and forgetting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory
from tests.factories.policy import RuleFactory
from tests.factories.waiting import after, full_class, somebody_leaves, state_of, wait
from training.classes.models import TrainingClass
from training.enrolment import allotting, waiting_list
from training.enrolment.actions import enrol, leave
from training.enrolment.balance import imbalances
from training.enrolment.errors import (
    OthersWait,
    SeatsFree,
    SeatsTaken,
)
from training.enrolment.seats import Waiting
from training.enrolment.states import SeatUse, WaitingState
from training.notices.models import Message
from training.people.privacy import erase_person
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def balances():
    yield
    assert list(imbalances(TrainingClass.objects.all())) == []


def test_who_was_offered_a_seat_and_joins_again_with_others_gives_it_back():
    training_class = full_class(seats=2)
    mother, daughter = PersonFactory.create_batch(2)
    alone = wait(training_class, mother)
    somebody_leaves(training_class)
    assert state_of(alone) == WaitingState.OFFERED

    wait(training_class, mother, daughter)

    assert training_class.ledger.filter(use=SeatUse.FREE).count() == 1
    assert training_class.waiting.in_queue().count() == 2


def test_who_takes_a_reserved_seat_waits_no_longer():
    training_class = TrainingClassFactory(seats=2)
    EnrolmentFactory(training_class=training_class)
    row = PersonFactory(region=training_class.region)
    allotting.reserve_seats(
        training_class,
        1,
        "x",
        until=timezone.localdate() + timedelta(days=2),
        region=training_class.region,
        by=None,
    )
    stranger = wait(training_class)

    enrol(row, training_class, by=None)

    assert training_class.enrolments.seated().filter(person=row).exists()
    assert state_of(stranger) == WaitingState.WAITING


def test_a_reserved_seat_is_offered_to_those_it_is_kept_for():
    training_class = full_class(seats=2)
    here = PersonFactory(region=training_class.region)
    stranger, neighbour = wait(training_class), wait(training_class, here)
    waiting_list.leave_queue(stranger, by=None)
    waiting_list.leave_queue(neighbour, by=None)
    somebody_leaves(training_class)
    reserve = {"until": timezone.localdate() + timedelta(days=2), "region": training_class.region}
    allotting.reserve_seats(training_class, 1, "x", by=None, **reserve)

    with pytest.raises(SeatsFree):
        wait(training_class, here)
    stranger = wait(training_class)
    assert state_of(stranger) == WaitingState.WAITING


def test_a_seat_beyond_the_size_stays_beyond_when_the_size_grows():
    training_class = full_class()
    allotting.seat_beyond(PersonFactory(), training_class, "x", by=None)

    training_class.seats = 3
    training_class.save()
    allotting.follow_size(training_class)

    beyond = training_class.ledger.exclude(beyond_because="").get()
    assert beyond.number > training_class.seats
    assert training_class.ledger.filter(beyond_because="").count() == training_class.seats


def test_a_smaller_class_does_not_forget_the_seats_that_are_reserved():
    training_class = TrainingClassFactory(seats=3)
    allotting.reserve_seats(
        training_class,
        2,
        "x",
        until=timezone.localdate() + timedelta(days=2),
        region=training_class.region,
        by=None,
    )
    training_class.seats = 1
    training_class.save()

    with pytest.raises(SeatsTaken):
        allotting.follow_size(training_class)
    TrainingClass.objects.update(seats=3)  # as the refused change leaves it


def test_a_group_that_no_longer_fits_blocks_nobody():
    training_class = full_class(seats=3)
    wait(training_class, *PersonFactory.create_batch(3))
    alone = wait(training_class)
    leave(training_class.enrolments.seated().last(), "", by=None)
    training_class.seats = 2
    training_class.save()
    allotting.follow_size(training_class)

    somebody_leaves(training_class)

    assert state_of(alone) == WaitingState.OFFERED


def test_two_who_wait_already_may_still_wait_together():
    training_class = full_class(seats=3)
    first, second = PersonFactory.create_batch(2)
    wait(training_class, first)
    wait(training_class, second)

    wait(training_class, first, second)

    parties = set(training_class.waiting.in_queue().values_list("party", flat=True))
    assert len(parties) == 1
    assert None not in parties


def test_who_is_forgotten_waits_no_longer():
    training_class = full_class()
    row, following = wait(training_class), wait(training_class)
    somebody_leaves(training_class)

    erase_person(row.person, by=None, keep_until=None)

    assert state_of(following) == WaitingState.OFFERED
    assert not Waiting.objects.filter(pk=row.pk).exists()


def test_an_offer_whose_time_is_over_is_no_seat(monkeypatch):
    RuleFactory(key=RuleKey.OFFER_HOURS, value=1)
    training_class = full_class()
    row = wait(training_class)
    somebody_leaves(training_class)
    after(monkeypatch, hours=20)

    with pytest.raises(OthersWait):
        enrol(row.person, training_class, by=None)
    waiting_list.sweep(training_class)


def test_merged_people_are_told_why_and_those_who_wait_where():
    target = full_class(seats=2)
    source = full_class(seats=1, course=target.course)
    somebody_leaves(target)
    row, sitting = wait(source), source.enrolments.get()

    allotting.merge_classes(source, target, "人数不足", by=None)

    assert "人数不足" in Message.objects.get(key=f"moved:{sitting.pk}:{source.pk}").text
    assert Message.objects.filter(key=f"queue:{row.pk}:{source.pk}").exists()
