"""The invented province, small."""

import csv
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from stdnum import luhn

from demo.organisations import PASSWORD
from demo.province import HEADINGS, make_regions, rows
from demo.province_register import people_of_the_province
from training.exchange.imports.people import PersonReader
from training.exchange.imports.places import Gazetteer
from training.organisations.models import Bureau, Region
from training.organisations.states import RegionLevel
from training.people.cleaning import clean_id_number, clean_name
from training.people.headings import guess_columns
from training.people.models import Person

SEVERAL = 2000
NUMBER, ACCOUNT = HEADINGS.index("身份证号码"), HEADINGS.index("银行账号")


def make(**options):
    call_command("make_province", people=500, stdout=StringIO(), force=True, **options)


def test_the_same_seed_draws_the_same_people():
    assert list(rows(50, seed=7)) == list(rows(SEVERAL, seed=7))[:50]
    assert list(rows(50, seed=7)) != list(rows(50, seed=8))


def test_no_two_people_share_an_identity_number():
    assert len({row[NUMBER] for row in rows(SEVERAL)}) == SEVERAL


def test_every_name_and_number_is_one_the_register_takes():
    for row in rows(SEVERAL):
        assert clean_name(row[0]) == row[0]
        assert clean_id_number(row[NUMBER]) == row[NUMBER]
        assert not row[ACCOUNT] or luhn.is_valid(row[ACCOUNT])


def test_some_names_have_a_rare_sign_or_a_dot():
    names = "".join(row[0] for row in rows(SEVERAL))

    assert "·" in names
    assert any(sign in names for sign in "䶮𬭎㛃𠅤")


def test_a_week_later_a_share_of_the_people_has_changed_in_a_cell_or_two():
    differing = [
        sum(one != other for one, other in zip(before, after, strict=True))
        for before, after in zip(rows(SEVERAL), rows(SEVERAL, changed=0.05), strict=True)
    ]

    assert {count for count in differing if count} == {1, 2}
    assert 0.03 < sum(map(bool, differing)) / SEVERAL < 0.07


def test_a_file_is_written_without_the_database(tmp_path):
    make(csv=tmp_path / "province.csv")

    with (tmp_path / "province.csv").open(encoding="utf-8", newline="") as file:
        written = [tuple(row) for row in csv.reader(file)]
    assert written == [HEADINGS, *rows(500)]


@pytest.mark.django_db
def test_the_register_holds_the_people_as_they_were_drawn():
    make()

    first = next(rows(1))
    person = Person.objects.with_id_number(first[NUMBER]).get()
    assert people_of_the_province().count() == 500
    assert person.name == first[0]
    assert person.birth_date.isoformat() == first[HEADINGS.index("出生日期")]
    assert person.sex == {"男": "m", "女": "f"}[first[2]]
    assert person.region.level == RegionLevel.VILLAGE
    assert person.household_region == person.region.parent


@pytest.mark.django_db
def test_the_province_has_an_office_for_every_county_and_fifteen_thousand_villages():
    make(officers=True)

    officer = authenticate(username="officer-360121", password=PASSWORD)
    seen = Person.objects.visible_to(officer)
    assert Region.objects.filter(level=RegionLevel.VILLAGE).count() == 15_000
    assert Bureau.objects.count() == 100
    assert 0 < seen.count() < 500
    assert {person.region.code[:6] for person in seen} == {"360121"}


@pytest.mark.django_db
def test_a_province_with_people_is_drawn_anew_only_when_asked():
    make()

    with pytest.raises(CommandError):
        make()
    make(again=True, seed=5)

    assert people_of_the_province().count() == 500
    assert not Person.objects.with_id_number(next(rows(1))[NUMBER]).exists()


@pytest.mark.django_db
def test_invented_people_do_not_come_among_real_ones():
    with pytest.raises(CommandError):
        call_command("make_province", people=5, stdout=StringIO())

    assert not Region.objects.filter(code="36").exists()


@pytest.mark.django_db
def test_the_import_takes_every_row():
    make_regions()
    everywhere = Gazetteer(Region.objects.all())
    reader = PersonReader(guess_columns(HEADINGS), homes=everywhere, households=everywhere)

    assert set(guess_columns(HEADINGS).values()) == set(range(len(HEADINGS)))
    for row in rows(500):
        reader.read(list(row))  # raises where it refuses
        assert everywhere.place(row[HEADINGS.index("户口所在地")]) > 0
