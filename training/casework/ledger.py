"""The village ledger (服务管理台账): head-counts and person-times, counted from rows every time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Left, StrIndex, Substr
from django.utils import timezone

from training.organisations.models import Region
from training.organisations.reach import Visitor
from training.people.models import Person
from training.people.states import HardshipCause

from .models import ContactAttempt, Service
from .states import DEAD, ContactOutcome, ServiceKind


@dataclass(frozen=True)
class Share:
    """A part of a whole, with those of whom it is not known."""

    label: str
    part: int
    whole: int
    unknown: int

    @property
    def percent(self) -> float | None:
        """Of those it is known of; nobody known is no figure, not nought."""
        known = self.whole - self.unknown
        return 100 * self.part / known if known else None


@dataclass
class Ledger:
    """What was done in a place between two days. Adding ledgers of places that do not overlap
    gives the ledger of them all, because a person is registered in one place."""

    region: Region | None
    people: int = 0
    served: int = 0
    attempts: int = 0
    causes: "Counter[str]" = field(default_factory=Counter)
    services: "Counter[str]" = field(default_factory=Counter)
    outcomes: "Counter[str]" = field(default_factory=Counter)

    @property
    def unknown_cause(self) -> int:
        return self.people - self.causes.total()

    @property
    def person_times(self) -> int:
        return self.services.total()

    @property
    def tried(self) -> int:
        return self.outcomes.total()

    @property
    def never_tried(self) -> int:
        return self.people - self.tried

    def by_cause(self) -> list[Share]:
        return [
            Share(str(cause.label), self.causes[cause], self.people, self.unknown_cause)
            for cause in HardshipCause
        ]

    def by_kind(self) -> list[tuple[str, int]]:
        return [(str(kind.label), self.services[kind]) for kind in ServiceKind]

    def by_outcome(self) -> list[Share]:
        """People by the end of the last attempt to reach them; never tried is unknown."""
        return [
            Share(str(outcome.label), self.outcomes[outcome], self.people, self.never_tried)
            for outcome in ContactOutcome
        ]

    @property
    def reached(self) -> int:
        return self.outcomes[ContactOutcome.REACHED]

    @property
    def dead(self) -> int:
        """People whose number, when last called, was no good."""
        return sum(self.outcomes[outcome] for outcome in DEAD)


def village_ledger(region: Region, since: date, until: date, user: Visitor) -> Ledger:
    """The ledger of a region and everything below it, as far as ``user`` sees the people."""
    return total_of(region, ledgers_by_village(region, since, until, user))


def total_of(region: Region, ledgers: Iterable[Ledger]) -> Ledger:
    total = Ledger(region)
    for each in ledgers:
        total.people += each.people
        total.served += each.served
        total.attempts += each.attempts
        for name in ("causes", "services", "outcomes"):
            getattr(total, name).update(getattr(each, name))
    return total


def ledgers_by_village(region: Region, since: date, until: date, user: Visitor) -> list[Ledger]:
    """A ledger for each region right below ``region``, and one for who is registered in itself.

    Five questions, however many villages: the database counts, and nothing is asked twice.
    """
    places = _Places(region)
    people = Person.objects.visible_to(user).filter(region__path__startswith=region.path)
    services = Service.objects.filter(person__in=people, on__range=(since, until))
    attempts = ContactAttempt.objects.filter(person__in=people, at__range=_moments(since, until))

    for ledger, cause, n in places.counted(people, "hardship_cause", path="region"):
        ledger.people += n
        if cause:
            ledger.causes[cause] += n
    for ledger, kind, n in places.counted(services, "kind"):
        ledger.services[kind] += n
    for ledger, n in places.counted(services, who="person"):
        ledger.served += n
    for ledger, n in places.counted(attempts):
        ledger.attempts += n
    for ledger, outcome, n in places.counted(_latest(attempts), "outcome"):
        ledger.outcomes[outcome] += n
    return places.ledgers()


def _moments(since: date, until: date) -> tuple[datetime, datetime]:
    """From the first moment of the first day to the last of the last, in the site's own time."""
    first, last = datetime.combine(since, time.min), datetime.combine(until, time.max)  # noqa: DTZ001
    return timezone.make_aware(first), timezone.make_aware(last)


def _latest(attempts: QuerySet[ContactAttempt]) -> QuerySet[ContactAttempt]:
    """Of each person the last of these attempts."""
    later = attempts.order_by().filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        person=OuterRef("person"),
    )
    return attempts.exclude(Exists(later))


class _Places:
    """The ledgers of the regions right below one, found again by the paths of people's regions."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.below = {child.path: Ledger(child) for child in region.children.order_by("path")}
        self.itself = Ledger(region)

    def counted(
        self, rows: QuerySet[Any], *by: str, path: str = "person__region", who: str = "pk"
    ) -> Iterator[tuple[Any, ...]]:
        """Rows (or the different people behind them) by place and by what else is told."""
        below = Substr(f"{path}__path", len(self.region.path) + 1)
        groups = (
            rows.order_by()
            # The next code of the path with its stroke; nothing for who lives in the region itself.
            .annotate(place=Left(below, StrIndex(below, Value("/"))))
            .values_list("place", *by)
            .annotate(n=Count(who, distinct=who != "pk"))
        )
        for place, *rest in groups:
            yield self.below.get(self.region.path + place, self.itself), *rest

    def ledgers(self) -> list[Ledger]:
        return [*self.below.values(), *([self.itself] if self.itself.people else [])]
