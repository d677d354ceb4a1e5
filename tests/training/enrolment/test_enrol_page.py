import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory, id_number, worker_on
from tests.factories.policy import RuleFactory, usual_rules
from training.classes.rulings import rules_to_keep
from training.enrolment.models import Enrolment
from training.notices.senders.memory import MemorySender
from training.people.models import Person
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
NUMBER = id_number(7)


@pytest.fixture
def training_class():
    return TrainingClassFactory(seats=1)


@pytest.fixture
def fill(client, training_class, django_capture_on_commit_callbacks):
    """Send the form, as the worker filled it."""

    def fill(**changes):
        data = {"name": "陈秀英", "id_number": NUMBER, "phone": PHONE, "consent": "on"}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("training:enrol", args=[training_class.pk]), data | changes)

    return fill


@pytest.fixture
def prove(client, training_class):
    """Type the code that came to the phone."""

    def prove():
        code = "".join(c for c in MemorySender.outbox[-1][1].split(".")[0] if c.isdigit())
        return client.post(reverse("training:enrol_code", args=[training_class.pk]), {"code": code})

    return prove


def test_a_worker_enrols_with_name_number_and_phone(client, training_class, fill, prove):
    assert fill().url == reverse("training:enrol_code", args=[training_class.pk])
    assert not Person.objects.exists()

    response = prove()

    assert response.url == reverse("training:my")
    enrolment = Enrolment.objects.get()
    assert (enrolment.person.name, enrolment.person.phone) == ("陈秀英", PHONE)
    assert enrolment.training_class == training_class
    assert client.session["_auth_user_id"] == str(enrolment.person.user_id)
    assert "陈秀英 has a seat" in client.get(response.url).text


def test_a_second_tap_finds_the_seat(client, training_class, fill, prove):
    fill()
    prove()

    assert prove().url == reverse("training:my")
    assert Enrolment.objects.count() == 1


def test_the_identity_number_lies_nowhere_in_the_clear(client, fill):
    fill()

    assert NUMBER not in str(dict(client.session))


def test_before_the_phone_is_proven_nobody_learns_who_is_registered(client, fill):
    PersonFactory(name="林大力", id_number=NUMBER, phone="13900139000")

    known = fill()
    unknown = fill(id_number=id_number(8))

    assert known.url == unknown.url


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "陈3"}, "name"),
        ({"id_number": NUMBER[:-1]}, "id_number"),
        ({"phone": "12"}, "phone"),
        ({"consent": ""}, "consent"),
    ],
    ids=["name", "id number", "phone", "consent"],
)
def test_a_mistake_is_said_beside_its_field(fill, changes, field):
    response = fill(**changes)

    assert list(response.context["form"].errors) == [field]
    assert not MemorySender.outbox


def test_another_name_for_a_registered_number_is_said_and_nothing_kept(client, fill, prove):
    PersonFactory(name="林大力", id_number=NUMBER, phone=PHONE)
    fill()

    response = prove()

    assert "registered under another name" in response.text
    assert not Enrolment.objects.exists()


def test_after_a_wrong_name_one_corrects_it_without_another_code(
    client, training_class, fill, prove
):
    person = PersonFactory(name="林大力", id_number=NUMBER, phone=PHONE)
    fill()
    prove()

    address = reverse("training:enrol", args=[training_class.pk]) + "?other=1"
    client.post(address, {"name": "林大力", "id_number": NUMBER, "consent": "on"})

    assert Enrolment.objects.get().person == person


def test_another_phone_than_the_registered_one_is_refused(client, fill, prove):
    PersonFactory(name="陈秀英", id_number=NUMBER, phone="13900139000")
    fill()

    response = prove()

    assert "registered with the phone 139****00" in response.text
    assert not Enrolment.objects.exists()


def test_a_class_that_filled_up_meanwhile_leaves_nobody_half_entered(training_class, fill, prove):
    fill()
    EnrolmentFactory(training_class=training_class)

    response = prove()

    assert response.status_code == 409
    assert response.context["reasons"] == ["This class is full: its 1 seat is taken."]
    assert Person.objects.count() == 1  # the one who was quicker


