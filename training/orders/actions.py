from collections.abc import Iterable

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from wagtail.log_actions import log

from training.classes.errors import WrongState
from training.classes.models import TrainingClass
from training.classes.states import OVER, ClassState
from training.organisations.errors import ReasonNeeded
from training.organisations.models import Employer
from training.organisations.reach import User

from .errors import CourseDiffers, TooFewSeats, TooManyOffered
from .models import Offer, Order, OrderLine
from .states import MOVES, OrderState


@transaction.atomic
def place_order(
    employer: Employer, lines: Iterable[dict], *, by: User | None, contact: str = ""
) -> Order:
    """Order trained people. ``lines``: dicts of `OrderLine` fields, at least one."""
    order = Order.objects.create(
        employer=employer, contact=contact, placed_by=by, placed_at=timezone.now()
    )
    for row in lines:
        line = OrderLine(order=order, **row)
        line.full_clean(exclude=["order"])
        line.save()
    log(order, "training.place_order", user=by)
    return order


def _move(
    order: Order, state: OrderState, *, by: User | None, verb: str, reason: str = ""
) -> Order:
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.state == state and order.reason == reason:
        return order
    if state not in MOVES[OrderState(order.state)]:
        raise WrongState(order)
    before, order.state, order.reason = order.state, state, reason
    order.decided_at = timezone.now()
    order.save(update_fields=["state", "reason", "decided_at"])
    log(order, verb, user=by, data={"from": before, "to": state, "reason": reason})
    return order


@transaction.atomic
def approve_order(order: Order, *, by: User | None) -> Order:
    return _move(order, OrderState.APPROVED, by=by, verb="training.approve_order")


@transaction.atomic
def return_order(order: Order, reason: str, *, by: User | None) -> Order:
    """Send the order back to the employer with a reason."""
    if not reason.strip():
        raise ReasonNeeded
    return _move(
        order, OrderState.RETURNED, by=by, verb="training.return_order", reason=reason.strip()
    )


@transaction.atomic
def place_again(order: Order, line_changes: dict, *, by: User | None) -> Order:
    """After a return: change the (single) line and hand the order in again."""
    order = _move(order, OrderState.PLACED, by=by, verb="training.place_order_again")
    line = order.lines.select_for_update().get()
    for field, value in line_changes.items():
        setattr(line, field, value)
    line.full_clean()
    line.save()
    return order


@transaction.atomic
def withdraw_order(order: Order, *, by: User | None) -> Order:
    return _move(order, OrderState.WITHDRAWN, by=by, verb="training.withdraw_order")


@transaction.atomic
def offer(training_class: TrainingClass, line: OrderLine, seats: int, *, by: User | None) -> Offer:
    """Answer an order line with seats of a class. Offering again replaces the number.

    Raises ``TooManyOffered`` when all offers together would exceed what was ordered, and
    ``TooFewSeats`` when they would exceed what the class has.
    """
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if training_class.state in OVER:
        raise WrongState(training_class)
    line = OrderLine.objects.select_for_update().select_related("order").get(pk=line.pk)
    if line.order.state != OrderState.APPROVED:
        raise WrongState(line.order)
    if line.course_id != training_class.course_id:
        raise CourseDiffers
    others = line.offers.exclude(training_class=training_class).exclude(
        training_class__state=ClassState.CANCELLED
    )
    promised = others.aggregate(total=Sum("seats", default=0))["total"]
    if (excess := promised + seats - line.seats) > 0:
        raise TooManyOffered(line.seats, excess)
    given = training_class.offers.exclude(line=line).aggregate(total=Sum("seats", default=0))
    if seats > (left := training_class.seats - given["total"]):
        raise TooFewSeats(left)
    made, _created = Offer.objects.update_or_create(
        line=line, training_class=training_class, defaults={"seats": seats}
    )
    log(training_class, "training.offer", user=by, data={"line": line.pk, "seats": seats})
    return made
