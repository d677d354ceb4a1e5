"""Every address of the project, asked by every role about rows of another county.

The addresses are read from the URL configuration, so a new view is asked too; one whose row
cannot be told from its name fails until it is entered in ``ROW``.
"""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.factories.county import county

OURS = {"training", "courses", "certificates", "home"}

# What `pk` stands for, where the name of the address does not say it.
ROW = {
    "training:class_detail": "class",
    "training:enrol": "class",
    "training:enrol_code": "class",
    "training:enrol_for": "class",
    "training:leave": "enrolment",
    "training:survey": "enrolment",
    "training:order": "order",
    "training:teach_class": "class",
    "training:results": "class",
    "training:roll": "lesson",
    "training:code_screen": "lesson",
}
OTHER_ARGUMENTS = {
    "training:results": {"moment": "before"},
    "training:scan": {"token": "1-abc"},
    "training_certificates:result": {"number": "YJ-445100-2026-000001-15"},
}
# Anybody may read these; a certificate's paper opens to whoever was given its link.
PUBLIC = {
    "training:sign_in",
    "training:sign_in_code",
    "training:class_detail",
    "training:enrol",
    "training:check_in",  # asks who one is before it tells anything
    "training_certificates:verify",
    "training_certificates:result",
    "training_certificates:download",
}
# Not rows of a county: every officer reads them, wherever they sit.
FOR_EVERY_OFFICER = {"region", "rule", "rate", "question", "course", "occupation", "trade"}
FOR_EVERY_OFFICER |= {"certificate_kind"}
# Approved orders are on the market: any school may answer them; any village officer may enrol
# their own people in a class elsewhere.
SHARED = {
    ("manager", "orderline"),
    ("village officer", "training:enrol_for"),
    ("officer", "training:enrol_for"),
}


def doors():
    """Name and the names of arguments of every address that leads to our code."""

    def walk(patterns, namespaces=()):
        for pattern in patterns:
            if not isinstance(pattern, URLPattern):
                inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
                yield from walk(pattern.url_patterns, inner)
            elif pattern.name:
                view = getattr(pattern.callback, "view_class", pattern.callback)
                if view.__module__.split(".")[0] in OURS:
                    yield ":".join([*namespaces, pattern.name]), set(pattern.pattern.converters)

    return sorted(dict(walk(get_resolver().url_patterns)).items())


def row_of(name):
    return ROW.get(name) or name.split(":")[0].removeprefix("training_")


def address(name, arguments, rows):
    given = dict(OTHER_ARGUMENTS.get(name, {}))
    if "pk" in arguments:
        given["pk"] = rows[row_of(name)].pk
    if "token" in arguments and "token" not in given:
        given["token"] = rows["certificate"].token
    return reverse(name, kwargs=given)


def opened(client, rows, wanted):
    """Names of the doors that open: a page of the thing itself, not a refusal or a redirect."""
    return {
        name
        for name, arguments in doors()
        if wanted(name, arguments)
        if client.get(address(name, arguments, rows)).status_code == 200
    }


def test_there_are_doors_to_ask():
    assert len(doors()) > 120


@pytest.mark.django_db
def test_a_stranger_opens_the_public_doors_and_no_other(client):
    rows = county("445102").rows

    assert opened(client, rows, lambda name, _: True) - PUBLIC == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role", ["officer", "village officer", "manager", "trainer", "employer", "worker"]
)
def test_nobody_opens_a_door_to_a_row_of_another_county(role, client):
    here, elsewhere = county("445102"), county("440300")
    client.force_login(here.people[role])

    through = opened(client, elsewhere.rows, lambda name, args: "pk" in args) - PUBLIC

    assert {
        name
        for name in through
        if not (role == "officer" and row_of(name) in FOR_EVERY_OFFICER)
        and (role, row_of(name)) not in SHARED
        and (role, name) not in SHARED
    } == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "own"),
    [
        ("officer", {"training_order:inspect", "training_class:inspect", "training_person:edit"}),
        ("manager", {"training_class:inspect", "training_trainer:edit", "certificate:inspect"}),
        ("trainer", {"training:roll", "training:results", "training:teach_class"}),
        ("employer", {"training:order"}),
        ("worker", {"training:leave", "training:survey"}),
        ("village officer", {"training:enrol_for"}),
    ],
)
def test_each_opens_the_doors_of_their_own_county(role, own, client):
    """Or the test above would pass on a site that opens nothing."""
    here = county("445102")
    client.force_login(here.people[role])

    through = opened(client, here.rows, lambda name, _: name in own)

    assert through == own
