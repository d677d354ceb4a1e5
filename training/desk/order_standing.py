"""Where an order stands: ordered, offered, filled, completed, hired. Counted afresh, never kept.

Filled, completed and hired are about people, who sit in classes and not in orders. They are
attributed like this. The people with a seat in a class are taken in the order in which they
enrolled, the offers of the class in the order in which they were made; each offer gets the next
people up to the seats it promises. So nobody is counted twice, and never more than enrolled:
of 25 people in a class that offered 10 seats and then 20, ten are the first order's and fifteen
the second's; of 31 people one is nobody's. An offer whose moment is not known counts as the
earlier one. A cancelled class keeps no promise.

Hired are those who, when last reached, worked for an employer or themselves in the trade they
learned: follow-ups ask for the trade and not for the firm. Who was not reached, or did not say
whether the work is in the trade, is unknown, which is not nought.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import F

from training.classes.states import ClassState
from training.enrolment.models import Enrolment
from training.orders.models import Offer, Order, OrderLine
from training.outcomes.models import Outcome
from training.outcomes.states import AT_WORK


@dataclass(frozen=True)
class Standing:
    ordered: int
    offered: int
    filled: int
    completed: int | None  # None before any of the classes was concluded
    hired: int
    unknown: int  # of those filled: whether they were hired is not known

    @property
    def excess(self) -> int:
        """Seats offered beyond what was ordered; the bureau agreed to them."""
        return max(self.offered - self.ordered, 0)

    @property
    def asked(self) -> int:
        """Of whom it is known whether they were hired."""
        return self.filled - self.unknown

    def __add__(self, other: "Standing") -> "Standing":
        known = [row.completed for row in (self, other) if row.completed is not None]
        return Standing(
            self.ordered + other.ordered,
            self.offered + other.offered,
            self.filled + other.filled,
            sum(known) if known else None,
            self.hired + other.hired,
            self.unknown + other.unknown,
        )


NOTHING = Standing(0, 0, 0, None, 0, 0)


@dataclass(frozen=True)
class Seated:
    """What is known of a person with a seat."""

    completed: bool
    hired: bool | None


def standings_of(lines: Iterable[OrderLine]) -> dict[int, Standing]:
    """The standing of each line, by its number, in three queries however many there are."""
    lines = list(lines)
    offers = _offers_beside(lines)
    attributed = _attributed(offers)
    by_line = defaultdict(list)
    for row in offers:
        by_line[row.line_id].append(row)
    return {line.pk: _standing(line.seats, by_line[line.pk], attributed) for line in lines}


def order_standings(orders: Iterable[Order]) -> dict[int, Standing]:
    """The standing of each order, by its number; the lines are fetched with them."""
    orders = list(orders)
    found = standings_of(line for order in orders for line in order.lines.all())
    return {
        order.pk: sum((found[line.pk] for line in order.lines.all()), NOTHING) for order in orders
    }


def _offers_beside(lines: list[OrderLine]) -> list[Offer]:
    """The offers to these lines, and those the same classes made to others, which share people."""
    answering = Offer.objects.filter(line__in=lines).values("training_class")
    offers = list(
        Offer.objects.filter(training_class__in=answering)
        .standing()
        .select_related("training_class")
    )
    return sorted(offers, key=lambda row: (*_moment(row), row.pk))


def _moment(offer: Offer) -> tuple[bool, float]:
    made = offer.offered_at
    return made is not None, made.timestamp() if made else 0


def _attributed(offers: list[Offer]) -> dict[int, list[Seated]]:
    """The people of each offer, by its number."""
    queues = _people_of({row.training_class_id for row in offers})
    found = {}
    for row in offers:
        queue = queues[row.training_class_id]
        found[row.pk], queues[row.training_class_id] = queue[: row.seats], queue[row.seats :]
    return found


def _people_of(classes: set[int]) -> dict[int, list[Seated]]:
    """Who has a seat in each class, those first who enrolled first."""
    seats = (
        Enrolment.objects.seated()
        .filter(training_class__in=classes)
        .order_by("enrolled_at", "pk")
        .annotate(done=F("completion__completed"))
        .values_list("pk", "training_class", "done")
    )
    hired = _hired(classes)
    queues = defaultdict(list)
    for pk, training_class, done in seats:
        queues[training_class].append(Seated(bool(done), hired.get(pk)))
    return queues


def _hired(classes: set[int]) -> dict[int, bool | None]:
    """By enrolment, what the latest follow-up that reached the person tells."""
    told = (
        Outcome.objects.known()
        .filter(enrolment__training_class__in=classes)
        .order_by("months")
        .values_list("enrolment", "work", "same_trade")
    )
    return {
        enrolment: same_trade if work in AT_WORK else False for enrolment, work, same_trade in told
    }


def _standing(ordered: int, offers: list[Offer], attributed: dict[int, list[Seated]]) -> Standing:
    people = [person for row in offers for person in attributed[row.pk]]
    over = [row for row in offers if row.training_class.state == ClassState.CONCLUDED]
    return Standing(
        ordered=ordered,
        offered=sum(map(attrgetter("seats"), offers)),
        filled=len(people),
        completed=sum(person.completed for person in people) if over else None,
        hired=sum(person.hired is True for person in people),
        unknown=sum(person.hired is None for person in people),
    )
