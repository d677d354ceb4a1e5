"""Issues and vouchers in the back office."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.entitlements import EntitlementFactory, IssueFactory
from tests.factories.organisations import (
    BureauFactory,
    RegionFactory,
    VenueFactory,
    manager_of,
    officer_of,
)
from tests.factories.people import PersonFactory
from training.entitlements.actions import claim, reserve, use
from training.entitlements.codes import drawn, parse, written
from training.entitlements.models import Issue
from training.entitlements.states import EntitlementState

pytestmark = pytest.mark.django_db
ISSUES, VOUCHERS = reverse("training_issue:index"), reverse("training_entitlement:index")


@pytest.fixture
def county():
    return RegionFactory(code="445102", name="湘桥区")


@pytest.fixture
def officer(county):
    return officer_of(county)


@pytest.fixture
def desk(office, officer):
    return office(officer)


@pytest.fixture
def issue(county):
    return IssueFactory(bureau=BureauFactory(region=county), name="粤菜师傅券")


@pytest.fixture
def used(issue, county):
    """A voucher of a class that was held."""
    person = PersonFactory(region=county)
    seat = EnrolmentFactory(
        person=person, training_class=TrainingClassFactory(venue=VenueFactory(region=county))
    )
    voucher = claim(person, issue, by=None)
    reserve(voucher, seat, by=None)
    return use(seat, by=None)


def facts(officer, region, **changes):
    today = timezone.localdate()
    return {
        "bureau": officer.memberships.get().bureau_id,
        "name": "粤菜师傅券",
        "region": region.pk,
        "groups": ["veteran"],
        "places": 100,
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=60)).isoformat(),
    } | changes


def test_an_officer_issues_vouchers(desk, officer, county):
    answer = desk.post(reverse("training_issue:add"), facts(officer, county))

    issue = Issue.objects.get()
    assert answer.url == reverse("training_issue:inspect", args=[issue.pk])
    assert (issue.places, issue.groups, issue.by) == (100, ["veteran"], officer)


def test_the_form_begins_with_the_officers_own_bureau(desk, officer, county):
    BureauFactory(region=county)

    form = desk.get(reverse("training_issue:add")).context["form"]

    assert form.initial["bureau"] == officer.memberships.get().bureau_id


def test_the_same_issue_is_not_made_twice(desk, officer, county):
    for _twice in range(2):
        answer = desk.post(reverse("training_issue:add"), facts(officer, county))

    assert "has issued vouchers of this name" in answer.text
    assert Issue.objects.count() == 1


def test_vouchers_for_a_place_of_others_are_refused(desk, officer):
    answer = desk.post(reverse("training_issue:add"), facts(officer, RegionFactory()))

    assert answer.status_code == 200
    assert not Issue.objects.exists()


def test_an_issue_tells_parts_and_whole(desk, issue, used):
    page = desk.get(reverse("training_issue:inspect", args=[issue.pk])).text

    assert "1 of 10" in page
    assert "10.0 %" in page
    assert "1 of 1" in page


def test_an_officer_closes_and_extends(desk, issue):
    later = issue.valid_to + timedelta(days=30)

    desk.post(reverse("training_issue:close", args=[issue.pk]))
    desk.post(reverse("training_issue:extend", args=[issue.pk]), {"valid_to": later})

    issue.refresh_from_db()
    assert (issue.is_closed, issue.valid_to) == (True, later)


def test_an_officer_settles_what_was_used(desk, used):
    desk.post(reverse("training_entitlement:settle", args=[used.pk]), {"reference": "2026-17"})

    used.refresh_from_db()
    assert (used.state, used.reference) == (EntitlementState.SETTLED, "2026-17")


def test_a_school_reads_the_vouchers_of_its_classes_and_settles_none(office, used, issue):
    school = office(manager_of(used.enrolment.training_class.provider))
    other = EntitlementFactory(issue=issue)

    page = school.get(VOUCHERS).text

    assert used.number in page
    assert other.number not in page
    settle = reverse("training_entitlement:settle", args=[used.pk])
    school.post(settle, {"reference": "1"})
    used.refresh_from_db()
    assert used.state == EntitlementState.USED


def test_the_list_is_narrowed_by_what_a_voucher_is_today(desk, issue, county):
    today = timezone.localdate()
    past = IssueFactory(
        bureau=issue.bureau,
        valid_from=today - timedelta(days=9),
        valid_to=today - timedelta(days=1),
    )
    good, over = EntitlementFactory(issue=issue), EntitlementFactory(issue=past)

    expired = desk.get(VOUCHERS, {"state": "expired"}).text
    usable = desk.get(VOUCHERS, {"state": "claimed"}).text

    assert [row.number in expired for row in (good, over)] == [False, True]
    assert [row.number in usable for row in (good, over)] == [True, False]


def test_a_voucher_is_found_by_the_number_read_out(desk, issue):
    asked, other = EntitlementFactory.create_batch(2, issue=issue)

    page = desk.get(VOUCHERS, {"code": asked.number}).text

    assert asked.person.name in page
    assert other.number not in page


def test_the_file_holds_no_whole_identity_number(desk, used):
    file = b"".join(desk.get(VOUCHERS, {"export": "csv"}).streaming_content).decode()

    assert used.number in file
    assert used.person.id_number not in file


@pytest.mark.parametrize("address", [ISSUES, VOUCHERS], ids=["issues", "vouchers"])
def test_three_rows_cost_no_more_queries_than_one(client, officer, county, queries_for, address):
    client.force_login(officer)
    bureau = BureauFactory(region=county)
    EntitlementFactory(issue=IssueFactory(bureau=bureau))
    one = queries_for(address)

    for _more in range(2):
        EntitlementFactory(issue=IssueFactory(bureau=bureau))

    assert queries_for(address) == one


def test_a_mistyped_number_is_noticed():
    code = drawn()
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)

    assert parse(f" {written(code)} ") == code
    assert (parse(wrong), parse("12"), parse("")) == (None, None, None)
