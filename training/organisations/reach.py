"""How far a user sees. Asked once per request; every ``visible_to(user)`` is built on it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q

from .states import Role

if TYPE_CHECKING:
    from .models import Region

# Who asks. A site may have users of its own class; on our doors Django's stands for it.
Visitor = User | AnonymousUser
Asker = TypeVar("Asker", bound=Visitor | None)


@dataclass(frozen=True)
class Reach:
    """What a user's memberships open: everything, regions (as paths), providers, employers."""

    user_id: int | None
    everything: bool = False
    regions: tuple[str, ...] = ()  # as bureau officer: reads and decides
    inspected: tuple[str, ...] = ()  # as inspector: reads
    villages: tuple[str, ...] = ()  # as village officer: the people who live there
    providers: frozenset[int] = frozenset()  # as provider manager
    teaching: frozenset[int] = frozenset()  # providers where the user is trainer or assessor
    employers: frozenset[int] = frozenset()

    @property
    def is_staff(self) -> bool:
        return bool(self.everything or self.regions or self.inspected or self.providers)

    def answers_for(self, region: "Region") -> bool:
        """Whether the user decides, as a bureau officer, on what happens in ``region``."""
        return self.everything or any(region.path.startswith(path) for path in self.regions)

    def manages(self, provider_id: int) -> bool:
        """Whether the user runs the provider."""
        return self.everything or provider_id in self.providers

    def in_regions(self, field: str) -> Q:
        """Rows whose ``field`` (a Region) lies where the user is officer or inspector."""
        paths = dict.fromkeys((*self.regions, *self.inspected))
        return any_of(Q(**{f"{field}__path__startswith": path}) for path in paths)

    def in_villages(self, field: str) -> Q:
        return any_of(Q(**{f"{field}__path__startswith": path}) for path in self.villages)


NOTHING = Q(pk__in=[])
REMEMBERED = "_training_reach"  # the attribute of a user that keeps the answer


def any_of(conditions: Iterable[Q]) -> Q:
    """The conditions joined with OR; none of them means no row (an empty Q would mean all)."""
    joined = NOTHING
    for condition in conditions:
        joined |= condition
    return joined


def reach_of(user: Visitor | None) -> Reach:
    """The reach of ``user``, remembered on the user object for the length of a request."""
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return Reach(user_id=None)
    if user.is_superuser:
        return Reach(user_id=user.pk, everything=True)
    if not hasattr(user, REMEMBERED):
        setattr(user, REMEMBERED, _read_reach(user))
    return getattr(user, REMEMBERED)


def deciding(user: Asker) -> Asker:
    """``user`` without the places they merely inspect: whoever writes is asked about as this.

    Otherwise an officer of one county who inspects another could write there as well.
    """
    reach = reach_of(user)
    if user is None or not reach.inspected:
        return user
    decider = copy(user)
    setattr(decider, REMEMBERED, replace(reach, inspected=()))
    return decider


def _read_reach(user: User) -> Reach:
    rows = [
        row
        for row in user.memberships.select_related("bureau__region", "provider", "employer")
        if row.organisation.active
    ]
    of = {role: [row for row in rows if row.role == role] for role in Role.values}
    return Reach(
        user_id=user.pk,
        regions=tuple(row.organisation.region.path for row in of[Role.OFFICER]),
        inspected=tuple(row.organisation.region.path for row in of[Role.INSPECTOR]),
        villages=tuple(row.organisation.region.path for row in of[Role.VILLAGE_OFFICER]),
        providers=frozenset(row.organisation.pk for row in of[Role.PROVIDER_MANAGER]),
        teaching=frozenset(
            row.organisation.pk for role in (Role.TRAINER, Role.ASSESSOR) for row in of[role]
        ),
        employers=frozenset(row.organisation.pk for row in of[Role.EMPLOYER]),
    )