def test_a_full_class_says_so_before_it_asks_anything(client, training_class):
    EnrolmentFactory(training_class=training_class)

    page = client.get(reverse("training:enrol", args=[training_class.pk])).text

    assert "The class is full." in page
    assert "Join the waiting list" in page


def test_whoever_finds_the_class_full_waits_without_typing_again(
    client, training_class, fill, prove
):
    fill()
    EnrolmentFactory(training_class=training_class)
    assert "Join the waiting list" in prove().text

    client.post(reverse("training:wait", args=[training_class.pk]))

    assert training_class.waiting.get().person.name == "陈秀英"


def test_every_reason_against_a_person_is_told_at_once(training_class, fill, prove):
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=40)
    RuleFactory(key=RuleKey.MAX_AGE_MEN, value=40)
    RuleFactory(key=RuleKey.CLASSES_PER_YEAR, value=0)
    fill()

    assert prove().context["reasons"] == [
        "Subsidised training is for people up to 40 years of age.",
        "A person may take 0 subsidised classes a year.",
    ]


# Signed in, nothing is asked twice


def test_a_known_person_takes_the_seat_with_one_tap(client, training_class):
    person, sister = PersonFactory(), PersonFactory()
    client.force_login(worker_on(PHONE, person, sister))
    address = reverse("training:enrol", args=[training_class.pk])

    assert set(client.get(address).context["form"].people) == {person, sister}
    client.post(address, {"person": person.pk})
    client.post(address, {"person": person.pk})

    assert Enrolment.objects.get().person == person


def test_nobody_takes_a_seat_for_a_stranger(client, training_class):
    mine, stranger = PersonFactory(), PersonFactory()
    client.force_login(worker_on(PHONE, mine))

    client.post(reverse("training:enrol", args=[training_class.pk]), {"person": stranger.pk})

    assert not Enrolment.objects.exists()


def test_someone_else_of_the_family_needs_no_other_phone(client, training_class):
    client.force_login(worker_on(PHONE, PersonFactory()))
    address = reverse("training:enrol", args=[training_class.pk]) + "?other=1"
    assert "phone" not in client.get(address).context["form"].fields

    client.post(address, {"name": "林阿婆", "id_number": NUMBER, "consent": "on"})

    person = Enrolment.objects.get().person
    assert (person.name, person.phone) == ("林阿婆", PHONE)


def test_the_code_page_of_another_class_knows_nothing_of_the_draft(client, fill):
    fill()
    other = TrainingClassFactory()

    response = client.get(reverse("training:enrol_code", args=[other.pk]))

    assert response.url == reverse("training:enrol", args=[other.pk])


MOST_STATEMENTS = 15


def test_a_seat_is_taken_with_few_statements(client):
    """Of the form that a rush sends, session and sign-in included."""
    usual_rules()
    training_class = TrainingClassFactory(seats=5)
    training_class.ruled = rules_to_keep(training_class)
    training_class.save()
    url = reverse("training:enrol", args=[training_class.pk])
    for phone in ("13911112222", "13911113333"):
        person = PersonFactory()
        client.force_login(worker_on(phone, person))
        with CaptureQueriesContext(connection) as asked:
            client.post(url, {"person": person.pk})

    frame = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    statements = [row["sql"] for row in asked if not row["sql"].startswith(frame)]
    assert training_class.enrolments.seated().count() == 2
    assert len(statements) <= MOST_STATEMENTS, statements


def test_whoever_comes_too_late_holds_nobody_up(client):
    training_class = TrainingClassFactory(seats=1)
    EnrolmentFactory(training_class=training_class)
    person = PersonFactory()
    client.force_login(worker_on("13911112222", person))
    with CaptureQueriesContext(connection) as asked:
        page = client.post(
            reverse("training:enrol", args=[training_class.pk]), {"person": person.pk}
        )

    assert page.context["reasons"] == ["This class is full: its 1 seat is taken."]
    # The class is read once, and not held.
    assert sum('FROM "training_trainingclass"' in row["sql"] for row in asked) == 1
