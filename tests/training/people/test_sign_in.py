import pytest
from django.urls import reverse

from tests.factories.organisations import RegionFactory, UserFactory, village_officer_of
from tests.factories.people import PersonFactory, worker_on
from training.notices.senders.memory import MemorySender
from training.people.models import PhoneLogin

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


def sent_code():
    return "".join(char for char in MemorySender.outbox[-1][1].split(".")[0] if char.isdigit())


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """Ask for a code, and read it off the phone."""

    def ask(**data):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(reverse("training:sign_in"), {"phone": PHONE, **data})
        return response, sent_code() if MemorySender.outbox else None

    return ask


def type_code(client, code):
    return client.post(reverse("training:sign_in_code"), {"code": code})


def test_a_worker_signs_in_with_a_code_and_no_password(client, ask):
    person = PersonFactory(phone=PHONE)

    response, code = ask()
    assert response.url == reverse("training:sign_in_code")
    response = type_code(client, f" {code[:3]} {code[3:]}")

    assert response.url == reverse("training:my")
    person.refresh_from_db()
    assert client.session["_auth_user_id"] == str(person.user_id)


def test_signing_in_leads_back_to_where_one_came_from(client, ask):
    _, code = ask(next=reverse("training:check_in"))

    assert type_code(client, code).url == reverse("training:check_in")


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_signing_in_never_leads_to_another_site(client, ask, address):
    _, code = ask(next=address)

    assert type_code(client, code).url == reverse("training:my")


def test_a_wrong_code_is_counted_and_said_beside_the_field(client, ask):
    _, code = ask()

    response = type_code(client, str((int(code) + 1) % 10**6).zfill(6))

    assert response.context["form"].errors["code"] == [
        "This code is not right. You can try 4 more times."
    ]
    assert "_auth_user_id" not in client.session


def test_an_old_code_asks_for_a_new_one(client, ask):
    _, old = ask()
    with_new = client.post(reverse("training:sign_in_code"), {"again": "1"})

    response = type_code(client, old)

    assert with_new.url == reverse("training:sign_in_code")
    assert "code" in response.context["form"].errors


def test_too_many_codes_are_refused_with_a_sentence(client, ask):
    for _time in range(6):
        ask()

    response, _code = ask()

    assert response.context["form"].errors["phone"] == [
        "Too many codes were sent to this phone. Please try again in an hour."
    ]


def test_the_code_stands_on_the_page_only_in_the_demonstration(client, ask, settings):
    ask()
    assert "demonstration" not in client.get(reverse("training:sign_in_code")).text

    settings.TRAINING = settings.TRAINING | {"SHOW_CODES": True}
    _, code = ask()

    assert code in client.get(reverse("training:sign_in_code")).text


def test_the_code_page_without_a_phone_asks_for_the_phone(client):
    response = client.get(reverse("training:sign_in_code"))

    assert response.url == reverse("training:sign_in")


def test_signing_in_keeps_what_a_visitor_had_begun(client, ask):
    session = client.session
    session["scan"] = {"lesson": 1, "at": "2026-03-02T09:00:00+08:00"}
    session.save()

    _, code = ask()
    type_code(client, code)

    assert client.session["scan"]["lesson"] == 1


def test_a_village_officer_lands_among_their_people(client, ask):
    officer = village_officer_of(RegionFactory())
    PhoneLogin.objects.create(user=officer, phone=PHONE)

    _, code = ask()

    assert type_code(client, code).url == reverse("training:village")


def test_signing_out_takes_a_post(client):
    client.force_login(UserFactory())

    assert client.get(reverse("training:sign_out")).status_code == 405
    client.post(reverse("training:sign_out"))

    assert "_auth_user_id" not in client.session


def test_a_signed_in_worker_is_not_asked_again(client):
    client.force_login(worker_on(PHONE))

    assert client.get(reverse("training:sign_in")).url == reverse("training:my")
