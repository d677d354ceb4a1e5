"""Who signs in with a person's phone may act for that person."""

import pytest

from tests.factories.organisations import RegionFactory
from tests.factories.people import PersonFactory, worker_on
from training.people.actions import register

pytestmark = pytest.mark.django_db


def test_a_new_person_is_tied_to_the_login_of_their_phone(by):
    user = worker_on("13800138000")

    person = register("陈秀英", PersonFactory.build().id_number, "13800138000", by=by)

    assert person.user == user


def test_a_corrected_phone_takes_the_login_along(by):
    person = PersonFactory()
    stranger, daughter = worker_on("13800138001", person), worker_on("13800138002")

    person = register(person.name, person.id_number, "13800138002", by=by, vouched=True)

    assert person.user == daughter
    assert not stranger.people.exists()


def test_registering_tells_a_place_that_was_unknown_and_moves_nobody(by):
    here, elsewhere = RegionFactory(), RegionFactory()
    person = PersonFactory(region=None)

    register(person.name, person.id_number, person.phone, by=by, region=here)
    person = register(person.name, person.id_number, person.phone, by=by, region=elsewhere)

    assert person.region == here
