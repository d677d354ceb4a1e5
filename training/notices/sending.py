"""Sending what waits in the outbox, and never twice.

A worker takes one message at a time. It first **marks** it as being sent, with a lease, and
commits that; only then it calls the sender; then it writes down what came of it.

* Two workers cannot have the same message: the mark is one ``UPDATE … WHERE state = 'waiting' AND
  tries = n``, which the database lets succeed for one of them. (On PostgreSQL each also passes over
  rows the other is just looking at, ``SKIP LOCKED``, so that they do not wait for each other.)
* Killed before the mark: the message still waits and is sent, once.
* Killed after the mark, before or behind the sender: from here nobody can tell the one from the
  other, for no commit of ours can be one with an operator's. When the lease is over the message is
  found still being sent, and the sender decides. One that is ``idempotent`` hands our reference to
  an operator who sends a reference once, so we come with the same reference again. With any other
  the message becomes *unsure*: it is **not** sent again, an officer sees it and chooses.
* The same when a sender neither succeeds nor says ``NotSent``, such as when the answer is lost.
* A worker that slept through its lease and wakes up writes down its result only as long as nobody
  began another try: ``tries`` counts them.

So what is sent twice was sent twice by an officer who was told so; and nothing is lost silently.
"""

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from .errors import NotSent
from .models import Message, MessageQuerySet
from .rules import is_quiet, may_go_out_at
from .senders import sender_of
from .senders.base import Sender
from .states import AT_ANY_HOUR, UNDERWAY, Fault, Kind, MessageState

logger = logging.getLogger(__name__)

A_RUN = 200
LEASE = timedelta(minutes=5)  # longer than any sender takes
# After a failure that may pass: how long until the next try.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]


def send_due(limit: int = A_RUN) -> int:
    """Send what is due, at most ``limit`` messages; returns how many were tried."""
    put_aside()
    for tried in range(limit):
        if not send_next(Message.objects.all()):
            return tried
    return limit


def send_one(pk: int) -> bool:
    """Send this message now, if it waits and is due."""
    return send_next(Message.objects.filter(pk=pk))


def send_next(messages: MessageQuerySet) -> bool:
    now = timezone.now()
    rows = messages.due(now)
    if is_quiet(now):
        rows = rows.filter(kind__in=AT_ANY_HOUR)
    message = claim(rows)
    if message:
        deliver(message)
    return bool(message)


@transaction.atomic(durable=True)  # committed when this returns, whatever the caller thinks
def claim(rows: MessageQuerySet) -> Message | None:
    """The first of ``rows`` that nobody else has, marked as being sent."""
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    message = rows.first()
    return message if message and mark(message) else None


def mark(message: Message) -> bool:
    """Whether the message is ours to send; a second worker finds it marked."""
    taken = {
        "state": MessageState.SENDING,
        "tries": message.tries + 1,
        "lease_until": timezone.now() + LEASE,
    }
    mine = Message.objects.filter(
        pk=message.pk, state=MessageState.WAITING, tries=message.tries
    ).update(**taken)
    for name, value in taken.items():
        setattr(message, name, value)
    return bool(mine)


def deliver(message: Message) -> None:
    """Call the sender, outside any transaction, and write down what came of it."""
    sender = sender_of(message.channel)
    try:
        receipt = _send(sender, message)
    except NotSent as failure:
        settle(message, **_after(message, failure))
    except Exception as failure:
        logger.exception("Message %s: nobody knows whether it was sent.", message.pk)
        fault = Fault.NO_ANSWER if isinstance(failure, TimeoutError) else Fault.BROKEN
        settle(message, **_when_unknown(message, sender, fault))
    else:
        settle(
            message,
            state=MessageState.SENT,
            sent_at=timezone.now(),
            receipt=str(receipt or "")[:100],
            last_error="",
        )


def _send(sender: Sender | None, message: Message) -> str:
    if not sender:
        raise NotSent(Fault.NO_SENDER, temporary=True)
    if not message.address:
        raise NotSent(Fault.NO_ADDRESS)
    return sender.send(message)


def settle(message: Message, **facts: object) -> None:
    """Write down how the try ended, unless another try was begun meanwhile."""
    wipe = {"text": ""} if message.is_code and facts["state"] not in UNDERWAY else {}
    Message.objects.filter(
        pk=message.pk,
        tries=message.tries,
        state__in=[MessageState.SENDING, MessageState.WAITING, MessageState.UNSURE],
    ).update(**facts, **wipe, lease_until=None)


def _after(message: Message, failure: NotSent) -> dict[str, object]:
    fault = failure.fault[:40]
    if not failure.temporary or message.tries > len(PAUSES):
        return {"state": MessageState.FAILED, "last_error": fault}
    return _later(message, fault)


def _later(message: Message, fault: str) -> dict[str, object]:
    next_try = timezone.now() + PAUSES[message.tries - 1]
    return {
        "state": MessageState.WAITING,
        "last_error": fault,
        "next_try_at": may_go_out_at(message.kind, next_try),
    }


def _when_unknown(message: Message, sender: Sender | None, fault: Fault) -> dict[str, object]:
    if sender and sender.idempotent and message.tries <= len(PAUSES):
        return _later(message, fault)
    return {"state": MessageState.UNSURE, "last_error": fault}


def put_aside() -> None:
    """What has expired is dropped; what a worker left behind is sent again or becomes unsure."""
    now = timezone.now()
    _drop_expired(now)
    _take_up(now)


def _drop_expired(now: datetime) -> None:
    expired = Message.objects.filter(state=MessageState.WAITING, expires_at__lte=now)
    late = {"state": MessageState.DROPPED, "last_error": Fault.EXPIRED}
    expired.filter(kind=Kind.CODE).update(**late, text="")
    expired.update(**late)


def _take_up(now: datetime) -> None:
    left = Message.objects.cut_off(now)
    for channel in left.order_by().values_list("channel", flat=True).distinct():
        rows, sender = left.filter(channel=channel), sender_of(channel)
        if sender and sender.idempotent:
            rows.update(
                state=MessageState.WAITING,
                last_error=Fault.CUT_OFF,
                next_try_at=now,
                lease_until=None,
            )
            continue
        unsure = {
            "state": MessageState.UNSURE,
            "last_error": Fault.CUT_OFF,
            "lease_until": None,
        }
        rows.filter(kind=Kind.CODE).update(**unsure, text="")
        rows.update(**unsure)
