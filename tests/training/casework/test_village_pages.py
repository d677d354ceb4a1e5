from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.casework import CaseFactory, ContactAttemptFactory, ServiceFactory
from tests.factories.courses import TradeFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import (
    BureauFactory,
    EmployerFactory,
    RegionFactory,
    UserFactory,
    manager_of,
    member,
    officer_of,
    village_officer_of,
)
from tests.factories.people import PersonFactory, worker_on
from training.casework.models import Case, ContactAttempt, Need, Service
from training.casework.states import ContactOutcome, ServiceKind, Willingness
from training.organisations.states import Role
from training.people.models import Phone
from training.people.states import HardshipCause, Relation, StandingList

pytestmark = pytest.mark.django_db
DOORS = ["person", "contact", "service", "need", "step"]


@pytest.fixture
def village():
    return RegionFactory(code="445102999001", parent=RegionFactory(code="445102"))


@pytest.fixture
def person(village):
    return PersonFactory(name="林阿婆", region=village, phone="13800138000")


@pytest.fixture
def officer(village, client):
    officer = village_officer_of(village)
    client.force_login(officer)
    return officer


def door(name, person):
    return reverse(f"training:village_{name}", args=[person.pk])


def test_the_short_form_stands_first_and_nothing_sensitive_at_all(client, officer, person):
    person.hardship_cause = HardshipCause.ILLNESS
    person.hardship_consent_at = timezone.now()
    person.save()
    person.list_places.create(list=StandingList.EDGE, since=timezone.localdate())
    EnrolmentFactory(person=person)

    page = client.get(door("person", person)).text

    assert person.masked_id_number in page
    assert person.id_number not in page
    assert "At the edge, not on file" in page
    assert "Illness" not in page
    assert 'href="tel:13800138000"' in page
    assert len(page) < 60_000


def test_a_dead_number_is_struck_through_and_the_next_one_chosen(client, officer, person):
    Phone.objects.create(person=person, number="13900139000", relation=Relation.CHILD)
    ContactAttemptFactory(person=person, outcome=ContactOutcome.EMPTY)

    assert "<s>13800138000</s>" in client.get(door("person", person)).text
    form = client.get(door("contact", person)).context["form"]
    assert form["number"].initial == "13900139000"


def test_a_call_is_written_down(client, officer, person):
    told = {"channel": "phone", "number": person.phone, "outcome": ContactOutcome.REACHED}
    told["note"] = "晚上再打"

    page = client.post(door("contact", person), told, follow=True)
    client.post(door("contact", person), told)

    assert page.redirect_chain == [(door("person", person), 302)]
    assert "The attempt is written down." in page.text
    assert "晚上再打" in page.text
    attempt = ContactAttempt.objects.get()
    assert (attempt.outcome, attempt.number, attempt.by) == ("reached", person.phone, officer)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"channel": "phone", "outcome": "reached"}, "number"),
        ({"channel": "visit", "outcome": "empty"}, "outcome"),
        ({"channel": "phone", "number": "13900000000", "outcome": "reached"}, "number"),
        ({"channel": "phone", "number": "13800138000"}, "outcome"),
    ],
    ids=["which number", "a door is not out of service", "not theirs", "how it ended"],
)
def test_what_does_not_fit_is_said_at_the_question(client, officer, person, told, field):
    page = client.post(door("contact", person), told)

    assert list(page.context["form"].errors) == [field]
    assert not ContactAttempt.objects.exists()


def test_somebody_without_a_telephone_is_visited(client, officer, person):
    person.phone = ""
    person.save()

    client.post(door("contact", person), {"channel": "visit", "outcome": "reached"})

    assert ContactAttempt.objects.get().number == ""


def test_a_service_is_written_down_once(client, officer, person):
    today = timezone.localdate()
    told = {"kind": ServiceKind.VISIT, "on": today.isoformat(), "note": "送药"}

    client.post(door("service", person), told)
    client.post(door("service", person), told)

    service = Service.objects.get()
    assert (service.kind, service.on, service.note) == ("visit", today, "送药")
    assert "送药" in client.get(door("person", person)).text


def test_nothing_is_written_down_for_tomorrow(client, officer, person):
    tomorrow = (timezone.localdate() + timedelta(1)).isoformat()

    page = client.post(door("service", person), {"kind": "visit", "on": tomorrow})

    assert list(page.context["form"].errors) == ["on"]


