"""Who gets through which door: every list, row and form, asked by every role."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.county import county as county_of
from tests.factories.policy import RuleFactory
from training.classes.states import ClassState
from training.organisations.models import Region
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


def county(code):
    """The county of the factories, its rows under the names of their addresses."""
    world = county_of(code)
    return SimpleNamespace(
        region=world.region,
        people=world.people,
        rows={f"training_{name}": row for name, row in world.rows.items()},
    )


@pytest.fixture
def here():
    return county("445102")


@pytest.fixture
def elsewhere():
    return county("440300")


OFFICER_READS = {
    "training_order",
    "training_class",
    "training_enrolment",
    "training_person",
    "training_comment",
    "training_employer",
    "training_provider",
    "training_accreditation",
    "training_former_code",
    "training_venue",
    "training_trainer",
    "training_bureau",
    "training_membership",
    "training_region",
    "training_rule",
    "training_rate",
    "training_question",
}
MANAGER_READS = {
    "training_orderline",
    "training_class",
    "training_enrolment",
    "training_comment",
    "training_accreditation",
    "training_venue",
    "training_trainer",
}
# What an inspector reads of what the officers read.
INSPECTOR_READS = OFFICER_READS - {"training_comment", "training_membership", "training_question"}
READS = {"officer": OFFICER_READS, "inspector": INSPECTOR_READS, "manager": MANAGER_READS}
LISTS = sorted(OFFICER_READS | MANAGER_READS)
# Read by every officer, wherever they sit; and orders by every provider.
FOR_ALL_OFFICERS = {"training_region", "training_rule", "training_rate", "training_question"}
FOR_ALL_OFFICERS |= {"training_former_code"}
FOR_ALL_MANAGERS = {"training_orderline"}


def opens(client, url):
    """Whether the door opens: a page, and not a refusal or the way back to the first page."""
    status = client.get(url).status_code
    assert status in {200, 302, 404}
    return status == 200


@pytest.mark.parametrize("name", LISTS)
def test_each_list_opens_for_those_who_read_it(office, here, name):
    url = reverse(f"{name}:index")

    let_in = {role for role, user in here.people.items() if opens(office(user), url)}

    assert let_in == {role for role, reads in READS.items() if name in reads}
    assert not opens(office(), url)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("door", ["inspect", "history"])
def test_a_row_is_read_in_its_own_region_only(office, here, elsewhere, name, door):
    url = reverse(f"{name}:{door}", args=[here.rows[name].pk])

    own = {role for role, user in here.people.items() if opens(office(user), url)}
    foreign = {role for role, user in elsewhere.people.items() if opens(office(user), url)}

    shared = FOR_ALL_OFFICERS | FOR_ALL_MANAGERS
    assert own == {role for role, reads in READS.items() if name in reads}
    assert foreign == {role for role, reads in READS.items() if name in reads & shared}
    assert not opens(office(), url)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_no_row_of_another_region(office, here, elsewhere, name):
    theirs = elsewhere.rows[name].pk
    role, everywhere = (
        ("officer", FOR_ALL_OFFICERS) if name in OFFICER_READS else ("manager", FOR_ALL_MANAGERS)
    )

    page = office(here.people[role]).get(reverse(f"{name}:index"))

    shown = {row.pk for row in page.context["object_list"]}
    assert here.rows[name].pk in shown
    assert (theirs in shown) == (name in everywhere)


@pytest.mark.parametrize("name", LISTS)
def test_the_superuser_reads_everything(admin_user, office, here, elsewhere, name):
    client = office(admin_user)

    for county in (here, elsewhere):
        for door in ("inspect", "history"):
            assert opens(client, reverse(f"{name}:{door}", args=[county.rows[name].pk]))


WRITTEN_BY = {
    "training_person": {"officer"},
    "training_employer": {"officer"},
    "training_provider": {"officer"},
    "training_accreditation": {"officer"},
    "training_former_code": set(),
    "training_venue": {"officer", "manager"},
    "training_trainer": {"manager"},
    "training_bureau": set(),
    "training_region": set(),
    "training_rule": {"officer"},
    "training_rate": {"officer"},
    "training_question": set(),
}


@pytest.mark.parametrize("name", sorted(WRITTEN_BY))
def test_a_row_is_written_by_its_own_office_only(office, here, elsewhere, name):
    url = reverse(f"{name}:edit", args=[here.rows[name].pk])

    own = {role for role, user in here.people.items() if opens(office(user), url)}
    foreign = {role for role, user in elsewhere.people.items() if opens(office(user), url)}

    assert (own, foreign) == (WRITTEN_BY[name], set())


def test_a_class_is_written_by_its_provider_while_it_is_prepared(office, here, elsewhere):
    training_class = here.rows["training_class"]
    training_class.state = ClassState.DRAFT
    training_class.save()

    for door in ("edit", "timetable"):
        url = reverse(f"training_class:{door}", args=[training_class.pk])
        own = {role for role, user in here.people.items() if opens(office(user), url)}
        foreign = {role for role, user in elsewhere.people.items() if opens(office(user), url)}
        assert (own, foreign) == ({"manager"}, set())


@pytest.mark.parametrize("name", LISTS)
def test_nobody_deletes_a_row_of_another_region(office, here, elsewhere, name):
    row = here.rows[name]

    for user in elsewhere.people.values():
        office(user).post(f"/admin/{name}/delete/{row.pk}/")

    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_rule_for_the_whole_country_is_read_but_not_written(office, here):
    rule = RuleFactory(key=RuleKey.CLASS_SIZE, region=None)
    client = office(here.people["officer"])

    assert opens(client, reverse("training_rule:inspect", args=[rule.pk]))
    assert not opens(client, reverse("training_rule:edit", args=[rule.pk]))


def test_an_officer_writes_no_rule_for_another_region_or_the_country(office, here, elsewhere):
    facts = {"key": RuleKey.CLASS_SIZE, "value": 40, "valid_from": "2026-01-01", "source": "甲"}
    client = office(here.people["officer"])

    for region in ("", elsewhere.region.pk):
        page = client.post(reverse("training_rule:add"), facts | {"region": region})
        assert list(page.context["form"].errors) == ["region"]
    facts |= {"region": here.region.pk}
    checked = client.post(reverse("training_rule:add"), facts).context["checked"]
    done = client.post(reverse("training_rule:add"), facts | {"checked": checked})

    assert done.status_code == 302


def test_a_manager_gives_no_venue_to_another_provider(office, here, elsewhere):
    page = office(here.people["manager"]).post(
        reverse("training_venue:add"),
        {
            "name": "甲",
            "provider": elsewhere.rows["training_provider"].pk,
            "region": here.region.pk,
        },
    )

    assert list(page.context["form"].errors) == ["provider"]


def test_choices_in_filters_are_narrowed(office, here, elsewhere):
    page = office(here.people["manager"]).get(reverse("training_class:index"))

    assert list(page.context["filters"].form.fields["provider"].queryset) == [
        here.rows["training_provider"]
    ]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_three(admin_user, office, here, name):
    client, url = office(admin_user), reverse(f"{name}:index")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for code in ("440300", "440400"):
        county(code)

    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(three) == len(one)
    assert Region.objects.count() == 3


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_searched_inside_words(admin_user, office, here, name):
    page = office(admin_user).get(reverse(f"{name}:index"), {"q": "没有这个词"})

    assert page.status_code == 200
    assert not page.context["object_list"]
