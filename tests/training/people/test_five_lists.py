"""“Five lists” in the back office."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.log_actions import registry

from tests.factories.organisations import (
    ProviderFactory,
    RegionFactory,
    manager_of,
    officer_of,
    village_officer_of,
)
from tests.factories.people import PersonFactory
from training.people.standing import move_to_list
from training.people.states import StandingList

pytestmark = pytest.mark.django_db
DAYS = {"first": "2026-01-01", "last": "2026-05-01"}


@pytest.fixture
def region():
    return RegionFactory(code="445102")


def poor_then_employed(region, by, count=1):
    for person in PersonFactory.create_batch(count, region=region):
        move_to_list(person, StandingList.POOR, on=date(2026, 1, 1), by=by)
        move_to_list(person, StandingList.EMPLOYED, on=date(2026, 3, 1), by=by)


def page(client, door="index", **asked):
    return client.get(reverse(f"training_lists:{door}"), DAYS | asked)


def test_the_table_tells_then_now_and_who_moved(office, region, by):
    poor_then_employed(region, by, count=2)
    poor_then_employed(RegionFactory(code="440300"), by)

    answer = page(office(officer_of(region)))

    table = answer.context["table"]
    assert [(str(name), *counts) for name, *counts in table.both if any(counts)] == [
        ("Not yet out of poverty", 2, 0, -2),
        ("Already in work", 0, 2, 2),
    ]
    assert table.moved == 2
    assert "2 people stand elsewhere than then." in answer.text


def test_the_file_tells_the_same_and_that_it_was_taken(office, region, by):
    poor_then_employed(region, by)
    user = officer_of(region)

    answer = page(office(user), "export")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == ["Not yet out of poverty", "0", "0", "0", "0", "1", "0", "1"]
    assert rows[-1][-1] == "1"
    assert registry.get_logs_for_instance(user).get().action == "training.export"


def queries_of(client):
    page(client)
    with CaptureQueriesContext(connection) as captured:
        page(client)
    return len(captured)


def test_the_page_takes_as_many_queries_for_three_as_for_one(office, region, by):
    client = office(officer_of(region))
    poor_then_employed(region, by)
    one = queries_of(client)
    poor_then_employed(region, by, count=2)

    assert queries_of(client) == one


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"first": "2026-06-01"}, "The first day must not come after the second."),
        ({"last": "2999-01-01"}, "This day has not come yet."),
        ({"first": "gestern"}, "Enter a valid date."),
    ],
    ids=["upside down", "the future", "no date"],
)
def test_days_that_cannot_be_compared_are_told_at_the_field(office, region, wrong, sentence):
    answer = page(office(officer_of(region)), **wrong)

    assert answer.context["table"] is None
    assert sentence in answer.text


def test_another_county_is_not_among_the_choices(office, region):
    elsewhere = RegionFactory(code="440300")

    answer = page(office(officer_of(region)), region=elsewhere.pk)

    assert list(answer.context["form"].errors) == ["region"]


@pytest.mark.parametrize("door", ["index", "export"])
def test_schools_and_village_officers_have_no_such_page(office, region, door):
    for user in (manager_of(ProviderFactory(region=region)), village_officer_of(region)):
        assert page(office(user), door).status_code in {302, 403}
