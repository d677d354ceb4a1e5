import logging

from .base import Sender

logger = logging.getLogger(__name__)


class ConsoleSender(Sender):
    """Development: the message is written to the log of the server."""

    slug = "console"

    def send(self, message):
        logger.warning("%s to %s: %s", message.channel.upper(), message.address, message.text)
        return ""
