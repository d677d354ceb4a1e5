"""The voucher pages of a worker and of a village officer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.courses import CourseFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.entitlements import EntitlementFactory, IssueFactory
from tests.factories.organisations import (
    BureauFactory,
    RegionFactory,
    VenueFactory,
    village_officer_of,
)
from tests.factories.people import PersonFactory, worker_on
from training.entitlements.models import Entitlement
from training.entitlements.states import ClaimChannel, EntitlementState
from training.organisations.states import RegionLevel

pytestmark = pytest.mark.django_db


def mine():
    return reverse("training:entitlements")


@pytest.fixture
def county():
    return RegionFactory(code="445102", name="湘桥区")


@pytest.fixture
def village(county):
    return RegionFactory(code="445102999001", parent=county, level=RegionLevel.VILLAGE)


@pytest.fixture
def person(village):
    return PersonFactory(name="林阿婆", region=village)


@pytest.fixture
def worker(client, person):
    user = worker_on("13800138000", person)
    client.force_login(user)
    return user


@pytest.fixture
def issue(county):
    trade = CourseFactory().trade
    return IssueFactory(bureau=BureauFactory(region=county), name="粤菜师傅券", trades=[trade])


def claim(client, issue, person):
    address = reverse("training:claim_entitlement", args=[issue.pk])
    return client.post(address, {"person": person.pk}, follow=True)


def test_a_worker_sees_what_one_may_have_and_gets_it(client, worker, person, issue):
    offered = client.get(mine()).text

    page = claim(client, issue, person).text

    voucher = Entitlement.objects.get()
    assert "Get this voucher" in offered
    assert "Get this voucher" not in page
    assert voucher.number in page
    assert (voucher.person, voucher.channel, voucher.by) == (person, ClaimChannel.SELF, worker)


def test_a_voucher_leads_to_the_classes_it_is_good_for(client, worker, person, issue):
    page = claim(client, issue, person).text

    assert "?trade=cooking&amp;free=on" in page


def test_what_one_cannot_have_says_why(client, worker, issue):
    issue.groups = ["veteran"]
    issue.save()

    page = client.get(mine()).text

    assert "These vouchers are for: Veteran." in page
    assert "Get this voucher" not in page


def test_a_refused_claim_says_why_and_gives_nothing(client, worker, person, issue):
    issue.groups = ["veteran"]
    issue.save()

    page = claim(client, issue, person).text

    assert "These vouchers are for: Veteran." in page
    assert not Entitlement.objects.exists()


def test_nobody_claims_for_somebody_on_another_phone(client, worker, issue, village):
    claim(client, issue, PersonFactory(region=village))

    assert not Entitlement.objects.exists()


def test_vouchers_of_another_county_are_not_offered(client, worker, person):
    elsewhere = IssueFactory(bureau__region__code="440300", name="外县券")

    assert "外县券" not in client.get(mine()).text
    assert claim(client, elsewhere, person).status_code == 404


def test_the_page_tells_for_which_class_it_is_kept_and_why_it_came_back(client, worker, person):
    training_class = TrainingClassFactory(course__name_en="Chaozhou soup")
    seat = EnrolmentFactory(person=person, training_class=training_class)
    kept = {"state": EntitlementState.RESERVED, "enrolment": seat}
    EntitlementFactory(person=person, **kept)
    EntitlementFactory(person=person, reason="老师生病", returned_at=timezone.now())

    page = client.get(mine()).text

    assert "It is kept for:" in page
    assert training_class.get_absolute_url() in page
    assert "Reason: 老师生病" in page


def test_an_expired_voucher_says_whom_to_ask(client, worker, person):
    yesterday = timezone.localdate() - timedelta(days=1)
    issue = IssueFactory(valid_from=yesterday, valid_to=yesterday)
    EntitlementFactory(person=person, issue=issue)

    page = client.get(mine()).text

    assert "Please ask the bureau: it can let these vouchers be valid longer." in page
    assert "Find a class:" not in page


def test_a_voucher_claimed_after_enrolling_is_used_by_a_button(
    client, worker, person, issue, county
):
    course = CourseFactory()
    venue = VenueFactory(region=county)
    seat = EnrolmentFactory(
        person=person, training_class=TrainingClassFactory(course=course, venue=venue)
    )
    assert "Use it for my class" in claim(client, issue, person).text
    voucher = Entitlement.objects.get()

    client.post(reverse("training:use_entitlement", args=[voucher.pk]), {"seat": seat.pk})

    voucher.refresh_from_db()
    assert (voucher.state, voucher.enrolment) == (EntitlementState.RESERVED, seat)


def test_nobody_uses_the_voucher_of_another_phone(client, worker, issue):
    voucher = EntitlementFactory(issue=issue)

    answer = client.post(reverse("training:use_entitlement", args=[voucher.pk]), {"seat": 1})

    assert answer.status_code == 404


def test_without_vouchers_the_page_leads_to_the_classes(client, worker):
    assert "There are no vouchers for you now." in client.get(mine()).text


def test_my_class_leads_to_my_vouchers(client, worker):
    assert mine() in client.get(reverse("training:my")).text


def test_three_vouchers_cost_no_more_queries_than_one(client, worker, person, queries_for, county):
    bureau = BureauFactory(region=county)
    venue = VenueFactory(region=county)

    def more():
        EntitlementFactory(person=person, issue=IssueFactory(bureau=bureau))
        IssueFactory(bureau=bureau, trades=[CourseFactory().trade])
        seat = TrainingClassFactory(venue=venue)
        EnrolmentFactory(person=person, training_class=seat)

    more()
    one = queries_for(mine())
    more()
    more()

    assert queries_for(mine()) == one


# The village officer


@pytest.fixture
def officer(client, village):
    user = village_officer_of(village)
    client.force_login(user)
    return user


@pytest.fixture
def theirs(person):
    return reverse("training:village_entitlements", args=[person.pk])


def test_an_officer_claims_for_a_person_beside_them(client, officer, person, issue, theirs):
    for _twice in range(2):
        client.post(theirs, {"issue": issue.pk, "consent": "on"})

    voucher = Entitlement.objects.get()
    assert (voucher.person, voucher.by) == (person, officer)
    assert voucher.channel == ClaimChannel.VILLAGE_OFFICER


def test_without_the_person_beside_them_an_officer_claims_nothing(client, officer, issue, theirs):
    page = client.post(theirs, {"issue": issue.pk})

    assert "Please claim only for people who are beside you" in page.text
    assert not Entitlement.objects.exists()


def test_an_officer_claims_for_nobody_of_another_village(client, officer, issue):
    stranger = PersonFactory(region=RegionFactory())
    address = reverse("training:village_entitlements", args=[stranger.pk])

    assert client.post(address, {"issue": issue.pk, "consent": "on"}).status_code == 404
    assert not Entitlement.objects.exists()


def test_the_persons_page_leads_an_officer_there(client, officer, person, theirs):
    page = client.get(reverse("training:village_person", args=[person.pk]))

    assert theirs in page.text
