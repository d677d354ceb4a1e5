"""How long an order took from step to step, in days. Not known is not nought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from training.classes.states import ClassState

from .models import Offer, OrderLine


@dataclass(frozen=True)
class LeadTimes:
    """Days from placing the order to each step that was reached; None where it was not, or where
    its moment was not written down."""

    approved: int | None
    first_offer: int | None
    full: int | None
    class_start: int | None


def lead_times_of(line: OrderLine) -> LeadTimes:
    """Of one line, read from what was fetched with it: its order, offers (with their classes)
    and refusals. An offer that was declined later was an offer all the same."""
    placed = timezone.localdate(line.order.placed_at)
    standing = [
        row for row in line.offers.all() if row.training_class.state != ClassState.CANCELLED
    ]
    moments = [row.offered_at for row in (*line.offers.all(), *line.refusals.all())]
    starts = min((row.training_class.starts_on for row in standing), default=None)
    return LeadTimes(
        approved=_days(placed, line.order.approved_at),
        first_offer=_days(placed, min(filter(None, moments), default=None)),
        full=_days(placed, _full_at(line.seats, standing)),
        class_start=(starts - placed).days if starts else None,
    )


def lead_times_together(lines: Iterable[OrderLine]) -> LeadTimes:
    """Of an order: to the first offer for any of its lines, and full when every line is."""
    times = [lead_times_of(line) for line in lines]
    full = [row.full for row in times if row.full is not None]
    return LeadTimes(
        approved=_least(row.approved for row in times),
        first_offer=_least(row.first_offer for row in times),
        full=max(full) if full and len(full) == len(times) else None,
        class_start=_least(row.class_start for row in times),
    )


def _least(days: Iterable[int | None]) -> int | None:
    return min((row for row in days if row is not None), default=None)


def _full_at(wanted: int, offers: Iterable[Offer]) -> datetime | None:
    """The moment of the offer that filled the line, as the offers stand today."""
    known = sorted((row for row in offers if row.offered_at), key=lambda row: row.offered_at)
    unknown = sum(row.seats for row in offers if not row.offered_at)
    promised = unknown
    if promised >= wanted:
        return None
    for row in known:
        promised += row.seats
        if promised >= wanted:
            return row.offered_at
    return None


def _days(placed: date, moment: datetime | None) -> int | None:
    return (timezone.localdate(moment) - placed).days if moment else None
