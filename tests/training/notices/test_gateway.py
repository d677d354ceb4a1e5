"""Operators spoken to over HTTP, against a server of ours; and mail."""

import socket

import pytest
from django.core import mail

from tests.factories.notices import MessageFactory
from tests.factories.people import PersonFactory
from training.checks import senders_can_be_loaded
from training.notices.actions import notify
from training.notices.errors import NotSent
from training.notices.senders import sender_of
from training.notices.sending import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(training, gateway):
    def send(message, channel="sms", sender="gateway", **options):
        options = {"url": gateway.url, "token": "geheim", "template": "T-1"} | options
        training(SENDERS={channel: sender}, GATEWAYS={channel: options})
        return sender_of(channel).send(message)

    return send


@pytest.mark.parametrize(("channel", "sender"), [("sms", "gateway"), ("wechat", "wechat")])
def test_the_operator_is_told_reference_number_and_words(send, gateway, channel, sender):
    message = MessageFactory(text="明天“上课”")

    assert send(message, channel, sender) == "R1"

    assert gateway.asked == [
        {
            "id": str(message.reference),
            "to": message.address,
            "text": "明天“上课”",
            "template": "T-1",
        }
    ]
    assert gateway.tokens == ["Bearer geheim"]


@pytest.mark.parametrize(
    ("answer", "fault", "temporary"),
    [
        (302, "refused", False),
        (400, "refused", False),
        (403, "refused", False),
        (429, "unreachable", True),
    ],
    ids=["sent-elsewhere", "refused", "forbidden", "busy"],
)
def test_what_a_refusal_means(send, gateway, answer, fault, temporary):
    gateway.answers = answer

    with pytest.raises(NotSent) as refusal:
        send(MessageFactory())

    assert (refusal.value.fault, refusal.value.temporary) == (fault, temporary)


def test_an_operator_who_broke_may_have_sent_it(send, gateway):
    gateway.answers = 500

    with pytest.raises(TimeoutError):
        send(MessageFactory())


def test_an_operator_who_does_not_answer_may_have_sent_it(send, gateway):
    gateway.sleeps = 1

    with pytest.raises(TimeoutError):
        send(MessageFactory(), timeout=0.1)

    assert len(gateway.asked) == 1


def test_where_nobody_listens_nothing_was_sent(send):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"

    with pytest.raises(NotSent) as refusal:
        send(MessageFactory(), url=url)

    assert refusal.value.temporary


@pytest.mark.parametrize("url", ["", "file:///etc/passwd"])
def test_only_the_web_is_spoken_to(send, url):
    with pytest.raises(NotSent):
        send(MessageFactory(), url=url)


def test_what_is_accepted_is_accepted_whatever_the_receipt(send, gateway):
    gateway.body = b"OK"

    assert send(MessageFactory()) == ""


def test_mail_goes_by_the_sites_own_mail(training):
    training(SENDERS={"email": "email"})
    message = MessageFactory(address="chen@example.org", channel="email")

    sender_of("email").send(message)

    [letter] = mail.outbox
    assert (letter.to, letter.body) == (["chen@example.org"], "明天上课")
    assert str(message.reference) in letter.extra_headers["Message-ID"]


@pytest.mark.parametrize(
    "name",
    ["nobody", "no.such.Sender", "builtins.dict"],
    ids=["unknown-slug", "no-such-class", "not-a-sender"],
)
def test_a_wrong_name_is_told_by_the_check_and_stops_nobody(training, name):
    training(SENDERS={"sms": name})

    assert sender_of("sms") is None
    assert [fault.id for fault in senders_can_be_loaded(None)] == ["training.E003"]
    message = notify(PersonFactory(), "other", "甲", "x")
    assert send_due() == 1
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("waiting", "no_sender")
