from training.notices.models import Message
from training.notices.queries import phone_of
from training.people.models import Person


class Sender:
    """One way of getting a text to somebody. A subclass says how, in ``send``.

    ``idempotent``: the operator takes our ``message.reference`` and sends the same reference once,
    however often we come with it. Only then is a message sent again that may have arrived.
    """

    slug = ""
    idempotent = False

    def __init__(self, channel: str = "sms") -> None:
        self.channel = channel

    def address_of(self, person: Person) -> str:
        """Where this sender reaches the person; empty where it does not."""
        return phone_of(person)

    def send(self, message: Message) -> str:
        """Send, and return the operator's receipt.

        Raises ``NotSent`` only when it is certain that nothing went out.
        """
        raise NotImplementedError
