"""Every address of the project, asked by every role, about rows of their own county and another.

The addresses are read from the URL configuration; who opens them is said in ``door_rules``.
"""

import json
import logging
from operator import attrgetter

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import path, reverse
from wagtail.users.models import UserProfile

from certificates.printing import paper_of
from certificates.rendering import pdf
from tests.factories.county import county
from tests.factories.organisations import inspector_of, officer_of
from tests.house.door_rules import (
    BOSS,
    MARKET,
    ON_RECORD,
    OPEN_PAGES,
    RECORD,
    ROLES,
    RULE,
    RULE_ELSEWHERE,
    rule_elsewhere,
    rule_of,
)
from tests.house.doors import ROW, Visitor, doors
from training.enrolment.views import village
from training.exchange.models import Difference
from training.exchange.states import DifferenceKind
from training.people.models import Tagging
from training.people.states import Tag

pytestmark = pytest.mark.django_db  # without it, the site's own database would be asked

BACK_OFFICE_DOOR = "wagtailadmin.access_admin"
COUNTY_ROLES = [role for role in ROLES if role != "superuser"]
OF_A_ROW = attrgetter("of_a_row")


class World:
    """Two counties, built once for all the tests here: whatever is asked of them is undone."""

    def __init__(self):
        self.here, self.elsewhere = county("445102"), county("440300", mark="外县")
        boss = get_user_model().objects.create_superuser("boss")
        # Decides here and inspects elsewhere.
        two_hats = inspector_of(self.elsewhere.region, user=officer_of(self.here.region))
        self.people = {**self.here.people, "stranger": None, "superuser": boss}
        self.people["two hats"] = two_hats
        # What a first visit enters, so that no later one writes.
        Visitor().client.get(reverse("training_certificates:verify"))
        for user in filter(None, self.people.values()):
            UserProfile.get_for_user(user)
        for place in (self.here, self.elsewhere):
            paper_of(place.rows["certificate"])

    def visitor(self, role):
        return Visitor(self.people[role])

    def words_not_for(self, role, door):
        """What of the other county ``role`` must not read at ``door``."""
        there = self.elsewhere
        if role == "superuser":
            return []
        if role == "manager" and door.name.split(":")[0] in MARKET:
            return there.secrets
        if door.name in OPEN_PAGES:
            return [*there.secrets, there.wanted]
        return [*there.secrets, there.wanted, there.open]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    logging.disable(logging.ERROR)  # thousands of refusals
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(pdf, "render", lambda *args, **kwargs: b"%PDF")
        yield World()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def asked(world, role, rows, which=lambda door: True):
    """Each door with what it answered to ``role``, by method."""
    user, visitor = world.people[role], world.visitor(role)
    for door in filter(which, doors()):
        address, methods = door.address(rows), door.methods
        if address.startswith("/admin/") and not (user and user.has_perm(BACK_OFFICE_DOOR)):
            # The back office lets them in nowhere, so that no view is reached: one way will do.
            methods = methods[-1:] if rows is world.elsewhere.rows else methods[:1]
        elif address.startswith("/admin/") and role == "superuser" and rule_of(door, "get") - BOSS:
            methods = methods[:1]  # what the form makes of a POST is seen with the others
        yield door, {method: visitor.ask(method, address) for method in methods}


def faults(door, answers, opens):
    """What is wrong with these answers, in sentences; ``opens(door, method)`` says who may."""
    for method, answer in answers.items():
        at = f"{method} {door.name}"
        by_another = any(not each.is_refusal for each in answers.values())
        excused = answer.status == 405 or (method == "post" and door.name.endswith(":delete"))
        if answer.status >= 500:
            yield f"{at} breaks"
        elif not opens(door, method) and not answer.is_refusal:
            yield f"{at} opens"
        elif opens(door, method) and answer.is_refusal and not (excused and by_another):
            yield f"{at} is refused: {answer.status} {answer.leads_to}"


def tales(door, answers, words):
    for method, answer in answers.items():
        if told := answer.holds(words):
            yield f"{method} {door.name} tells of the other county: {told}"


def test_every_door_has_a_rule():
    new = [door.name for door in doors() if door.name not in RULE]

    assert new == [], "Say in tests/house/door_rules.py who opens these doors."


def test_every_door_leads_to_a_row_that_is_known(world):
    unknown = [door.name for door in doors() if not door.is_known(world.here.rows)]

    assert unknown == [], "Say in tests/house/doors.py which row of the county `pk` stands for."


def test_a_new_view_of_ours_is_noticed():
    """Or the tests above would pass on a list of doors that nobody keeps."""
    urls = (path("brand-new/<int:pk>/", village, name="brand_new"),)

    assert [door.name for door in doors(urls) if door.name not in RULE] == ["brand_new"]


def test_no_rule_is_left_of_a_door_that_is_gone():
    names = {door.name for door in doors()}

    assert {*RULE, *RULE_ELSEWHERE, *ROW, *ON_RECORD, *OPEN_PAGES} - names == set()
    assert len(names) > 290


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_doors_and_no_other(role, world):
    found = []
    for door, answers in asked(world, role, world.here.rows):
        found += faults(door, answers, lambda *at: role in rule_of(*at))
        found += tales(door, answers, world.words_not_for(role, door))
        for method, answer in answers.items():
            if method == "post" and role in rule_of(door, method):
                continue
            more = [
                sql for sql in answer.written if door.name not in ON_RECORD or RECORD not in sql
            ]
            found += [f"{method} {door.name} writes {sql}" for sql in more]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", COUNTY_ROLES)
def test_a_role_opens_no_door_of_another_county(role, world):
    found = []
    for door, answers in asked(world, role, world.elsewhere.rows, OF_A_ROW):
        found += faults(door, answers, lambda *at: role in rule_elsewhere(*at))
        found += tales(door, answers, world.words_not_for(role, door))
        found += [f"{door.name} writes {row.written}" for row in answers.values() if row.written]

    assert not found, "\n".join(found)


def asking_for(rows):
    """Every narrowing that one row's page offers for another list, about these rows."""
    names = ("region", "person", "provider", "employer", "comparison", "bureau", "issue")
    narrowed = {name: rows[name].pk for name in names}
    narrowed |= {"line": rows["orderline"].pk, "training_class": rows["class"].pk}
    return narrowed | {"mark": rows["mark"].pk}


@pytest.mark.parametrize("asks", ["narrowed", "searched", "csv", "xlsx"])
@pytest.mark.parametrize("role", COUNTY_ROLES)
def test_no_list_form_or_file_holds_a_row_of_another_county(role, asks, world):
    more = {"q": "李"} if asks == "searched" else {"export": asks}
    found, visitor = [], world.visitor(role)
    for door in doors():
        if door.of_a_row or role not in rule_of(door, "get"):
            continue
        if asks == "narrowed":
            more = asking_for(world.elsewhere.rows)
        elif not door.name.endswith(":index"):
            continue
        answers = {"get": visitor.ask("get", door.address(world.here.rows), more)}
        found += [door.name for answer in answers.values() if answer.status >= 500]
        found += tales(door, answers, world.words_not_for(role, door))

    assert not found, "\n".join(found)


def test_a_file_of_the_own_county_holds_its_rows(world):
    """Or the tests above would pass on files in which nothing can be read."""
    visitor, people = world.visitor("officer"), reverse("training_person:index")
    hand_over = reverse("training_person:hand_over")

    for answer in (
        visitor.ask("get", people, {"export": "csv"}),
        visitor.ask("get", people, {"export": "xlsx"}),
        visitor.ask("post", hand_over, {"reason": "发补贴"}),
    ):
        assert answer.holds([world.here.secret])
        assert not answer.holds(world.elsewhere.secrets)


@pytest.mark.parametrize("role", COUNTY_ROLES)
def test_wagtails_own_pages_tell_nothing_of_another_county(role, world):
    """Its dashboard, reports, histories and lists of users stand beside our doors."""
    found, visitor = [], world.visitor(role)
    for door in doors(ours=False):
        if door.of_a_row or "get" not in door.methods or "logout" in door.name:
            continue
        answers = {"get": visitor.ask("get", door.address(world.here.rows))}
        found += tales(door, answers, [*world.elsewhere.secrets, world.elsewhere.wanted])

    assert not found, "\n".join(found)


# Who decides here and inspects elsewhere


def test_who_decides_here_and_inspects_there_opens_there_what_an_inspector_opens(world):
    def opens(door, method):
        return "inspector" in rule_of(door, method) or "officer" in rule_elsewhere(door, method)

    def differs(door):
        """Where an officer and an inspector are not let in alike."""
        rules = [rule_of(door, method) for method in door.methods]
        return door.of_a_row and any(("officer" in r) != ("inspector" in r) for r in rules)

    found = []
    for door, answers in asked(world, "two hats", world.elsewhere.rows, differs):
        found += faults(door, answers, opens)
        found += [f"{door.name} writes {row.written}" for row in answers.values() if row.written]

    assert not found, "\n".join(found)


