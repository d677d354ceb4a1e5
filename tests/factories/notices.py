from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.people import PersonFactory
from training.notices.errors import NotSent
from training.notices.models import Message
from training.notices.senders.base import Sender
from training.notices.states import Kind, MessageState


class MessageFactory(DjangoModelFactory):
    """A message that is due."""

    class Meta:
        model = Message

    kind = Kind.OTHER
    key = factory.Sequence("key:{}".format)
    person = factory.SubFactory(PersonFactory)
    address = factory.SelfAttribute("person.phone")
    text = "明天上课"
    language = "zh-hans"
    due_at = factory.LazyFunction(timezone.now)
    next_try_at = factory.SelfAttribute("due_at")


def cut_off(**facts):
    """Its worker was killed while sending it, and the lease is over."""
    facts |= {"lease_until": timezone.now() - timedelta(seconds=1)}
    return MessageFactory(state=MessageState.SENDING, tries=1, **facts)


def path_of(sender):
    return f"{sender.__module__}.{sender.__name__}"


class Fussy(Sender):
    """Does what ``says`` says: raises it, or returns it as a receipt."""

    says = "ok"
    asked = []

    def send(self, message):
        self.asked.append(str(message.reference))
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


class Patient(Fussy):
    """The same, for an operator who knows a message again."""

    idempotent = True


BUSY = NotSent("unreachable", temporary=True)
NEVER = NotSent("refused")