def test_a_wish_is_written_down(client, officer, person):
    trade, today = TradeFactory(), timezone.localdate()
    told = {"willingness": Willingness.YES, "trade": trade.pk, "time": "evening", "on": today}

    client.post(door("need", person), told)

    need = Need.objects.get()
    assert (need.trade, need.time, need.place) == (trade, "evening", "")


def test_a_step_is_planned_and_due_on_its_day_on_top_of_the_village(client, officer, person):
    today = timezone.localdate()

    client.post(door("step", person), {"next_step": "陪同体检", "next_on": today.isoformat()})

    assert [case.person for case in client.get(reverse("training:village")).context["due"]] == [
        person
    ]
    client.post(door("step", person), {})
    assert Case.objects.get().next_on is None


@pytest.mark.parametrize(
    ("someone", "status"),
    [
        (lambda village: village_officer_of(RegionFactory(code="445102999002")), 404),
        (lambda village: officer_of(village.parent), 200),
        (lambda village: officer_of(RegionFactory()), 404),
        (lambda village: member(Role.INSPECTOR, BureauFactory(region=village.parent)), 404),
        (lambda village: manager_of(EnrolmentFactory().training_class.provider), 404),
        (lambda village: worker_on("13800138000", *village.residents.all()), 404),
        (lambda village: UserFactory(), 404),
    ],
    ids=[
        "of another village",
        "bureau",
        "bureau elsewhere",
        "inspector",
        "school",
        "the person",
        "nobody",
    ],
)
def test_whose_people_they_are(client, village, person, someone, status):
    client.force_login(someone(village))

    assert [client.get(door(name, person)).status_code for name in DOORS] == [status] * 5


def test_a_visitor_signs_in_first(client, person):
    assert all(client.get(door(name, person)).status_code == 302 for name in DOORS)


def test_a_long_history_costs_no_more_queries(client, officer, person, queries_for):
    CaseFactory(person=person)
    some = {"person": person}
    ServiceFactory(**some), ContactAttemptFactory(**some), EnrolmentFactory(**some)
    few = queries_for(door("person", person))

    ServiceFactory.create_batch(2, **some)
    ContactAttemptFactory.create_batch(2, **some)
    EnrolmentFactory.create_batch(2, **some)

    assert queries_for(door("person", person)) == few


def test_many_due_cost_no_more_queries_than_one(client, officer, village, queries_for):
    due = {"person__region": village, "next_step": "a", "next_on": timezone.localdate()}
    CaseFactory(**due)
    one = queries_for(reverse("training:village"))

    CaseFactory.create_batch(2, **due)

    assert queries_for(reverse("training:village")) == one


# What a firm sees of the people introduced to it


@pytest.fixture
def firm():
    return EmployerFactory()


def introduced(firm, **person):
    person = {"person__referral_consent_at": timezone.now()} | person
    return ServiceFactory(kind=ServiceKind.JOB_INTRODUCTION, employer=firm, **person)


def test_a_firm_reads_who_was_introduced_as_long_as_they_agree(client, firm):
    seen = introduced(firm, person__phone="13800138001")
    introduced(firm, person__referral_consent_at=None)
    introduced(EmployerFactory())
    ServiceFactory()
    client.force_login(member(Role.EMPLOYER, firm))

    page = client.get(reverse("training:referrals"))

    assert [service for service, _age in page.context["rows"]] == [seen]
    assert "13800138001" in page.text
    assert seen.person.masked_id_number not in page.text
    assert reverse("training:referrals") in client.get(reverse("training:orders")).text


def test_three_introductions_cost_no_more_queries_than_one(client, firm, queries_for):
    introduced(firm)
    client.force_login(member(Role.EMPLOYER, firm))
    one = queries_for(reverse("training:referrals"))

    introduced(firm), introduced(firm)

    assert queries_for(reverse("training:referrals")) == one


@pytest.mark.parametrize("someone", [UserFactory, lambda: officer_of(RegionFactory())])
def test_nobody_else_reads_introductions(client, someone):
    client.force_login(someone())

    assert client.get(reverse("training:referrals")).status_code == 403
