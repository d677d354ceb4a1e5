"""What a person has and may have, and what became of an issue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from courses.models import Trade
from training.classes.states import ClassState
from training.enrolment.models import Enrolment, EnrolmentQuerySet
from training.enrolment.states import SEATED
from training.organisations.models import Region
from training.people.models import Person, PersonQuerySet

from .models import Entitlement, Issue, IssueQuerySet
from .rules import fits, reasons_not_to_claim, within
from .states import EntitlementState

State = EntitlementState
COUNTY_DIGITS = 6
SOON = 30  # days
# In the order a person looks for them: what can be used, what waits, what is over.
ORDER = [State.CLAIMED, State.RESERVED, State.USED, State.SETTLED, State.EXPIRED, State.WITHDRAWN]


@dataclass(frozen=True)
class Held:
    """A voucher as its holder sees it. Reads only what was fetched with it."""

    entitlement: Entitlement
    today: date
    person: Person

    @property
    def issue(self) -> Issue:
        return self.entitlement.issue

    @cached_property
    def standing(self) -> EntitlementState:
        return self.entitlement.standing_on(self.today)

    @property
    def enrolment(self) -> Enrolment | None:
        return self.entitlement.enrolment

    @property
    def days_left(self) -> int:
        return (self.issue.valid_to - self.today).days + 1

    @property
    def is_soon_over(self) -> bool:
        return self.days_left <= SOON

    @property
    def came_back(self) -> bool:
        """It was kept for a class once, and is not any more."""
        waits = self.standing in {State.CLAIMED, State.EXPIRED}
        return waits and self.entitlement.returned_at is not None

    @cached_property
    def trades(self) -> list[Trade]:
        return list(self.issue.trades.all())

    @cached_property
    def seats(self) -> list[Enrolment]:
        """The holder's seats it could be used for: still to be paid, in classes that go on."""
        if self.standing != State.CLAIMED:
            return []
        return [
            seat
            for seat in self.person.enrolments.all()
            if can_be_paid(seat) and fits(self.entitlement, seat.training_class)
        ]


def can_be_paid(seat: Enrolment) -> bool:
    training_class = seat.training_class
    going_on = training_class.state == ClassState.APPROVED and not training_class.is_over
    return seat.state in SEATED and going_on and not hasattr(seat, "entitlement")


@dataclass(frozen=True)
class Offer:
    """An issue one may ask for, or the reasons why not."""

    issue: Issue
    reasons: list[str]


@dataclass(frozen=True)
class Wallet:
    person: Person
    held: list[Held]
    offers: list[Offer]


def issues_near(people: Iterable[Person], today: date) -> IssueQuerySet:
    """Open issues for the counties these people live in, or for a place above or below."""
    near = Q(pk__in=[])
    for person in people:
        if person.region:
            codes = person.region.codes_upwards
            near |= Q(region__code__in=codes) | Q(region__path__startswith=_county(person.region))
    return Issue.objects.open_on(today).filter(near).for_lists().order_by("valid_to", "pk")


def _county(region: Region) -> str:
    """The path of the county a place lies in: its code has six digits. Above one, the place."""
    paths = region.paths_upwards
    return next((path for path in paths if len(path.split("/")[-2]) == COUNTY_DIGITS), paths[0])


def with_wallets(people: PersonQuerySet) -> PersonQuerySet:
    """People with everything their vouchers' page tells. Constant queries."""
    held = Entitlement.objects.select_related(
        "issue__region", "enrolment__training_class__course"
    ).prefetch_related("issue__trades__courses", "issue__providers")
    seats = Enrolment.objects.select_related(
        "training_class__course", "training_class__venue__region", "entitlement"
    )
    return people.select_related("region").prefetch_related(
        "taggings", Prefetch("entitlements", held), Prefetch("enrolments", seats)
    )


