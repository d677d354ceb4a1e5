"""What is known of one person's case, and who is due today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from training.organisations.models import Region
from training.organisations.reach import User, Visitor, any_of, reach_of
from training.organisations.states import Role
from training.people.models import ListPlace, Person, PersonQuerySet
from training.people.states import Relation

from .models import Case, ContactAttempt, Need, Service, StageReached
from .states import DEAD, ContactOutcome, ServiceKind

IN_CARE = (Role.OFFICER, Role.VILLAGE_OFFICER)
SHOWN = 10


def people_in_care_of(user: Visitor) -> PersonQuerySet:
    """The people a user works with as an officer of their village or bureau.

    Narrower than ``visible_to``: an inspector reads and does nothing for anybody.
    """
    reach = reach_of(user)
    if reach.everything:
        return Person.objects.all()
    paths = [*reach.villages, *reach.regions]
    return Person.objects.filter(any_of(Q(region__path__startswith=path) for path in paths))


def officers_for(region: Region | None) -> "QuerySet[User]":
    """Who may be named as the officer of somebody who lives in ``region``."""
    users = get_user_model().objects.filter(is_active=True)
    if region is None:
        return users.none()
    return (
        users.filter(
            memberships__role__in=IN_CARE,
            memberships__bureau__active=True,
            memberships__bureau__region__code__in=region.codes_upwards,
        )
        .distinct()
        .order_by("last_name", "first_name", "username")
    )


@dataclass(frozen=True)
class Number:
    """A way to reach a person by telephone, and how the last call of it ended."""

    number: str
    relation: str
    holder: str = ""
    trusted: bool = False
    outcome: str = ""

    @property
    def is_dead(self) -> bool:
        return self.outcome in DEAD

    @property
    def whose(self) -> str:
        return str(Relation(self.relation).label)

    @property
    def last(self) -> str:
        return str(ContactOutcome(self.outcome).label) if self.outcome else ""

    @property
    def _promise(self) -> int:
        """The lower, the sooner to be called: who answered, then what nobody tried."""
        return {ContactOutcome.REACHED: 0, "": 1}.get(self.outcome, 2)


def numbers_of(person: Person) -> list[Number]:
    """Every number of a person, the most promising first, the dead ones last."""
    attempts = ContactAttempt.objects.filter(person=person).exclude(number="")
    calls = attempts.order_by("at", "pk").values_list("number", "outcome")
    last = dict(calls)  # a later call of a number takes the place of the earlier ones
    found = {}
    if person.phone:
        found[person.phone] = Number(person.phone, Relation.OWN, outcome=last.get(person.phone, ""))
    for phone in person.phones.all():
        found.setdefault(
            phone.number,
            Number(
                phone.number,
                phone.relation,
                phone.holder,
                phone.trusted,
                last.get(phone.number, ""),
            ),
        )
    return sorted(found.values(), key=lambda row: (row.is_dead, row._promise))


def dead_numbers(person: Person) -> set[str]:
    """Numbers whose latest call said that there is no such number, or not this person's."""
    return {row.number for row in numbers_of(person) if row.is_dead}


def next_best_number(person: Person) -> str:
    """The number to call next, or nothing when every one of them is dead."""
    return _best(numbers_of(person))


def _best(numbers: list[Number]) -> str:
    return numbers[0].number if numbers and not numbers[0].is_dead else ""


@dataclass(frozen=True)
class CaseSummary:
    """What an officer should know of a person before they call."""

    case: Case | None
    stages: list[StageReached]
    needs: list[Need]
    place: ListPlace | None
    numbers: list[Number]
    services: list[Service]
    attempts: list[ContactAttempt]
    services_given: int

    @property
    def need(self) -> Need | None:
        """What the person said last."""
        return self.needs[0] if self.needs else None

    @property
    def best_number(self) -> str:
        return _best(self.numbers)

    @property
    def next_step(self) -> str:
        return self.case.next_step if self.case and not self.case.closed_on else ""

    @property
    def is_due(self) -> bool:
        due_on = self.case.next_on if self.case and self.next_step else None
        return bool(due_on and due_on <= timezone.localdate())


def case_of(person: Person, shown: int = SHOWN) -> CaseSummary:
    """The person's case; as many queries for a long history as for none."""
    case = Case.objects.filter(person=person).first()
    today = timezone.localdate()
    services = Service.objects.filter(person=person)
    attempts = ContactAttempt.objects.filter(person=person)
    return CaseSummary(
        case=case,
        stages=list(StageReached.objects.filter(case__person=person).select_related("by")),
        needs=list(Need.objects.filter(person=person).select_related("trade", "by")[:shown]),
        place=ListPlace.objects.filter(person=person).holding_on(today).first(),
        numbers=numbers_of(person),
        services=list(services.select_related("employer", "by")[:shown]),
        attempts=list(attempts.select_related("by")[:shown]),
        services_given=services.count(),
    )


@dataclass(frozen=True)
class Done:
    """One line of what was done so far: a service, a call or a visit, a need that was heard."""

    on: date
    what: str
    how: str
    by: Any  # a user of the site's own class, or nobody any more


def done_for(person: Person) -> list[Done]:
    """The latest things done for a person, newest first."""
    needs = Need.objects.filter(person=person).select_related("trade", "by")[:SHOWN]
    services = Service.objects.filter(person=person).select_related("employer", "by")[:SHOWN]
    attempts = ContactAttempt.objects.filter(person=person).select_related("by")[:SHOWN]
    rows = [
        *(Done(row.on, str(row), _of_need(row), row.by) for row in needs),
        *(Done(row.on, str(row), row.note, row.by) for row in services),
        *(
            Done(timezone.localdate(row.at), row.get_channel_display(), _of_attempt(row), row.by)
            for row in attempts
        ),
    ]
    return sorted(rows, key=lambda row: row.on, reverse=True)[:SHOWN]


def _of_attempt(attempt: ContactAttempt) -> str:
    return " · ".join(str(part) for part in (attempt, attempt.note) if str(part))


def _of_need(need: Need) -> str:
    asked = [need.trade and need.trade.label, need.get_place_display(), need.get_time_display()]
    return " · ".join(str(part) for part in [*asked, need.note] if part)


def cases_due(user: Visitor, day: date) -> "QuerySet[Case]":
    """Cases of the people in the user's care whose next step is due, longest overdue first."""
    people = people_in_care_of(user)
    return (
        Case.objects.due_by(day)
        .filter(person__in=people)
        .select_related("person__region")
        .order_by(F("next_on").asc(), "person__name", "pk")
    )


def people_referred_to(user: Visitor) -> "QuerySet[Service]":
    """Introductions to the firms the user acts for, of people who agreed to it and still do."""
    return (
        Service.objects.filter(
            kind=ServiceKind.JOB_INTRODUCTION,
            employer__in=reach_of(user).employers,
            person__referral_consent_at__isnull=False,
            person__kept_until__isnull=True,  # erased: what is left of them is the law's
        )
        .select_related("person", "employer")
        .order_by("-on", "-pk")
    )
