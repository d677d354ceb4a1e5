import pytest
from django.urls import reverse

from tests.factories.notices import MessageFactory
from tests.factories.organisations import RegionFactory, officer_of
from tests.factories.people import PersonFactory
from training.notices.models import Message
from training.notices.states import Fault, Kind, MessageState

pytestmark = pytest.mark.django_db
INDEX = "training_message:index"


@pytest.fixture
def person():
    return PersonFactory(region=RegionFactory())


@pytest.fixture
def officer(office, person):
    return office(officer_of(person.region))


def door(name, message):
    return reverse(f"training_message:{name}", args=[message.pk])


def test_an_officer_reads_the_messages_to_the_people_of_their_region(officer, person):
    MessageFactory(person=person, text="明天九点")
    MessageFactory(person__region=RegionFactory(), text="别处的话")

    page = officer.get(reverse(INDEX)).text

    assert "明天九点" in page
    assert "别处的话" not in page
    assert person.masked_phone in page
    assert person.phone not in page


def test_a_code_is_shown_to_nobody(office, by):
    code = MessageFactory(kind=Kind.CODE, person=None, address="13800138000", text="代码123456")
    client = office(by)

    pages = [client.get(address).text for address in (reverse(INDEX), door("inspect", code))]
    export = b"".join(client.get(reverse(INDEX) + "?export=csv").streaming_content).decode()

    for page in [*pages, export]:
        assert "123456" not in page
        assert "A code, which is not shown." in page


def test_the_list_says_how_many_are_to_decide_about(officer, person):
    for state in ("unsure", "failed", "sent", "sent", "waiting", "sending"):
        lease = {"lease_until": "2026-01-01T00:00Z"} if state == "sending" else {}
        MessageFactory(person=person, state=state, **lease)
    MessageFactory(person__region=RegionFactory(), state="unsure")

    page = officer.get(reverse(INDEX))

    assert "2 messages to decide about" in page.text
    assert "2 waiting, 2 sent" in page.text


def test_the_list_is_narrowed_by_kind_and_state(officer, person):
    wanted = MessageFactory(person=person, kind=Kind.OFFER, state="failed")
    MessageFactory(person=person, kind=Kind.OFFER)
    MessageFactory(person=person, kind=Kind.REMINDER, state="failed")

    page = officer.get(reverse(INDEX), {"kind": "offer", "state": "failed"})

    assert list(page.context["object_list"]) == [wanted]


@pytest.mark.parametrize(
    ("verb", "state"),
    [("send_again", MessageState.WAITING), ("leave", MessageState.DROPPED)],
)
def test_an_officer_decides_about_what_nobody_knows(officer, person, verb, state):
    message = MessageFactory(person=person, state="unsure", last_error=Fault.CUT_OFF)
    page = officer.get(door("inspect", message)).text
    assert "It is not sent a second time unless you say so." in page
    assert door(verb, message) in page

    officer.post(door(verb, message))

    message.refresh_from_db()
    assert message.state == state
    assert door(verb, message) not in officer.get(door("inspect", message)).text


def test_what_was_sent_is_not_offered_to_be_sent_again(officer, person):
    message = MessageFactory(person=person, state="sent")

    assert door("send_again", message) not in officer.get(door("inspect", message)).text
    officer.post(door("send_again", message))

    assert Message.objects.get().state == "sent"


def test_the_list_costs_the_same_with_one_message_and_with_three(queries_for, client, person):
    client.force_login(officer_of(person.region))
    MessageFactory(person=person)
    one = queries_for(reverse(INDEX))
    for _more in range(2):
        MessageFactory(person=PersonFactory(region=person.region))

    assert queries_for(reverse(INDEX)) == one


def test_the_first_page_says_that_messages_wait_for_a_decision(officer, person):
    MessageFactory.create_batch(2, person=person, state="unsure")
    MessageFactory(person__region=RegionFactory(), state="unsure")
    MessageFactory(person=person, state="sent")

    page = officer.get(reverse("wagtailadmin_home")).text

    assert "2 messages to decide about" in page