def wallets_of(people: PersonQuerySet, today: date) -> list[Wallet]:
    """For each person what they have, and the open issues near them they have none of."""
    rows = list(with_wallets(people))
    issues = list(issues_near(rows, today))
    return [_wallet(person, issues, today) for person in rows]


def _wallet(person: Person, issues: list[Issue], today: date) -> Wallet:
    held = [Held(row, today, person) for row in person.entitlements.all()]
    held.sort(key=lambda row: (ORDER.index(row.standing), row.issue.valid_to))
    have = {row.entitlement.issue_id for row in held}
    offers = [
        Offer(issue, reasons_not_to_claim(person, issue, today))
        for issue in issues
        if issue.pk not in have and _concerns(person.region, issue)
    ]
    offers.sort(key=lambda offer: bool(offer.reasons))
    return Wallet(person, held, offers)


def _concerns(region: Region | None, issue: Issue) -> bool:
    """Several people share a page: each is told of the places around their own home."""
    if region is None:
        return False
    return within(region, issue.region) or issue.region.path.startswith(_county(region))


# What became of an issue


@dataclass(frozen=True)
class Part:
    label: Any
    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        return self.part * 100 / self.whole if self.whole else None


@dataclass(frozen=True)
class Figures:
    """The vouchers of an issue by where they stand; the parts add up to ``claimed``."""

    places: int
    claimed: int
    can_be_used: int
    reserved: int
    used: int
    settled: int
    expired: int
    returned: int  # of those that can be used or have expired: kept for a class once
    withdrawn: int  # their places went back to the issue

    @property
    def left(self) -> int:
        return self.places - self.claimed

    @property
    def spent(self) -> int:
        return self.used + self.settled


def parts_of(figures: Figures) -> list[Part]:
    """Parts with their whole, from the widest to what the bureau has paid."""
    whole, claimed = figures.places, figures.claimed
    return [
        Part(_("Claimed, of all given out"), claimed, whole),
        Part(_("Not claimed yet, of all given out"), figures.left, whole),
        Part(_("Can be used, of those claimed"), figures.can_be_used, claimed),
        Part(_("Kept for a class, of those claimed"), figures.reserved, claimed),
        Part(_("Used and not settled yet, of those claimed"), figures.used, claimed),
        Part(_("Used and settled, of those claimed"), figures.settled, claimed),
        Part(_("Expired unused, of those claimed"), figures.expired, claimed),
        Part(_("Given back by a class and not used since"), figures.returned, claimed),
        Part(_("Taken back, of all ever claimed"), figures.withdrawn, claimed + figures.withdrawn),
    ]


def figures_of(issue: Issue, today: date | None = None) -> Figures:
    counts = issue.entitlements.aggregate(**_counts(today or timezone.localdate()))
    return Figures(places=issue.places, **counts)


def _counts(today: date) -> dict[str, Count]:
    past = Q(state=State.CLAIMED, issue__valid_to__lt=today)
    waits = Q(state__in=[State.CLAIMED, State.EXPIRED])
    asked = {
        "claimed": ~Q(state=State.WITHDRAWN),
        "can_be_used": Q(state=State.CLAIMED) & ~Q(issue__valid_to__lt=today),
        "reserved": Q(state=State.RESERVED),
        "used": Q(state=State.USED),
        "settled": Q(state=State.SETTLED),
        "expired": past | Q(state=State.EXPIRED),
        "returned": waits & Q(returned_at__isnull=False),
        "withdrawn": Q(state=State.WITHDRAWN),
    }
    return {name: Count("pk", filter=condition) for name, condition in asked.items()}


def never_there(enrolments: EnrolmentQuerySet) -> set[int]:
    """Those who had a seat and were never seen in class, as the rooms beside this one know it.

    The hook ``find_never_there``: a callable that takes the enrolments and gives back their ids.
    """
    found: set[int] = set()
    for find in hooks.get_hooks("find_never_there"):
        found |= set(find(enrolments))
    return found
