from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.casework import (
    CaseFactory,
    ContactAttemptFactory,
    NeedFactory,
    ServiceFactory,
)
from tests.factories.organisations import RegionFactory, village_officer_of
from tests.factories.people import PersonFactory
from training.casework.queries import (
    case_of,
    cases_due,
    dead_numbers,
    done_for,
    next_best_number,
    people_in_care_of,
)
from training.casework.states import ContactOutcome
from training.organisations.actions import appoint
from training.organisations.states import Role
from training.people.models import Phone
from training.people.states import Relation

pytestmark = pytest.mark.django_db
OWN, SON, HOUSE = "13800138000", "13900139000", "07681234567"


@pytest.fixture
def person():
    person = PersonFactory(phone=OWN, region=RegionFactory())
    Phone.objects.create(person=person, number=SON, relation=Relation.CHILD)
    Phone.objects.create(person=person, number=HOUSE)
    return person


def called(person, number, outcome, days_ago=0):
    at = timezone.now() - timedelta(days=days_ago)
    return ContactAttemptFactory(person=person, number=number, outcome=outcome, at=at)


def test_the_last_call_says_whether_a_number_is_dead(person):
    called(person, OWN, ContactOutcome.EMPTY, days_ago=1)
    called(person, SON, ContactOutcome.EMPTY, days_ago=2)
    called(person, SON, ContactOutcome.NO_ANSWER, days_ago=1)

    assert dead_numbers(person) == {OWN}


def test_who_answered_is_called_first_then_what_nobody_tried(person):
    called(person, OWN, ContactOutcome.NO_ANSWER)
    assert next_best_number(person) == SON
    called(person, HOUSE, ContactOutcome.REACHED)
    assert next_best_number(person) == HOUSE


def test_when_every_number_is_dead_there_is_none_to_call(person):
    for number in (OWN, SON, HOUSE):
        called(person, number, ContactOutcome.OUT_OF_SERVICE)

    assert next_best_number(person) == ""


def test_a_long_history_costs_no_more_queries_than_none(person):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            case_of(person)
            done_for(person)
        return len(captured)

    none = asked()
    for _each in range(3):
        called(person, OWN, ContactOutcome.REACHED)
        ServiceFactory(person=person)
        NeedFactory(person=person)

    assert asked() == none


def test_an_inspector_reads_and_has_nobody_in_their_care(person):
    officer = village_officer_of(RegionFactory())
    own = officer.memberships.get().bureau.region
    appoint(officer, Role.INSPECTOR, officer_bureau(person.region), by=None)
    mine = PersonFactory(region=own)

    assert list(people_in_care_of(officer)) == [mine]


def officer_bureau(region):
    return village_officer_of(region).memberships.get().bureau


def test_the_longest_overdue_is_due_first(person):
    today = timezone.localdate()
    officer = village_officer_of(person.region)
    late = CaseFactory(person__region=person.region, next_step="a", next_on=today - timedelta(2))
    now = CaseFactory(person=person, next_step="b", next_on=today)
    CaseFactory(person__region=person.region, next_step="c", next_on=today + timedelta(1))
    CaseFactory(person__region=person.region, next_step="d", next_on=today, closed_on=today)
    CaseFactory(next_step="e", next_on=today)

    assert list(cases_due(officer, today)) == [late, now]
