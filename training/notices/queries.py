"""Where a person is reached, and how the outbox stands."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from training.people.cleaning import MOBILE
from training.people.models import Person
from training.people.states import Relation

from .models import MessageQuerySet
from .states import MessageState


def phone_of(person: Person) -> str:
    """The phone they sign in with, else another mobile of their own, else of whom they trust."""
    if person.phone:
        return person.phone
    mobiles = [row for row in person.phones.all() if MOBILE.fullmatch(row.number)]
    own = [row.number for row in mobiles if row.relation == Relation.OWN]
    trusted = [row.number for row in mobiles if row.trusted]
    return next(iter(own + trusted), "")


def is_read_by_others(person: Person, phone: str) -> bool:
    """Whether a message must say whom it is for: a family's phone, or that of somebody else."""
    if phone != person.phone:
        return not any(
            row.number == phone and row.relation == Relation.OWN for row in person.phones.all()
        )
    return Person.objects.filter(phone=phone).exclude(pk=person.pk).exists()


def language_of(person: Person | None) -> str:
    """What they chose for the site, if they ever did."""
    profile = getattr(person and person.user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Standing:
    """How many messages stand where."""

    waiting: int
    sent: int
    to_decide: int


def standing_of(messages: MessageQuerySet) -> Standing:
    rows = messages.select_related(None).order_by()
    counts = dict(rows.values_list("state").annotate(Count("pk")))
    return Standing(
        waiting=counts.get(MessageState.WAITING, 0) + counts.get(MessageState.SENDING, 0),
        sent=counts.get(MessageState.SENT, 0),
        to_decide=rows.to_decide().count(),
    )
