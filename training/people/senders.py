"""Ways of getting a short text to a phone. A deployment names its own in TRAINING['SMS_SENDER']."""

import logging

logger = logging.getLogger(__name__)


class ConsoleSender:
    """Development: the message is written to the log of the server."""

    def send(self, phone: str, text: str) -> None:
        logger.warning("SMS to %s: %s", phone, text)


class MemorySender:
    """Tests: what would have been sent is kept in ``outbox``."""

    outbox: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.outbox.append((phone, text))
