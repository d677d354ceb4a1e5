"""Whatever people do, in whatever order: the ledger balances after every step."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.factories.classes import TrainingClassFactory
from tests.factories.courses import CourseFactory
from tests.factories.organisations import VenueFactory
from tests.factories.people import PersonFactory
from tests.factories.policy import RuleFactory
from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.enrolment import allotting, waiting_list
from training.enrolment.actions import enrol, leave
from training.enrolment.balance import imbalances
from training.enrolment.models import Enrolment
from training.enrolment.seats import Party, Reserve, Seat, Waiting
from training.enrolment.states import SeatUse, WaitingState
from training.people.models import Person
from training.policy.models import Rule
from training.policy.states import RuleKey

PEOPLE, CLASSES, MOST_SEATS = 9, 2, 4
person = st.integers(0, PEOPLE - 1)
which = st.integers(0, CLASSES - 1)
REFUSED = suppress(ValidationError)  # a refusal is an answer; the ledger must balance all the same


class Office(RuleBasedStateMachine):
    """Two classes of one course, nine people, and everything that can be done to seats."""

    @initialize(seats=st.lists(st.integers(1, MOST_SEATS), min_size=CLASSES, max_size=CLASSES))
    def open(self, seats):
        self.clock = time_machine.travel(timezone.now(), tick=True)
        self.traveller = self.clock.start()
        for key, value in ((RuleKey.OFFER_HOURS, 24), (RuleKey.PARTY_DAYS, 3)):
            RuleFactory(key=key, value=value)
        RuleFactory(key=RuleKey.HOLD_MINUTES, value=10)
        RuleFactory(key=RuleKey.PRIORITY, subject="unemployed", value=1)
        groups = ["unemployed", "", ""]
        self.people = [PersonFactory(category=groups[n % 3]) for n in range(PEOPLE)]
        course, venue = CourseFactory(), VenueFactory()
        days = timezone.localdate() + timedelta(days=40)
        self.classes = [
            TrainingClassFactory(
                course=course,
                venue=venue,
                seats=count,
                starts_on=days + timedelta(days=10 * place),
            )
            for place, count in enumerate(seats)
        ]

    def row(self, which):
        return TrainingClass.objects.get(pk=self.classes[which].pk)

    def one(self, rows, number):
        rows = list(rows.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(who=person, where=which)
    def somebody_enrols(self, who, where):
        with REFUSED:
            enrol(self.people[who], self.row(where), by=None)

    @rule(number=st.integers(0, 50))
    def somebody_leaves(self, number):
        if seat := self.one(Enrolment.objects.seated(), number):
            leave(seat, "", by=None)

    @rule(who=st.sets(person, min_size=1, max_size=3), where=which)
    def somebody_waits(self, who, where):
        with REFUSED:
            waiting_list.join([self.people[n] for n in sorted(who)], self.row(where), by=None)

    @rule(number=st.integers(0, 50), says=st.sampled_from(["accept", "decline", "leave_queue"]))
    def somebody_answers(self, number, says):
        if row := self.one(Waiting.objects.in_queue(), number):
            with REFUSED:
                getattr(waiting_list, says)(row, by=None)

    @rule(number=st.integers(0, 50), to=st.integers(1, 5))
    def an_officer_moves_a_place(self, number, to):
        if row := self.one(Waiting.objects.waiting(), number):
            with REFUSED:
                waiting_list.move(row, to, "x", by=None)

    @rule(one=st.integers(0, 50), other=st.integers(0, 50))
    def two_wait_together(self, one, other):
        mine = self.one(Waiting.objects.waiting(), one)
        if mine and (theirs := self.one(mine.training_class.waiting.waiting(), other)):
            with REFUSED:
                waiting_list.wait_together(mine, theirs, by=None)

    @rule(hours=st.sampled_from([1, 25, 80]))
    def time_passes(self, hours):
        self.traveller.shift(timedelta(hours=hours))
        for place in range(CLASSES):
            waiting_list.sweep(self.row(place))

    @rule(where=which, phone=st.sampled_from(["13800000001", "13800000002"]))
    def a_seat_is_held(self, where, phone):
        allotting.hold_seat(self.row(where), phone)

    @rule(where=which, seats=st.integers(1, MOST_SEATS + 2))
    def the_size_changes(self, where, seats):
        training_class = self.row(where)
        before, training_class.seats = training_class.seats, seats
        training_class.save()
        try:
            allotting.follow_size(training_class)
        except ValidationError:
            training_class.seats = before
            training_class.save()

    @rule(who=person, where=which)
    def an_officer_seats_one_more(self, who, where):
        with REFUSED:
            allotting.seat_beyond(self.people[who], self.row(where), "x", by=None)

    @rule(where=which, seats=st.integers(1, 2))
    def seats_are_reserved(self, where, seats):
        training_class = self.row(where)
        until = timezone.localdate() + timedelta(days=2)
        with REFUSED:
            allotting.reserve_seats(
                training_class, seats, "x", until=until, by=None, region=training_class.region
            )

    @rule(number=st.integers(0, 50))
    def reserved_seats_are_released(self, number):
        if row := self.one(Reserve.objects, number):
            allotting.release_seats(row, by=None)

    @rule(where=which)
    def classes_are_merged(self, where):
        with REFUSED:
            allotting.merge_classes(self.row(where), self.row(1 - where), "x", by=None)

    @invariant()
    def the_ledger_balances(self):
        assert list(imbalances(TrainingClass.objects.all())) == []

    @invariant()
    def nobody_sits_beyond_the_size_without_a_reason(self):
        for training_class in TrainingClass.objects.all():
            beyond = training_class.ledger.exclude(beyond_because="").count()
            seated = training_class.enrolments.seated().count()
            if training_class.state == ClassState.APPROVED:
                assert seated <= training_class.seats + beyond

    @invariant()
    def nobody_waits_beside_a_seat_that_could_be_theirs(self):
        """Unless a group in front is kept for, whoever is first is offered what is free."""
        now = timezone.now()
        for training_class in TrainingClass.objects.filter(state=ClassState.APPROVED):
            first = training_class.waiting.waiting().in_order().first()
            free = training_class.ledger.filter(use=SeatUse.FREE, reserve=None)
            if first and not first.party_id and now < waiting_list.begins(training_class):
                assert not free.exists()

    @invariant()
    def a_group_is_offered_seats_together(self):
        for party in Party.objects.all():
            states = set(party.members.values_list("state", flat=True))
            assert not {WaitingState.WAITING, WaitingState.OFFERED} <= states

    def teardown(self):
        self.clock.stop()
        Enrolment.objects.all().delete()
        for model in (Waiting, Seat, Reserve, Party, TrainingClass, Person, Rule):
            model.objects.all().delete()


@pytest.mark.django_db
def test_the_ledger_balances_after_every_step():
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )
