"""The seat that is never sold twice, with real connections, and with the lock taken out."""

import threading

import pytest
from django.db import close_old_connections, connection
from django.db.models import QuerySet

from tests.factories.classes import TrainingClassFactory
from tests.factories.people import PersonFactory
from training.enrolment import actions
from training.enrolment.errors import ClassFull

SEATS, BUYERS = 3, 8


def rush(training_class, people):
    """Everybody tries at once, each on a connection of their own; how many were seated."""
    start, seated, refused = threading.Barrier(len(people)), [], []

    def try_to_enrol(person):
        close_old_connections()
        try:
            start.wait()
            seated.append(actions.enrol(person, training_class, by=None))
        except ClassFull:
            refused.append(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_to_enrol, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(seated), len(refused)


@pytest.mark.django_db(transaction=True)
def test_a_rush_fills_exactly_the_seats():
    training_class = TrainingClassFactory(seats=SEATS)

    assert rush(training_class, PersonFactory.create_batch(BUYERS)) == (SEATS, BUYERS - SEATS)
    assert training_class.enrolments.seated().count() == SEATS


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_rush_sells_seats_twice(monkeypatch):
    """Proof that the test above can fail: everybody counts before anybody takes a seat."""
    training_class = TrainingClassFactory(seats=SEATS)
    counted = threading.Barrier(BUYERS)

    # The lock: FOR UPDATE on PostgreSQL, the IMMEDIATE transaction on SQLite.
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset: queryset)
    monkeypatch.setattr(actions, "enrol", actions.enrol.__wrapped__)
    count = QuerySet.count

    def count_and_wait(queryset):
        found = count(queryset)
        counted.wait(timeout=20)
        return found

    monkeypatch.setattr(QuerySet, "count", count_and_wait)

    seated, _refused = rush(training_class, PersonFactory.create_batch(BUYERS))

    assert seated > SEATS
