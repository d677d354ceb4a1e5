"""Two phones and one voucher, twenty people and five: with real connections, fences in and out."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, close_old_connections, connection
from django.db.models import QuerySet

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.entitlements import IssueFactory
from tests.factories.organisations import VenueFactory
from tests.factories.people import PersonFactory
from training.enrolment import actions as enrolment
from training.entitlements import actions
from training.entitlements.models import Entitlement, EntitlementQuerySet, Issue, IssueQuerySet
from training.entitlements.states import EntitlementState

PLACES, CLAIMERS = 5, 20


def rush(*attempts):
    """Everybody at once, each on a connection of their own: what was got, what was refused."""
    start, got, refused = threading.Barrier(len(attempts)), [], []

    def attempt(act):
        close_old_connections()
        try:
            start.wait()
            got.append(act())
        except (ValidationError, IntegrityError) as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[act]) for act in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got, refused


@pytest.fixture
def issue(transactional_db):
    return IssueFactory(places=PLACES)


@pytest.fixture
def person(issue):
    return PersonFactory(region=issue.region)


def phones(person, issue):
    """Two phones on which the one voucher of ``person`` is kept for one seat each."""
    voucher = actions.claim(person, issue, by=None)
    venue = VenueFactory(region=issue.region)
    seats = [
        EnrolmentFactory(person=person, training_class=TrainingClassFactory(venue=venue))
        for _phone in range(2)
    ]
    return [lambda seat=seat: actions.reserve(voucher, seat, by=None) for seat in seats]


def without_locks(monkeypatch, *verbs):
    """The lock: FOR UPDATE on PostgreSQL, the IMMEDIATE transaction on SQLite."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **of: queryset)
    for verb in verbs:
        monkeypatch.setattr(actions, verb, getattr(actions, verb).__wrapped__)


def meeting_before(monkeypatch, rows, word, *, fence, people):
    """Everybody reads before anybody writes; ``fence``: whether the word still narrows."""
    met, narrow = threading.Barrier(people), getattr(rows, word)

    def wait_and_narrow(queryset, *args):
        met.wait(timeout=20)
        return narrow(queryset, *args) if fence else queryset

    monkeypatch.setattr(rows, word, wait_and_narrow)


def test_two_phones_cannot_spend_one_voucher(person, issue):
    got, refused = rush(*phones(person, issue))

    assert [len(got), len(refused)] == [1, 1]
    assert Entitlement.objects.get().enrolment == got[0].enrolment


def test_two_phones_that_forgot_the_lock_still_cannot(person, issue, monkeypatch):
    attempts = phones(person, issue)
    without_locks(monkeypatch, "reserve")
    meeting_before(monkeypatch, EntitlementQuerySet, "still", fence=True, people=2)

    got, refused = rush(*attempts)

    assert [len(got), len(refused)] == [1, 1]


def test_without_lock_and_fence_both_phones_spend_it(person, issue, monkeypatch):
    """Proof that the two tests above can fail."""
    attempts = phones(person, issue)
    without_locks(monkeypatch, "reserve")
    meeting_before(monkeypatch, EntitlementQuerySet, "still", fence=False, people=2)

    got, _refused = rush(*attempts)

    assert len(got) == 2


def test_two_phones_that_enrol_at_once_get_two_seats_and_one_is_paid(person, issue):
    actions.claim(person, issue, by=None)
    venue = VenueFactory(region=issue.region)
    first = TrainingClassFactory(venue=venue)
    later = TrainingClassFactory(venue=venue, starts_on=first.ends_on + timedelta(days=3))

    got, refused = rush(
        *(lambda to=to: enrolment.enrol(person, to, by=None) for to in (first, later))
    )

    assert [len(got), len(refused)] == [2, 0]
    assert Entitlement.objects.get().state == EntitlementState.RESERVED


def claimers(issue):
    people = PersonFactory.create_batch(CLAIMERS, region=issue.region)
    return [lambda someone=someone: actions.claim(someone, issue, by=None) for someone in people]


def test_twenty_people_claim_exactly_five_vouchers(issue):
    got, refused = rush(*claimers(issue))

    assert [len(got), len(refused)] == [PLACES, CLAIMERS - PLACES]
    assert Entitlement.objects.count() == Issue.objects.get().claimed == PLACES


def test_twenty_people_who_forgot_the_lock_still_claim_five(issue, monkeypatch):
    attempts = claimers(issue)
    without_locks(monkeypatch, "claim")
    meeting_before(monkeypatch, IssueQuerySet, "with_places_left", fence=True, people=CLAIMERS)

    got, refused = rush(*attempts)

    assert [len(got), len(refused)] == [PLACES, CLAIMERS - PLACES]
    assert Entitlement.objects.count() == PLACES


def test_without_lock_and_fence_only_the_constraint_keeps_them_out(issue, monkeypatch):
    """Proof that the fence does the refusing above: now the database has to."""
    attempts = claimers(issue)
    without_locks(monkeypatch, "claim")
    meeting_before(monkeypatch, IssueQuerySet, "with_places_left", fence=False, people=CLAIMERS)

    got, refused = rush(*attempts)

    assert len(got) == PLACES
    assert {type(refusal) for refusal in refused} == {IntegrityError}


def test_two_phones_that_claim_for_the_same_person_get_the_same_voucher(person, issue):
    got, refused = rush(*[lambda: actions.claim(person, issue, by=None)] * 2)

    assert [len(set(got)), len(refused)] == [1, 0]
    assert Issue.objects.get().claimed == 1
