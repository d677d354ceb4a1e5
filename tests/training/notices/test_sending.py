"""What becomes of a message, by what its sender says and by who was killed when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.notices import BUSY, NEVER, Fussy, MessageFactory, Patient, cut_off
from training.notices import sending
from training.notices.models import Message
from training.notices.senders.memory import MemorySender
from training.notices.sending import PAUSES, deliver, send_due
from training.notices.states import Fault, Kind, MessageState
from training.people.actions import send_code

pytestmark = pytest.mark.django_db


def told(message):
    message.refresh_from_db()
    return message.state, message.last_error


def test_what_waits_is_sent_and_then_waits_no_more():
    messages = MessageFactory.create_batch(3)

    assert [send_due(), send_due()] == [3, 0]
    assert len(MemorySender.outbox) == 3
    assert {told(message) for message in messages} == {(MessageState.SENT, "")}


def test_a_run_is_bounded():
    MessageFactory.create_batch(3)

    assert [send_due(limit=2), send_due(limit=2)] == [2, 1]


def test_what_is_not_due_waits():
    MessageFactory(due_at=timezone.now() + timedelta(minutes=1))

    assert send_due() == 0


def test_at_night_only_codes_are_sent(training, monkeypatch):
    training(QUIET_HOURS=(0, 24))
    MessageFactory()
    code = MessageFactory(kind=Kind.CODE, person=None, address="13800138000")

    assert send_due() == 1
    assert told(code) == (MessageState.SENT, "")


def test_what_has_expired_is_dropped_and_not_sent_late():
    late = MessageFactory(expires_at=timezone.now() - timedelta(seconds=1))
    code = MessageFactory(kind=Kind.CODE, text="123456", expires_at=timezone.now())

    assert send_due() == 0
    assert {told(late), told(code)} == {(MessageState.DROPPED, Fault.EXPIRED)}
    assert code.text == ""


def test_a_failure_that_may_pass_is_tried_again_with_growing_pauses(fussy):
    asked, message = fussy(BUSY), MessageFactory()
    pauses = []
    for _try in PAUSES:
        began = timezone.now()
        assert send_due() == 1
        message.refresh_from_db()
        assert message.state == MessageState.WAITING
        pauses.append(round((message.next_try_at - began).total_seconds() / 60))
        assert send_due() == 0
        Message.objects.update(next_try_at=began)

    send_due()

    assert pauses == sorted(set(pauses))
    assert told(message) == (MessageState.FAILED, "unreachable")
    assert len(asked) == len(PAUSES) + 1


def test_a_failure_for_good_is_final(fussy):
    asked, message = fussy(NEVER), MessageFactory()

    send_due()

    assert told(message) == (MessageState.FAILED, "refused")
    assert [send_due(), len(asked)] == [0, 1]


def test_an_empty_number_is_given_to_no_sender(fussy):
    asked, message = fussy(), MessageFactory(address="")

    send_due()

    assert told(message) == (MessageState.FAILED, Fault.NO_ADDRESS)
    assert asked == []


def test_a_channel_that_is_not_set_up_yet_waits(training):
    training(SENDERS={})
    message = MessageFactory()

    send_due()

    assert told(message) == (MessageState.WAITING, Fault.NO_SENDER)


def test_where_nobody_knows_whether_it_arrived_it_is_not_sent_again(fussy):
    asked, message = fussy(TimeoutError()), MessageFactory()

    send_due()

    assert told(message) == (MessageState.UNSURE, Fault.NO_ANSWER)
    assert [send_due(), len(asked)] == [0, 1]


def test_an_operator_who_knows_it_again_is_asked_again_with_the_same_reference(fussy):
    asked, message = fussy(TimeoutError(), Patient), MessageFactory()
    send_due()
    Message.objects.update(next_try_at=timezone.now())
    fussy("ok", Patient)

    send_due()

    assert told(message) == (MessageState.SENT, "")
    assert asked == [str(message.reference)] * 2


@pytest.mark.parametrize(
    ("sender", "asked_again", "ends"),
    [(Fussy, 0, MessageState.UNSURE), (Patient, 1, MessageState.SENT)],
    ids=["an-officer-decides", "the-operator-knows-it"],
)
def test_after_a_kill_it_depends_on_the_sender(fussy, sender, asked_again, ends):
    asked, message = fussy("ok", sender), cut_off()

    assert send_due() == asked_again

    assert told(message)[0] == ends
    assert asked == [str(message.reference)] * asked_again


def test_a_lease_that_is_not_over_is_left_alone(fussy):
    asked, message = fussy("ok", Patient), cut_off()
    Message.objects.update(lease_until=timezone.now() + timedelta(minutes=1))

    assert send_due() == 0
    assert told(message)[0] == MessageState.SENDING
    assert asked == []


def test_who_slept_through_the_lease_still_writes_down_that_it_was_sent(fussy):
    fussy()
    message = cut_off()
    sending.put_aside()
    assert told(message)[0] == MessageState.UNSURE

    deliver(message)

    assert told(message) == (MessageState.SENT, "")


def test_who_slept_while_another_began_writes_nothing_down(fussy):
    fussy(NEVER)
    message = cut_off()
    Message.objects.update(tries=2)

    deliver(message)

    assert told(message)[0] == MessageState.SENDING


@pytest.mark.parametrize("says", ["ok", NEVER, TimeoutError()], ids=["sent", "failed", "unsure"])
def test_a_code_is_wiped_however_it_ends(fussy, says, django_capture_on_commit_callbacks):
    fussy(says)

    with django_capture_on_commit_callbacks(execute=True):
        code = send_code("13800138000")
        assert code in Message.objects.get().text

    message = Message.objects.get()
    assert (message.text, code in message.shown_text) == ("", False)


def test_no_code_can_be_kept():
    code = MessageFactory(kind=Kind.CODE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=code.pk).update(state=MessageState.SENT)


def test_a_second_code_is_a_second_message(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        codes = [send_code("13800138000"), send_code("13800138000")]

    assert [code in text for code, (_to, text) in zip(codes, MemorySender.outbox, strict=True)] == [
        True,
        True,
    ]
