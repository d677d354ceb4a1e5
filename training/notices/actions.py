"""Writing messages into the outbox, and deciding about those that did not get through."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from training.conf import setting
from training.organisations.reach import User
from training.people.models import Person

from .errors import TooLate
from .models import Message
from .queries import is_read_by_others, language_of
from .rules import may_go_out_at
from .senders import sender_of
from .senders.base import Sender
from .signals import to_send
from .states import TO_DECIDE, Fault, Kind, MessageState

# A sentence, or what makes one: it is called in the language of whoever reads it.
Text = str | Callable[[], str]
CODE_DAYS = 2
TEXT_MESSAGE = "sms"
NOWHERE = {"state": MessageState.FAILED, "last_error": Fault.NO_ADDRESS}


@transaction.atomic
def write(
    kind: Kind,
    to: Person | str,
    text: Text,
    key: str,
    *,
    channel: str = "",
    language: str = "",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    by: User | None = None,
) -> Message:
    """Put a message to a person, or to a phone, into the outbox; it is sent after the commit.

    Part of the caller's transaction: what is rolled back is not told. The same ``key`` is the same
    event and returns the message that was written of it first. Whoever has no number gets none:
    the message stands as failed, for an officer to see.
    """
    if message := Message.objects.filter(key=key).first():
        return message
    person = to if isinstance(to, Person) else None
    channel, address = _way_to(to, kind, channel)
    language = language or language_of(person)
    due_at = may_go_out_at(kind, due_at or timezone.now())
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "person": person,
            "channel": channel,
            "address": address,
            "language": language,
            "text": _rendered(text, language, person, address),
            "due_at": due_at,
            "next_try_at": due_at,
            "expires_at": expires_at,
            "written_by": by,
            **({} if address else NOWHERE),
        },
    )
    if created and message.state == MessageState.WAITING:
        to_send.send(Message, message=message)
    return message


def notify(
    person: Person,
    kind: Kind,
    text: Text,
    key: str,
    *,
    expires_at: datetime | None = None,
    by: User | None = None,
) -> Message | None:
    """Write to a person if there is a number to reach them by; None if there is none."""
    if not has_address(person, kind):
        return None
    return write(kind, person, text, key, expires_at=expires_at, by=by)


def has_address(person: Person, kind: Kind) -> bool:
    return bool(_way_to(person, kind, "")[1])


def _way_to(to: Person | str, kind: Kind, channel: str) -> tuple[str, str]:
    """The first channel set up for such messages by which the person is reached, and where."""
    wanted = [channel] if channel else channels_of(kind)
    if isinstance(to, str):
        return wanted[0], to
    for name in wanted:
        # A sender of text messages that is not there today may be tomorrow: the message waits.
        sender = sender_of(name) or (Sender(name) if name == TEXT_MESSAGE else None)
        if sender and (address := sender.address_of(to)):
            return name, address
    return wanted[0], ""


def channels_of(kind: Kind) -> list[str]:
    order = setting("CHANNELS")
    return list(order.get(str(kind)) or order["*"])


def _rendered(text: Text, language: str, person: Person | None, address: str) -> str:
    with override(language):
        told = str(text() if callable(text) else text)
        if person and is_read_by_others(person, address) and person.name not in told:
            return _("For %(name)s: %(text)s") % {"name": person.name, "text": told}
        return told


@transaction.atomic
def send_again(message: Message, *, by: User | None) -> Message:
    """An officer wants it sent once more, knowing that it may then arrive twice.

    Raises ``TooLate``. Pressed twice, or by two officers, it is sent once.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in TO_DECIDE or message.is_code:
        return message
    now = timezone.now()
    if message.expires_at and message.expires_at <= now:
        raise TooLate
    if not message.address and message.person:
        # The number may have been entered meanwhile.
        message.channel, message.address = _way_to(message.person, Kind(message.kind), "")
    if not message.address:
        return message
    message.state, message.last_error = MessageState.WAITING, ""
    message.next_try_at = may_go_out_at(message.kind, now)
    message.save()
    log(message, "training.send_again", user=by)
    to_send.send(Message, message=message)
    return message


@transaction.atomic
def leave_it(message: Message, *, by: User | None) -> Message:
    """An officer knows better, or does not mind: nothing is sent, and nobody is asked again."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in TO_DECIDE:
        return message
    message.state, message.last_error = MessageState.DROPPED, Fault.LEFT
    message.save(update_fields=["state", "last_error"])
    log(message, "training.leave_message", user=by)
    return message


def forget_old() -> int:
    """Delete what was settled long ago: codes after days, the rest after ``MESSAGE_DAYS``."""
    now = timezone.now()
    over = Message.objects.exclude(state__in=[MessageState.WAITING, MessageState.SENDING])
    codes = over.filter(kind=Kind.CODE, created_at__lt=now - timedelta(days=CODE_DAYS))
    rest = over.filter(created_at__lt=now - timedelta(days=setting("MESSAGE_DAYS")))
    return codes.delete()[0] + rest.delete()[0]
