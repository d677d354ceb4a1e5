"""Two loops at once send nothing twice, with real connections, and with the claim taken out."""

import threading
from collections import Counter

import pytest
from django.db import close_old_connections, connection
from django.db.models import QuerySet

from tests.factories.notices import MessageFactory
from training.notices import sending
from training.notices.senders.memory import MemorySender

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGES, LOOPS = 12, 4


def loops():
    """Several `send_messages` begin at the same moment, each on a connection of its own."""
    start, faults = threading.Barrier(LOOPS), []

    def send():
        close_old_connections()
        try:
            start.wait()
            while sending.send_due(limit=5):
                pass
        except Exception as fault:  # noqa: BLE001  (a thread's fault fails no test by itself)
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _loop in range(LOOPS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def times_sent():
    return Counter(Counter(text for _to, text in MemorySender.outbox).values())


@pytest.fixture
def messages():
    return [MessageFactory(text=f"第{number}条") for number in range(MESSAGES)]


def test_two_loops_at_once_send_every_message_once(messages):
    loops()

    assert times_sent() == {1: MESSAGES}


def test_without_the_locks_the_mark_alone_holds(messages, monkeypatch):
    """The fence behind the fence: nobody waits for anybody, and the mark has one winner."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **_: queryset)
    monkeypatch.setattr(sending, "claim", sending.claim.__wrapped__)

    loops()
    while sending.send_due():  # a loop that lost a mark ended its run early
        pass

    assert times_sent() == {1: MESSAGES}


def test_without_the_claim_the_same_loops_send_twice(monkeypatch):
    """Proof that the tests above can fail: everybody looks before anybody has sent."""
    MessageFactory()
    looked = threading.Barrier(LOOPS)

    def claim_nothing(rows):
        message = rows.first()
        if message:
            looked.wait(timeout=20)
            message.tries += 1
        return message

    monkeypatch.setattr(sending, "claim", claim_nothing)
    monkeypatch.setattr(sending, "settle", lambda message, **facts: message.delete())

    loops()

    assert times_sent() == {LOOPS: 1}
