"""What is kept about a person, told to that person: what, why, how long, and who looked.

The page, the sheet to print and the file to take away all tell the same. Identity number and
bank account stay masked even here: whoever holds the phone of a family reads this, and the
person knows both from their cards.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from training.organisations.reach import User
from training.people.models import Person, PersonQuerySet
from training.people.states import CONSENT, Purpose

from .own_groups import groups_of, written_day

LOOKS = ("training.reveal", "training.reveal_account")
LOOKS_SHOWN = 30


@dataclass(frozen=True)
class Look:
    """That somebody in an office looked at a whole number, and what they gave as the reason."""

    on: str
    what: str
    who: str
    reason: str


@dataclass(frozen=True)
class Agreement:
    """A purpose of its own: agreed to or not, and what rests on it."""

    purpose: Purpose
    title: str
    why: str
    given_on: str


def own_people(user: User) -> PersonQuerySet:
    """The people on this phone, with everything their pages tell. Constant queries."""
    return (
        Person.objects.filter(user=user)
        .select_related("region", "household_region", "training_wish", "officer", "case")
        .prefetch_related(
            "phones",
            "taggings",
            "list_places",
            "needs__trade",
            "interests__course",
            "interests__region",
            "services__employer",
            "attempts",
            "notices",
            "case__stages",
            "requests",
            "appeals__training_class__course",
            "enrolments__training_class__course",
            "enrolments__training_class__provider",
            "enrolments__marks__lesson",
            "enrolments__results",
            "enrolments__outcomes",
            "enrolments__completion__certificate",
            "entitlements__issue",
            "entitlements__enrolment__training_class__course",
        )
    )


def agreements_of(person: Person) -> list[Agreement]:
    why = {
        Purpose.HARDSHIP: _("So that help meant for your household reaches it."),
        Purpose.BANK: _("So that allowances are paid to you and to nobody else."),
        Purpose.REFERRAL: _("So that a firm with work for you may call you."),
    }
    return [
        Agreement(
            purpose,
            str(purpose.label),
            why[purpose],
            written_day(getattr(person, CONSENT[purpose])),
        )
        for purpose in Purpose
    ]


def looks_at(person: Person) -> list[Look]:
    """Who looked at the whole identity number or account, the latest first."""
    entries = (
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Person),
            object_id=str(person.pk),
            action__in=LOOKS,
        )
        .select_related("user")
        .prefetch_related(
            "user__memberships__bureau",
            "user__memberships__provider",
            "user__memberships__employer",
        )
        .order_by("-timestamp")
    )
    return [
        Look(
            on=written_day(entry.timestamp),
            what=_("Identity number") if entry.action == LOOKS[0] else _("Bank account"),
            who=_office(entry.user),
            reason=entry.data.get("reason", ""),
        )
        for entry in entries[:LOOKS_SHOWN]
    ]


def _office(user: User | None) -> str:
    """The office, not the clerk: the person complains to the office, and it knows who it was."""
    if user is None:
        return _("Somebody who has left")
    posts = [
        _("%(role)s, %(office)s")
        % {"role": post.get_role_display(), "office": post.organisation.label}
        for post in user.memberships.all()
    ]
    return "；".join(posts) or _("The people who run this site")


@transaction.atomic
def take_own_data(person: Person, *, by: User) -> dict[str, Any]:
    """Everything as plain data, to be taken away. That it was taken is on record."""
    log(person, "training.take_own_data", user=by)
    return {
        "name": person.name,
        "taken_at": timezone.localtime().isoformat(timespec="minutes"),
        "groups": [asdict(group) for group in groups_of(person, whole=True)],
        "agreements": [
            {"purpose": row.purpose.value, "title": row.title, "given_on": row.given_on}
            for row in agreements_of(person)
        ],
        "looked_at": [asdict(look) for look in looks_at(person)],
        "requests": [
            {
                "kind": row.get_kind_display(),
                "asked_on": written_day(row.asked_at),
                "text": row.text,
                "state": row.get_state_display(),
                "answer": row.answer,
            }
            for row in person.requests.all()
        ],
    }
