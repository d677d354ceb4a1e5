"""What users of other systems reported of their waiting lists, retold for ours.

The letters and numbers are those of the reports (px: pretix/pretix, bk: Moodle's booking module).
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory
from tests.factories.policy import RuleFactory
from training.classes.models import TrainingClass
from training.enrolment import allotting, waiting_list
from training.enrolment.actions import enrol, leave
from training.enrolment.balance import imbalances
from training.enrolment.places import places_of
from training.enrolment.seats import Waiting
from training.enrolment.signals import seat_offered
from training.enrolment.states import WaitingState
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def balances():
    yield
    assert list(imbalances(TrainingClass.objects.all())) == []


def full_class(seats, **more):
    training_class = TrainingClassFactory(seats=seats, **more)
    EnrolmentFactory.create_batch(seats, training_class=training_class)
    return training_class


def waits(training_class, *people):
    return waiting_list.join(people or [PersonFactory()], training_class, by=None)[0]


def one_leaves(training_class):
    leave(training_class.enrolments.seated().first(), "", by=None)


def state(row):
    return Waiting.objects.get(pk=row.pk).state


def offered(training_class):
    return set(training_class.waiting.filter(state=WaitingState.OFFERED))


def test_px1163_who_took_the_seat_and_cancels_neither_keeps_it_nor_gets_it_again():
    training_class = full_class(1)
    first, second = waits(training_class), waits(training_class)
    one_leaves(training_class)
    [seat] = waiting_list.accept(first, by=None)

    leave(seat, "改变主意", by=None)

    assert state(first) == WaitingState.SEATED  # their waiting is over; no second offer
    assert state(second) == WaitingState.OFFERED


def test_px1405_who_enrols_by_themselves_is_off_the_list():
    training_class = full_class(1)
    row, following = waits(training_class), waits(training_class)
    one_leaves(training_class)

    enrol(row.person, training_class, by=None)
    one_leaves(training_class)

    assert not training_class.waiting.in_queue().filter(person=row.person).exists()
    assert offered(training_class) == {following}


def test_px1238_taking_an_offer_back_does_not_invite_the_whole_list():
    """A seat taken back is one seat, however long the list."""
    training_class = full_class(2)
    rows = [waits(training_class) for _ in range(6)]
    one_leaves(training_class)

    waiting_list.strike(rows[0], "证件不符", by=None)
    for _ in range(3):
        call_command("keep_queues")

    assert offered(training_class) == {rows[1]}


def test_px2119_the_first_in_line_gets_it_whatever_groups_and_seats_there_are():
    """One list a class: nobody is passed over because they asked for another kind of seat."""
    training_class = full_class(3)
    rows = [waits(training_class) for _ in range(4)]
    reserve_until = timezone.localdate() + timedelta(days=2)
    one_leaves(training_class)
    waiting_list.decline(Waiting.objects.get(pk=rows[0].pk), by=None)
    assert offered(training_class) == {rows[1]}

    training_class.seats = 4
    training_class.save()
    allotting.follow_size(training_class)

    assert offered(training_class) == {rows[1], rows[2]}
    with pytest.raises(Exception, match="can be reserved"):
        allotting.reserve_seats(
            training_class, 1, "x", until=reserve_until, by=None, region=training_class.region
        )


def test_px681_nothing_is_offered_when_it_is_too_late(time_machine):
    training_class = full_class(1)
    row = waits(training_class)
    time_machine.move_to(waiting_list.begins(training_class) + timedelta(minutes=1))

    one_leaves(training_class)
    call_command("keep_queues")

    assert state(row) == WaitingState.UNSERVED
    assert offered(training_class) == set()


def test_px681_an_offer_does_not_outlive_the_eve_of_the_class():
    RuleFactory(key=RuleKey.OFFER_HOURS, value=1000)
    training_class = full_class(1)
    row = waits(training_class)

    one_leaves(training_class)

    assert Waiting.objects.get(pk=row.pk).until == waiting_list.begins(training_class)


def test_px974_an_employers_twelve_come_together_and_nobody_starves(time_machine):
    RuleFactory(key=RuleKey.PARTY_DAYS, value=3)
    RuleFactory(key=RuleKey.OFFER_HOURS, value=400)
    training_class = full_class(20, starts_on=timezone.localdate() + timedelta(days=30))
    twelve = PersonFactory.create_batch(12)
    group, alone = waits(training_class, *twelve), waits(training_class)

    one_leaves(training_class)
    assert offered(training_class) == set()  # kept for the twelve …
    assert "kept for a group" in " ".join(places_of([alone])[0].reasons)
    time_machine.move_to(timezone.now() + timedelta(days=4))
    call_command("keep_queues")
    assert offered(training_class) == {alone}  # … but not for ever,

    for _ in range(12):
        one_leaves(training_class)
    assert len(offered(training_class)) == 13  # and they get theirs when there are twelve.
    assert len(waiting_list.accept(group, by=None)) == 12


def test_bk70_whoever_is_promoted_is_told_at_that_moment():
    told = []
    seat_offered.connect(receiver := lambda waiting, **_: told.append(waiting.person))
    training_class = full_class(1)
    row = waits(training_class)

    one_leaves(training_class)

    assert told == [row.person]
    assert seat_offered.disconnect(receiver)


def test_bk986_a_personal_limit_passes_the_seat_on_instead_of_blocking_it():
    """The first in line has used up their classes of the year meanwhile: the next is served."""
    training_class = full_class(1)
    first, second = waits(training_class), waits(training_class)
    RuleFactory(key=RuleKey.CLASSES_PER_YEAR, value=1)
    elsewhere = TrainingClassFactory(
        starts_on=training_class.starts_on.replace(day=1, month=1),
        ends_on=training_class.starts_on.replace(day=2, month=1),
    )
    EnrolmentFactory(person=first.person, training_class=elsewhere)

    one_leaves(training_class)

    assert state(first) == WaitingState.STRUCK
    assert state(second) == WaitingState.OFFERED


def test_px3628_who_waits_beside_a_free_seat_can_read_why():
    training_class = full_class(3)
    group = waits(training_class, *PersonFactory.create_batch(2))

    one_leaves(training_class)

    assert "1 seat is free, but your group needs more at once." in places_of([group])[0].reasons
