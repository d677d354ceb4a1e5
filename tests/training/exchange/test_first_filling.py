"""A first filling goes without the indexes people are searched by, and puts them back."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories.exchange import checked, table
from tests.factories.organisations import RegionFactory, officer_of
from training.exchange import actions
from training.exchange.actions import begin, work_on
from training.exchange.states import FileState
from training.people.models import Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps its indexes"),
]


@pytest.fixture
def file(monkeypatch):
    monkeypatch.setattr(actions, "FILLING", 1)
    region = RegionFactory(code="445102", name="湘桥区")
    RegionFactory(code="445102007", name="桥东街道", parent=region, level="township")
    rows = [["陈秀英", "445102196903082265", "13800000000", "桥东街道", "务农"]]
    officer = officer_of(region)
    return begin(checked(table(rows), by=officer), FileState.IMPORTING, by=officer)


def indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'training_person'")
        return {how for (how,) in cursor.fetchall()}


def test_the_indexes_are_off_while_it_fills_and_back_afterwards(file):
    before, meanwhile = indexes(), []

    work_on(file, tell=lambda _file: meanwhile.append(indexes()))

    assert meanwhile[0] < before
    assert all("UNIQUE" in how for how in meanwhile[0])
    assert indexes() == before
    assert Person.objects.get(name__holds="秀英").name == "陈秀英"


def test_a_filling_that_breaks_off_puts_them_back(file, monkeypatch):
    before = indexes()
    monkeypatch.setattr(actions.Landing, "land", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        work_on(file)

    assert indexes() == before


def test_what_a_killed_worker_took_off_is_put_back_by_the_tidying(file):
    before = indexes()
    file.rows = 1
    actions._make_way(file)
    assert indexes() < before

    type(file).objects.update(touched_at="2020-01-01T00:00Z")
    call_command("tidy_register")

    assert indexes() == before


def test_a_register_that_is_lived_in_keeps_its_indexes(file):
    before, meanwhile = indexes(), []
    Person(name="李明", id_number="445102198501010014", id_index="x").save()

    work_on(file, tell=lambda _file: meanwhile.append(indexes()))

    assert meanwhile == [before]
