"""Ways of getting a message to a person. Plug-ins add theirs by ``register_message_senders``."""

from django.utils.module_loading import import_string
from wagtail import hooks

from training.conf import setting

from .base import Sender


def known_senders() -> dict[str, type[Sender]]:
    return {
        sender.slug: sender
        for hook in hooks.get_hooks("register_message_senders")
        for sender in hook()
    }


def sender_of(channel: str) -> Sender | None:
    """What carries the messages of this channel: ``TRAINING["SENDERS"]`` names it, by its slug or
    by its dotted path. None where the channel is not set up."""
    name = setting("SENDERS").get(channel)
    if not name:
        return None
    kind = import_string(name) if "." in name else known_senders()[name]
    return kind(channel)
