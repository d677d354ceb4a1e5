"""Full classes, and people who wait for a seat in them."""

from datetime import timedelta

from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory
from training.enrolment import waiting_list
from training.enrolment.actions import leave


def full_class(seats=1, **more):
    training_class = TrainingClassFactory(seats=seats, **more)
    EnrolmentFactory.create_batch(seats, training_class=training_class)
    return training_class


def wait(training_class, *people, **more):
    people = people or [PersonFactory()]
    return waiting_list.join(people, training_class, by=None, **more)[0]


def somebody_leaves(training_class):
    return leave(training_class.enrolments.seated().first(), "", by=None)


def state_of(row):
    row.refresh_from_db()
    return row.state


def after(monkeypatch, **ahead):
    """The clock, so much later."""
    later = timezone.now() + timedelta(**ahead)
    monkeypatch.setattr(timezone, "now", lambda: later)
