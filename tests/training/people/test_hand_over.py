from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.factories.organisations import BureauFactory, RegionFactory, member, officer_of
from tests.factories.people import PersonFactory
from training.organisations.states import Role

pytestmark = pytest.mark.django_db
URL = "training_person:hand_over"


@pytest.fixture
def region():
    return RegionFactory()


def sheet_of(page):
    book = openpyxl.load_workbook(BytesIO(b"".join(page.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.rows]


def test_whole_numbers_go_out_as_texts_for_a_reason_that_stays(office, region):
    officer = officer_of(region)
    person = PersonFactory(region=region, name="=1+1陈", sex="f")
    PersonFactory(region=RegionFactory())

    page = office(officer).post(reverse(URL), {"reason": "社保核对"})

    rows = sheet_of(page)
    assert [row[:2] for row in rows[1:]] == [["=1+1陈", person.id_number]]
    entry = ModelLogEntry.objects.get(action="training.hand_over")
    assert (entry.user, entry.data["reason"], entry.data["rows"]) == (officer, "社保核对", 1)


def test_without_a_reason_nothing_goes_out(office, region):
    page = office(officer_of(region)).post(reverse(URL), {"reason": ""})

    assert page.context["form"].errors["reason"]
    assert not ModelLogEntry.objects.filter(action="training.hand_over").exists()


def test_the_filters_of_the_list_hold_for_the_file(office, region):
    PersonFactory(region=region, category="employee")
    kept = PersonFactory(region=region, category="graduate")

    page = office(officer_of(region)).post(f"{reverse(URL)}?category=graduate", {"reason": "x"})

    assert [row[1] for row in sheet_of(page)[1:]] == [kept.id_number]


def test_an_inspector_takes_no_numbers_away(office, region):
    PersonFactory(region=region)
    inspector = member(Role.INSPECTOR, BureauFactory(region=region))

    page = office(inspector).post(reverse(URL), {"reason": "x"})

    assert page.status_code == 302
    assert not ModelLogEntry.objects.filter(action="training.hand_over").exists()
