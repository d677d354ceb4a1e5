"""The seat that is never sold twice, with real connections, and with the lock taken out."""

import threading

import pytest
from django.db import DatabaseError, close_old_connections, connection
from django.db.models import QuerySet

from tests.factories.classes import TrainingClassFactory
from tests.factories.people import PersonFactory
from training.enrolment import actions, ledger
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
        except DatabaseError:  # no answer for a person
            pass
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
def test_without_the_lock_the_same_rush_is_no_queue(monkeypatch):
    """Proof that the test above can fail: everybody finds the same free seat before anybody takes
    it. The database still refuses to sell it twice, but people meet an error, not a sentence."""
    training_class = TrainingClassFactory(seats=SEATS)
    ledger.open_seats(training_class)
    found = threading.Barrier(BUYERS)

    # The lock: FOR UPDATE on PostgreSQL, the IMMEDIATE transaction on SQLite.
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **_kwargs: queryset)
    monkeypatch.setattr(actions, "enrol", actions.enrol.__wrapped__)
    find_seat = ledger.find_seat

    def find_and_wait(*args, **kwargs):
        seat = find_seat(*args, **kwargs)
        found.wait(timeout=20)
        return seat

    monkeypatch.setattr(ledger, "find_seat", find_and_wait)
    people = PersonFactory.create_batch(BUYERS)

    seated, refused = rush(training_class, people)

    assert (seated, refused) == (1, 0)
    assert training_class.enrolments.seated().count() == 1
