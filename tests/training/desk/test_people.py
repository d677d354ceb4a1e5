import pytest
from django.urls import reverse
from wagtail.log_actions import registry

from tests.factories.organisations import RegionFactory, officer_of
from tests.factories.people import PersonFactory, id_number
from training.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def client(office, region):
    return office(officer_of(region))


def found(client, query):
    page = client.get(reverse("training_person:index"), {"q": query})
    return [person.name for person in page.context["object_list"]]


def test_people_are_found_by_name_phone_or_whole_identity_number(client, region):
    PersonFactory(name="王建国", region=region)
    person = PersonFactory(name="阿依古丽·买买提", region=region, phone="13911112222")

    assert found(client, "古丽") == [person.name]
    assert found(client, "1391") == [person.name]
    assert found(client, "12222") == [person.name]
    assert found(client, "139 1111 2222") == [person.name]
    assert found(client, person.id_number) == [person.name]
    assert found(client, person.id_number[:10]) == []


def test_nobody_elses_people_are_found(client):
    person = PersonFactory(region=RegionFactory())

    assert found(client, person.id_number) == []


def test_no_page_shows_an_identity_number(client, region):
    person = PersonFactory(region=region)

    for url in (
        reverse("training_person:index"),
        reverse("training_person:index") + "?export=csv",
        *(
            reverse(f"training_person:{door}", args=[person.pk])
            for door in ("inspect", "edit", "history", "reveal")
        ),
    ):
        page = client.get(url)
        shown = b"".join(page.streaming_content) if page.streaming else page.content
        assert person.id_number not in shown.decode()


def test_looking_at_a_number_needs_a_reason(client, region):
    person = PersonFactory(region=region)
    url = reverse("training_person:reveal", args=[person.pk])

    refused = client.post(url, {"reason": ""}).content.decode()
    shown = client.post(url, {"reason": "核对社保"})

    assert person.id_number not in refused
    assert person.id_number in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    entry = registry.get_logs_for_instance(person).get()
    assert (entry.action, entry.data["reason"]) == ("training.reveal", "核对社保")
    assert entry.message == "Identity number looked at. Reason: 核对社保"


def test_nobody_looks_at_a_number_elsewhere(client):
    person = PersonFactory(region=RegionFactory())

    page = client.post(reverse("training_person:reveal", args=[person.pk]), {"reason": "核对社保"})

    assert page.status_code == 404
    assert not registry.get_logs_for_instance(person).exists()


def facts(home, **changed):
    return {
        "name": "王建国",
        "id_number": id_number(7),
        "phone": "13911112222",
        "region": home.pk,
        "category": "rural_worker",
    } | changed


def test_an_officer_registers_a_person(client, region):
    client.post(reverse("training_person:add"), facts(region))

    person = Person.objects.get()
    assert (person.name, person.region, person.category) == ("王建国", region, "rural_worker")
    assert person.registered_by


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id_number": "445102197403120072"}, "id_number"),
        ({"name": "王3"}, "name"),
        ({"phone": "12"}, "phone"),
        ({"region": ""}, "region"),
    ],
    ids=["wrong digit", "digit in the name", "no phone", "no region"],
)
def test_what_cannot_be_right_is_refused(client, region, changed, field):
    page = client.post(reverse("training_person:add"), facts(region, **changed))

    assert list(page.context["form"].errors) == [field]
    assert not Person.objects.exists()


def test_nobody_is_registered_twice(client, region):
    PersonFactory(id_number=id_number(7))

    page = client.post(reverse("training_person:add"), facts(region))

    assert "already in the register" in page.context["form"].errors["id_number"][0]


def test_a_person_is_corrected_and_the_number_kept(client, region):
    person = PersonFactory(region=region, id_number=id_number(8))

    client.post(
        reverse("training_person:edit", args=[person.pk]),
        facts(region, id_number="", name="王建军"),
    )

    person.refresh_from_db()
    assert (person.name, person.id_number) == ("王建军", id_number(8))
    entry = registry.get_logs_for_instance(person).get()
    assert entry.data["changed"] == ["name", "phone", "category"]


def test_a_number_of_somebody_else_is_refused(client, region):
    PersonFactory(id_number=id_number(7))
    person = PersonFactory(region=region, id_number=id_number(8))

    page = client.post(reverse("training_person:edit", args=[person.pk]), facts(region))

    assert list(page.context["form"].errors) == ["id_number"]
