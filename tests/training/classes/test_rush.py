"""The hour of a trainer that is never given twice, with real connections, and without the lock."""

import threading

import pytest
from django.db import close_old_connections, connection
from django.db.models import QuerySet

from tests.factories.classes import LessonFactory, TrainerFactory, TrainingClassFactory
from tests.factories.organisations import VenueFactory
from training.classes import actions
from training.classes.errors import NotReady
from training.classes.models import TrainingClass
from training.classes.states import ClassState

OFFICERS = 4


@pytest.fixture
def filed():
    """Classes that want the same trainer at the same hour."""
    venue = VenueFactory()
    trainer = TrainerFactory(provider=venue.provider)
    classes = TrainingClassFactory.create_batch(OFFICERS, venue=venue, state=ClassState.FILED)
    for row in classes:
        LessonFactory(training_class=row, trainer=trainer)
    return classes


def approve_all(classes):
    """Each by an officer of its own, all at once; how many were approved."""
    start = threading.Barrier(len(classes))

    def approve(row):
        close_old_connections()
        try:
            start.wait()
            actions.approve_class(row, by=None)
        except NotReady:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[row]) for row in classes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return TrainingClass.objects.filter(state=ClassState.APPROVED).count()


@pytest.mark.django_db(transaction=True)
def test_of_classes_that_want_the_same_hour_one_is_approved(filed):
    assert approve_all(filed) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_queue_the_same_hour_is_given_twice(filed, monkeypatch):
    """Proof that the test above can fail: everybody looks before anybody approves."""
    looked = threading.Barrier(OFFICERS)
    look = actions.clash_sentences

    def look_and_wait(lessons):
        found = look(lessons)
        looked.wait(timeout=20)
        return found

    # The queue: FOR UPDATE on PostgreSQL, the IMMEDIATE transaction on SQLite.
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset: queryset)
    monkeypatch.setattr(actions, "approve_class", actions.approve_class.__wrapped__)
    monkeypatch.setattr(actions, "clash_sentences", look_and_wait)

    assert approve_all(filed) > 1