def test_lists_that_no_inspector_reads_hold_nothing_of_where_one_inspects(world):
    there, visitor, found = world.elsewhere, world.visitor("two hats"), []
    person, member = there.rows["person"], there.people["manager"]
    people = [person.name, person.masked_phone, member.username, there.rows["register_file"].name]
    for door in doors():
        rule = rule_of(door, "get")
        if not door.of_a_row and "officer" in rule and "inspector" not in rule:
            answers = {"get": visitor.ask("get", door.address(world.here.rows))}
            found += tales(door, answers, people)

    assert not found, "\n".join(found)


FILLED = {
    "training_person:reveal": {"reason": "甲"},
    "training_person:reveal_account": {"reason": "甲"},
    "training_person:record_service": {"kind": "career_advice", "on": "2025-03-03"},
    "training_person:move": {"place": "edge", "on": "2025-03-04"},
    "training_person:tag": {"tag": "veteran", "since": "2025-03-03"},
    "training_person:add_phone": {"number": "13700001111", "relation": "own"},
    "training_person:ask": {"kind": "correction", "text": "甲"},
    "training_data_request:refuse": {"reason": "甲"},
    "training_difference:ours": {"note": "甲"},
    "training_difference:theirs": {"note": "甲"},
    "training_comparison:decide": {"kind": "differs", "decision": "ours", "note": "甲"},
    "training_follow_up:record_6": {"contact": "reached", "work": "employee"},
    "training_membership:delete": {},
    "training_message:leave": {},
    "certificate:revoke": {"reason": "甲"},
}


@pytest.mark.parametrize("name", FILLED)
def test_what_is_written_here_is_not_written_where_one_inspects(name, world):
    door = next(door for door in doors() if door.name == name)
    visitor = world.visitor("two hats")

    here, elsewhere = (
        visitor.ask("post", door.address(place.rows), FILLED[name])
        for place in (world.here, world.elsewhere)
    )

    assert here.written
    assert (elsewhere.written, elsewhere.is_refusal) == ([], True)
    assert not elsewhere.holds([world.elsewhere.rows["person"].id_number])


def test_nobody_hands_over_numbers_of_where_they_inspect(world):
    answer = world.visitor("two hats").ask(
        "post", reverse("training_person:hand_over"), {"reason": "发补贴"}
    )

    assert answer.holds([world.here.rows["person"].id_number])
    assert not answer.holds(world.elsewhere.secrets)


def test_nobody_vouches_for_a_new_phone_of_where_they_inspect(world):
    person = world.elsewhere.rows["person"]
    told = {"name": person.name, "id_number": person.id_number, "phone": "13500001111"}
    told |= {"region": world.here.region.pk, "consent": "on"}

    answer = world.visitor("two hats").ask(
        "post", reverse("training:enrol_for", args=[world.here.rows["class"].pk]), told
    )

    assert answer.status == 200
    assert answer.written == []


# Another office's list


@pytest.fixture
def crossing(world):
    """Their list names, by number, somebody who is registered in the other county."""
    comparison, person = world.here.rows["comparison"], world.elsewhere.rows["person"]
    comparison.about = f"tag:{Tag.VETERAN}"
    comparison.save()
    row = ["某人", person.id_number, "", "", ""]
    return Difference.objects.create(
        comparison=comparison,
        kind=DifferenceKind.ONLY_THERE,
        id_index=person.id_index,
        person=person,
        theirs=json.dumps(row, ensure_ascii=False),
        since=comparison.as_of,
    )


def test_a_list_of_numbers_is_not_told_the_names_to_them(crossing, world):
    visitor = world.visitor("officer")

    for address in (
        reverse("training_difference:inspect", args=[crossing.pk]),
        reverse("training_difference:index"),
    ):
        answer = visitor.ask("get", address)
        assert answer.holds(["某人"])
        assert not answer.holds([world.elsewhere.secret])


def test_a_list_changes_nobody_who_is_registered_elsewhere(crossing, office, world):
    client = office(world.people["officer"])

    page = client.post(reverse("training_difference:theirs", args=[crossing.pk]), follow=True)

    crossing.refresh_from_db()
    assert crossing.decision == "open"
    assert "registered in another place" in page.content.decode()
    assert not Tagging.objects.filter(tag=Tag.VETERAN).exists()
