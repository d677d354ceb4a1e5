"""The pages of a person in the back office: the long form, consent, and what hangs on them."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry

from tests.factories.organisations import RegionFactory, officer_of
from tests.factories.people import PersonFactory, SensitivePersonFactory, card, id_number
from training.people.models import Person
from training.people.states import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def client(office, region):
    return office(officer_of(region))


def door(name, person):
    return reverse(f"training_person:{name}", args=[person.pk])


def short(region, **more):
    return {
        "name": "王建国",
        "id_number": id_number(7),
        "phone": "13911112222",
        "region": region.pk,
    } | more


def test_the_short_form_stands_first(client):
    form = client.get(reverse("training_person:add")).context["form"]

    first = [field.name for field in form.sections[0][2]]
    assert first == ["name", "id_number", "phone", "region", "category"]
    assert {field.name for _s, _t, fields in form.sections for field in fields} == set(form.fields)


def test_a_person_is_registered_with_all_that_is_known(client, region):
    elsewhere = RegionFactory(code="430000", level="province")
    facts = {
        "ethnicity": "SH",
        "schooling": "junior",
        "household_kind": "rural",
        "household_region": elsewhere.pk,
        "work_state": "farming",
        "postcode": "521000",
        "agreed": ["hardship", "bank"],
        "hardship_cause": "illness",
        "disability": "肢体三级",
        "bank_account": card(),
    }

    client.post(reverse("training_person:add"), short(region, **facts))

    person = Person.objects.get()
    assert (person.ethnicity, person.household_region, person.work_state) == (
        *("SH", elsewhere),
        "farming",
    )
    assert (person.hardship_cause, person.disability) == ("illness", "肢体三级")
    assert person.bank_account == card()
    assert not person.referral_consent_at


@pytest.mark.parametrize(
    "facts",
    [{"hardship_cause": "illness"}, {"bank_account": card()}],
    ids=lambda facts: next(iter(facts)),
)
def test_without_consent_the_form_says_so_at_the_field(client, region, facts):
    page = client.post(reverse("training_person:add"), short(region, **facts))

    assert list(page.context["form"].errors) == ["agreed"]
    assert "when the person agreed" in page.context["form"].errors["agreed"][0]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        (card()[:-1] + str((int(card()[-1]) + 1) % 10), "a digit is wrong"),
        ("62AB", "8 to 30 digits"),
    ],
    ids=["wrong check digit", "letters"],
)
def test_an_account_that_cannot_be_right_is_refused(client, region, account, sentence):
    page = client.post(
        reverse("training_person:add"), short(region, agreed=["bank"], bank_account=account)
    )

    assert sentence in page.context["form"].errors["bank_account"][0]


def edited(client, person, **changed):
    """Save the form as it is shown, with some things changed."""
    form = client.get(door("edit", person)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    shown = {name: value for name, value in shown.items() if value not in (None, "")}
    return client.post(door("edit", person), shown | changed)


def test_saving_the_form_as_it_is_changes_nothing(client, region):
    person = SensitivePersonFactory(region=region)

    edited(client, person)

    assert Person.objects.values().get() == {
        field.attname: getattr(person, field.attname) for field in Person._meta.local_fields
    }
    assert not registry.get_logs_for_instance(person).exists()


def test_a_tick_taken_away_takes_the_data_away(client, region):
    person = SensitivePersonFactory(region=region)

    edited(client, person, agreed=["hardship"])

    person.refresh_from_db()
    assert (person.bank_account, person.bank_name, person.bank_consent_at) == ("", "", None)
    assert (person.disability, person.withheld) == ("肢体三级", ["bank", "referral"])


def test_no_page_shows_an_account(client, region):
    person = SensitivePersonFactory(region=region)
    pages = [client.get(door(name, person)) for name in ("inspect", "edit", "history")]

    assert not any(person.bank_account in page.text for page in pages)
    assert person.masked_bank_account in pages[0].text
    assert "肢体三级" in pages[0].text


def test_what_nobody_agreed_to_is_not_told(client, region):
    """Rows of another system may have come in with a bank but no consent."""
    person = PersonFactory(region=region, bank_name="潮州农商银行")

    assert "潮州农商银行" not in client.get(door("inspect", person)).text


def test_others_with_the_same_account_are_counted_as_far_as_they_are_seen(client, region):
    person = SensitivePersonFactory(region=region)
    for place in (region, region, RegionFactory()):
        SensitivePersonFactory(region=place, bank_account=person.bank_account)

    page = client.get(door("inspect", person))

    assert "The same bank account stands with 2 other people." in page.text


def test_looking_at_an_account_needs_a_reason_and_is_kept_nowhere(client, region):
    person = SensitivePersonFactory(region=region)

    refused = client.post(door("reveal_account", person), {"reason": ""})
    shown = client.post(door("reveal_account", person), {"reason": "核对补贴"})

    assert person.bank_account not in refused.text
    assert person.bank_account in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert registry.get_logs_for_instance(person).get().action == "training.reveal_account"


def test_there_is_no_account_to_look_at_where_there_is_none(client, region):
    assert client.get(door("reveal_account", PersonFactory(region=region))).status_code == 404


def test_a_person_is_moved_tagged_and_given_a_telephone(client, region):
    person = PersonFactory(region=region)
    today = timezone.localdate().isoformat()

    client.post(door("move", person), {"place": "poor", "on": "2026-01-05", "reason": "低保"})
    client.post(door("tag", person), {"tag": "veteran", "since": "2026-01-05"})
    phone = {"number": "0768-2855010", "relation": "child", "holder": "陈大伟"}
    client.post(door("add_phone", person), phone)
    client.post(door("ask", person), {"kind": "erasure", "text": ""})
    page = client.get(door("inspect", person))

    for told in ("Not yet out of poverty", "Veteran", "07682855010", "陈大伟"):
        assert told in page.text
    tagging, phone = person.taggings.get(), person.phones.get()
    client.post(door("untag", person), {"tagging": tagging.pk, "until": today})
    client.post(door("remove_phone", person), {"phone": phone.pk})
    client.post(door("move", person), {"place": "", "on": today, "reason": "外迁"})
    assert not person.phones.exists()
    assert person.taggings.get().until == timezone.localdate()
    assert person.list_places.get().until == timezone.localdate()
    assert person.requests.get().kind == "erasure"


@pytest.mark.parametrize(
    ("name", "wrong", "field", "sentence"),
    [
        ("move", {"on": "2026-01-05"}, "place", "Please choose one."),
        ("move", {"place": "poor", "on": "2999-01-05"}, "on", "This day has not come yet."),
        ("tag", {"tag": "veteran", "since": "2999-01-05"}, "since", "This day has not come yet."),
        ("add_phone", {"number": "12", "relation": "own"}, "number", "not a telephone number"),
        ("ask", {"kind": "correction", "text": " "}, "text", "what is wrong"),
    ],
)
def test_bad_input_is_told_at_the_field(client, region, name, wrong, field, sentence):
    page = client.post(door(name, PersonFactory(region=region)), wrong)

    assert sentence in page.context["form"].errors[field][0]


def test_a_tag_or_telephone_of_somebody_else_is_no_choice(client, region, by):
    person, other = PersonFactory.create_batch(2, region=region)
    phone = other.phones.create(number="13911112222")

    page = client.post(door("remove_phone", person), {"phone": phone.pk})

    assert list(page.context["form"].errors) == ["phone"]
    assert other.phones.exists()


@pytest.mark.parametrize(
    "name",
    ["reveal_account", "untag", "remove_phone", "move", "tag", "add_phone", "ask"],
)
def test_nobody_does_anything_to_a_person_elsewhere(client, name):
    person = SensitivePersonFactory(region=RegionFactory())

    assert client.get(door(name, person)).status_code == 404
    assert client.post(door(name, person), {"reason": "看看"}).status_code == 404
    assert Purpose.BANK not in Person.objects.get().withheld


def test_nobody_is_taken_off_the_lists_by_pressing_the_button(client, region):
    person = PersonFactory(region=region)

    page = client.get(reverse("training_person:move", args=[person.pk])).content.decode()

    assert "checked" not in page
