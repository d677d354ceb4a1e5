"""The person's page, the list of cases and the ledger in the back office."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry

from tests.factories.casework import (
    CaseFactory,
    ContactAttemptFactory,
    NeedFactory,
    ServiceFactory,
)
from tests.factories.organisations import (
    BureauFactory,
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    UserFactory,
    manager_of,
    member,
    officer_of,
)
from tests.factories.people import PersonFactory
from training.casework.models import Case, ContactAttempt, Need, Service
from training.casework.states import Stage
from training.desk.person_views import ENTRIES
from training.organisations.states import Role
from training.people.states import HardshipCause

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def county():
    return RegionFactory(code="445102")


@pytest.fixture
def officer(county):
    return officer_of(county)


@pytest.fixture
def client(office, officer):
    return office(officer)


@pytest.fixture
def person(county):
    return PersonFactory(region=county, phone="13800138000")


def door(name, person):
    return reverse(f"training_person:{name}", args=[person.pk])


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# the person's page


def test_the_page_tells_the_whole_case(client, person):
    CaseFactory(person=person, next_step="陪同体检", next_on=TODAY()).stages.create(
        stage=Stage.SURVEYED, on=TODAY()
    )
    ServiceFactory(person=person, note="送药")
    ContactAttemptFactory(person=person, note="下午再打")
    NeedFactory(person=person, note="想学月嫂")

    page = client.get(door("inspect", person)).text

    for told in ("陪同体检", "送药", "下午再打", "想学月嫂", "Services given: 1"):
        assert told in page
    assert door("record_service", person) in page
    assert door("reopen_case", person) not in page


def test_a_long_history_costs_no_more_queries(client, person):
    some = {"person": person}
    CaseFactory(**some)
    ServiceFactory(**some), ContactAttemptFactory(**some), NeedFactory(**some)
    few = queries(client, door("inspect", person))

    for factory in (ServiceFactory, ContactAttemptFactory, NeedFactory):
        factory.create_batch(2, **some)

    assert queries(client, door("inspect", person)) == few


def test_what_an_officer_writes_down(client, county, officer, person):
    today = TODAY().isoformat()
    firm = EmployerFactory(region=county)
    person.referral_consent_at = timezone.now()
    person.save()
    at = f"{timezone.localtime() - timedelta(hours=1):%Y-%m-%dT%H:%M}"

    for name, told in {
        "record_need": {"willingness": "yes", "on": today},
        "record_service": {"kind": "job_introduction", "on": today, "employer": firm.pk},
        "record_contact": {
            "channel": "phone",
            "number": person.phone,
            "outcome": "reached",
            "at": at,
        },
        "plan_step": {"next_step": "陪同体检", "next_on": today},
        "reach_stage": {"stage": Stage.IN_CARE, "on": today},
        "name_officer": {"officer": officer.pk},
        "close_case": {"reason": "搬走了", "on": today},
        "reopen_case": {"reason": "回来了"},
    }.items():
        assert client.post(door(name, person), told).status_code == 302, name

    person.refresh_from_db()
    case = Case.objects.get()
    assert (case.stage, case.next_step, case.closed_on) == (Stage.IN_CARE, "陪同体检", None)
    assert person.officer == officer
    assert Service.objects.get().employer == firm
    assert ContactAttempt.objects.get().by == Need.objects.get().by == officer


def test_a_wrong_entry_is_struck_out_with_its_reason(client, person):
    service, other = ServiceFactory(person=person), ServiceFactory()
    address = door("strike_service", person)

    client.post(address, {"service": service.pk, "reason": ""})
    client.post(address, {"service": other.pk, "reason": "记错人"})
    assert Service.objects.count() == 2
    client.post(address, {"service": service.pk, "reason": "记错人"})

    assert list(Service.objects.all()) == [other]


@pytest.mark.parametrize(
    ("name", "told", "field"),
    [
        ("record_service", {"kind": "job_introduction", "employer": "firm"}, "employer"),
        ("record_service", {"kind": "visit", "employer": "firm"}, "employer"),
        ("reach_stage", {"stage": Stage.SURVEYED}, "reason"),
        ("plan_step", {"next_step": "", "next_on": "2099-01-01"}, "next_step"),
        ("name_officer", {"officer": "stranger"}, "officer"),
    ],
    ids=["no consent", "no introduction", "back without reason", "no words", "stranger"],
)
def test_a_refusal_is_read_at_its_question(client, county, person, name, told, field):
    CaseFactory(person=person, stage=Stage.IN_WORK)
    rows = {"firm": EmployerFactory(region=county).pk, "stranger": UserFactory().pk}
    told = {key: rows.get(value, value) for key, value in told.items()}

    page = client.post(door(name, person), {"on": TODAY().isoformat()} | told)

    assert list(page.context["form"].errors) == [field]
    assert not Service.objects.exists()


def test_an_inspector_reads_and_writes_nothing(office, county, person):
    CaseFactory(person=person)
    client = office(member(Role.INSPECTOR, BureauFactory(region=county)))

    page = client.get(door("inspect", person))

    assert page.status_code == 200
    assert door("record_service", person) not in page.text
    for entry in ENTRIES:
        refused = client.post(door(entry.slug, person), {"kind": "visit", "on": TODAY()})
        assert refused.status_code == 302
        assert refused.url == reverse("wagtailadmin_home")
    assert not Service.objects.exists()


def test_nobody_elses_person_has_a_page(client):
    person = PersonFactory(region=RegionFactory())

    assert {client.get(door(entry.slug, person)).status_code for entry in ENTRIES} == {404}


# cases


def listed(client, **query):
    page = client.get(reverse("training_case:index"), query)
    return {case.person.name for case in page.context["object_list"]}


def test_an_officer_finds_the_cases_in_their_care_and_the_overdue(client, county, officer):
    yesterday = TODAY() - timedelta(1)
    CaseFactory(person__name="甲", person__region=county, person__officer=officer)
    CaseFactory(person__name="乙", person__region=county, next_step="a", next_on=yesterday)
    CaseFactory(
        person__name="丙",
        person__region=county,
        next_on=yesterday,
        opened_on=yesterday,
        closed_on=yesterday,
        stage=Stage.IN_WORK,
    )
    CaseFactory(person__name="丁")

    assert listed(client) == {"甲", "乙", "丙"}
    assert listed(client, mine="true") == {"甲"}
    assert listed(client, mine="false") == {"乙", "丙"}
    assert listed(client, overdue="true") == {"乙"}
    assert listed(client, overdue="false") == {"甲", "丙"}
    assert listed(client, closed="true") == listed(client, stage=Stage.IN_WORK) == {"丙"}


def test_whose_step_is_due_first_stands_before_who_has_none(client, county):
    for name, days in (("甲", None), ("乙", 3), ("丙", -1)):
        on = None if days is None else TODAY() + timedelta(days)
        CaseFactory(person__name=name, person__region=county, next_step="a", next_on=on)

    page = client.get(reverse("training_case:index"))

    assert [case.person.name for case in page.context["object_list"]] == ["丙", "乙", "甲"]


def test_the_list_leads_to_the_person(client, person):
    CaseFactory(person=person)

    assert door("inspect", person) in client.get(reverse("training_case:index")).text


def test_three_cases_cost_no_more_queries_than_one(client, county, officer):
    address = reverse("training_case:index")
    CaseFactory(person__region=county, person__officer=officer)
    one = queries(client, address)

    CaseFactory.create_batch(2, person__region=county, person__officer=officer)

    assert queries(client, address) == one


def test_cases_are_taken_away_with_masked_numbers(client, officer, person):
    CaseFactory(person=person, next_step="=1+1")

    page = client.get(reverse("training_case:index"), {"export": "csv"})
    text = b"".join(page.streaming_content).decode("utf-8-sig")

    assert person.masked_id_number in text
    assert person.id_number not in text
    assert "'=1+1" in text


# the ledger


@pytest.fixture
def village(county):
    return RegionFactory(code="445102104203", name="=镜山村", parent=county)


def ledger_of(client, name="training_ledger", **query):
    return client.get(reverse(name), query)


def test_the_ledger_says_what_is_known_and_what_is_not(client, village):
    agreed = {"hardship_cause": HardshipCause.ILLNESS, "hardship_consent_at": timezone.now()}
    sick = PersonFactory.create_batch(2, region=village, **agreed)
    PersonFactory(region=village)
    ServiceFactory(person=sick[0])
    ServiceFactory(person=sick[0], on=TODAY() - timedelta(400))
    ContactAttemptFactory(person=sick[1])

    page = ledger_of(client)

    total = page.context["total"]
    assert (total.people, total.person_times, total.tried) == (3, 1, 1)
    assert "2 of 3" in page.text
    assert [ledger.people for ledger, _url in page.context["rows"]] == [3]
    longer = ledger_of(client, since="2020-01-01", region=village.pk)
    assert longer.context["total"].person_times == 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"region": "999999"}, "region"),
        ({"region": "x"}, "region"),
        ({"since": "heute"}, "since"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "__all__"),
    ],
)
def test_a_question_that_cannot_be_answered_is_asked_again(client, village, query, field):
    for name in ("training_ledger", "training_ledger_print", "training_ledger_export"):
        page = ledger_of(client, name, **query)
        assert list(page.context["form"].errors) == [field]


def test_another_county_is_no_choice(client):
    elsewhere = RegionFactory(code="440300")

    page = ledger_of(client, region=elsewhere.pk)

    assert list(page.context["form"].errors) == ["region"]
    assert elsewhere.name not in page.text


def test_the_ledger_prints_on_a_sheet_of_its_own(client, village):
    PersonFactory(region=village)

    page = ledger_of(client, "training_ledger_print")

    assert "print-sheet" in page.text
    assert "1 person is registered here today" in page.text


def test_the_ledger_is_taken_away_harmless_and_on_record(client, officer, village):
    ServiceFactory(person__region=village)

    text = ledger_of(client, "training_ledger_export", file="csv").content.decode()
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    book = openpyxl.load_workbook(
        BytesIO(ledger_of(client, "training_ledger_export", file="xlsx").content)
    )

    assert text.startswith("\ufeff")
    assert [(row["Region"], row["People"], row["Person-times"]) for row in rows] == [
        ("'=镜山村", "1", "1"),
        ("All together", "1", "1"),
    ]
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == ("=镜山村", "s")
    entries = registry.get_logs_for_instance(officer).filter(action="training.export")
    assert [entry.data["what"] for entry in entries] == ["ledger", "ledger"]


def test_ten_villages_cost_no_more_queries_than_one(client, county, village):
    PersonFactory(region=village)
    one = queries(client, reverse("training_ledger"))

    for number in range(9):
        place = RegionFactory(code=f"44510210430{number}", parent=county)
        ServiceFactory(person__region=place)

    assert queries(client, reverse("training_ledger")) == one


@pytest.mark.parametrize(
    ("someone", "opens"),
    [
        (officer_of, True),
        (lambda county: member(Role.INSPECTOR, BureauFactory(region=county)), True),
        (lambda county: manager_of(ProviderFactory(region=county)), False),
    ],
    ids=["officer", "inspector", "school"],
)
def test_who_reads_the_ledger(office, county, someone, opens):
    client = office(someone(county))

    for name in ("training_ledger", "training_ledger_print", "training_ledger_export"):
        assert (ledger_of(client, name).status_code == 200) is opens
    assert (reverse("training_ledger") in client.get(reverse("wagtailadmin_home")).text) is opens
