"""Ways of getting a message to a person. Plug-ins add theirs by ``register_message_senders``."""

import logging

from django.utils.module_loading import import_string
from wagtail import hooks

from training.conf import setting

from .base import Sender

logger = logging.getLogger(__name__)


def known_senders() -> dict[str, type[Sender]]:
    return {
        sender.slug: sender
        for hook in hooks.get_hooks("register_message_senders")
        for sender in hook()
    }


def sender_of(channel: str) -> Sender | None:
    """What carries the messages of this channel: ``TRAINING["SENDERS"]`` names it, by its slug or
    by its dotted path. None where the channel is not set up.

    A wrong name must not keep anybody from enrolling: messages wait, and the system check tells.
    """
    try:
        return load_sender(channel)
    except Exception:
        logger.exception("What sends messages by %r cannot be loaded.", channel)
        return None


def load_sender(channel: str) -> Sender | None:
    name = setting("SENDERS").get(channel)
    if not name:
        return None
    kind = import_string(name) if "." in name else known_senders()[name]
    sender = kind(channel)
    if not isinstance(sender, Sender):
        raise TypeError(f"{name} is not a {Sender.__module__}.{Sender.__name__}")
    return sender
