from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories.classes import TrainingClassFactory
from tests.factories.courses import CourseFactory
from tests.factories.orders import InterestFactory, OrderLineFactory
from tests.factories.organisations import (
    ProviderFactory,
    RegionFactory,
    inspector_of,
    manager_of,
    officer_of,
)
from training.desk.demand import demand_for
from training.orders.actions import offer
from training.orders.states import Closed, OrderState
from training.organisations.states import RegionLevel

pytestmark = pytest.mark.django_db

PAGE = "training_demand"


@pytest.fixture
def county():
    return RegionFactory()


@pytest.fixture
def township(county):
    return RegionFactory(code=f"{county.code}101", parent=county, level=RegionLevel.TOWNSHIP)


@pytest.fixture
def course():
    return CourseFactory()


def waiting(count, course, region, since=date(2026, 3, 1)):
    return [InterestFactory(course=course, region=region, since=since) for _ in range(count)]


def told(rows):
    return [(row.place, row.waiting, row.since, row.ordered, row.offered) for row in rows]


def test_who_waits_and_what_is_ordered_and_offered(county, township, course, by):
    waiting(3, course, county)
    waiting(4, course, township, since=date(2026, 2, 1))
    line = OrderLineFactory(course=course, region=township, seats=30)
    OrderLineFactory(course=course, region=county, seats=10)
    for seats in (18, 6):
        offer(TrainingClassFactory(course=course), line, seats, by=by)

    rows = demand_for(officer_of(county), region=None)

    assert [row[:3] for row in told(rows)] == [(county, 7, date(2026, 2, 1))]
    assert told(demand_for(by)) == [(county, 7, date(2026, 2, 1), 40, 24)]


def test_a_county_is_told_by_its_townships(county, township, course, by):
    waiting(3, course, county)
    waiting(4, course, township)

    rows = demand_for(by, region=county)

    assert {row.place: row.waiting for row in rows} == {county: 3, township: 4}


def test_what_is_closed_or_not_approved_is_no_demand(county, course, by):
    (gone,) = waiting(1, course, county)
    gone.closed_at, gone.closed_because = gone.person.registered_at, Closed.ENROLLED
    gone.save()
    OrderLineFactory(course=course, region=county, order__state=OrderState.PLACED)

    assert demand_for(by) == []


def test_a_provider_is_not_told_of_fewer_than_five(county, course, township):
    other = CourseFactory()
    waiting(4, course, county)
    waiting(5, other, county)

    rows = demand_for(manager_of(ProviderFactory()))

    assert {row.course: (row.waiting, row.since) for row in rows} == {
        course: (None, None),
        other: (5, date(2026, 3, 1)),
    }


def test_a_provider_reads_numbers_and_no_names(office, county, course):
    people = [row.person for row in waiting(4, course, county)]

    page = office(manager_of(ProviderFactory())).get(reverse(PAGE))

    assertContains(page, "fewer than 5")
    assertNotContains(page, "2026-03-01")
    for person in people:
        assertNotContains(page, person.name)
    assertNotContains(page, reverse("training_interest:index"))


def test_an_officer_reads_of_their_own_places_alone(county, course):
    waiting(2, course, county)
    waiting(3, course, RegionFactory())

    for reader in (officer_of(county), inspector_of(county)):
        assert [(row.place, row.waiting) for row in demand_for(reader)] == [(county, 2)]


def test_an_officer_turns_demand_into_an_order_with_one_button(office, county, course):
    waiting(7, course, county)

    page = office(officer_of(county)).get(reverse(PAGE))

    door = page.context["rows"][0]["order"]
    assert door == f"{reverse('training_order:add')}?course={course.pk}&region={county.pk}&seats=7"
    assertContains(page, "Order for them")


def test_an_inspector_has_no_such_button(office, county, course):
    waiting(7, course, county)

    page = office(inspector_of(county)).get(reverse(PAGE))

    assert "order" not in page.context["rows"][0]


def test_three_places_take_as_many_queries_as_one(office, county, course):
    client = office(officer_of(county))

    def cost():
        client.get(reverse(PAGE))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(PAGE))
        return len(captured)

    waiting(1, course, county)
    OrderLineFactory(course=course, region=county, order__employer__region=county)
    one = cost()
    for _ in range(2):
        waiting(2, CourseFactory(), county)
        OrderLineFactory(region=county, order__employer__region=county)

    assert cost() == one
