from .base import Sender


class MemorySender(Sender):
    """Tests: what would have been sent is kept in ``outbox``."""

    slug = "memory"
    outbox: list[tuple[str, str]] = []

    def send(self, message):
        self.outbox.append((message.address, message.text))
        return str(len(self.outbox))
