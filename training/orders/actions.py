from collections.abc import Iterable

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from wagtail.log_actions import log

from training.classes.errors import WrongState
from training.classes.models import TrainingClass
from training.classes.states import OVER
from training.organisations.errors import ReasonNeeded
from training.organisations.models import Bureau, Employer, Provider
from training.organisations.reach import User

from .errors import CourseDiffers, NoLine, NotTooMany, TooFewSeats, TooManyOffered
from .models import Offer, Order, OrderLine, Refusal
from .states import MOVES, OrderKind, OrderState, RefusalReason, Refused


@transaction.atomic
def place_order(
    employer: Employer,
    lines: Iterable[dict],
    *,
    by: User | None,
    contact: str = "",
    kind: str = OrderKind.ORDER_BASED,
) -> Order:
    """Order trained people. ``lines``: dicts of `OrderLine` fields, at least one."""
    order = Order.objects.create(
        employer=employer, contact=contact, kind=kind, placed_by=by, placed_at=timezone.now()
    )
    _write_lines(order, lines)
    log(order, "training.place_order", user=by)
    return order


@transaction.atomic
def place_bureau_order(
    bureau: Bureau, lines: Iterable[dict], *, by: User | None, contact: str = ""
) -> Order:
    """The bureau orders for the people who wait. By placing it, it approves it."""
    now = timezone.now()
    order = Order.objects.create(bureau=bureau, contact=contact, placed_by=by, placed_at=now)
    _write_lines(order, lines)
    log(order, "training.place_order", user=by)
    return approve_order(order, by=by)


def _write_lines(order: Order, lines: Iterable[dict]) -> None:
    rows = [OrderLine(order=order, **row) for row in lines]
    if not rows:
        raise NoLine
    for row in rows:
        row.full_clean(exclude=["order"])
        row.save()


def _move(
    order: Order,
    state: OrderState,
    *,
    by: User | None,
    verb: str,
    reason: str = "",
    **changes: object,
) -> Order:
    order = Order.objects.select_for_update().get(pk=order.pk)
    if order.state == state and order.reason == reason:
        return order
    if state not in MOVES[OrderState(order.state)]:
        raise WrongState(order)
    before = order.state
    now = timezone.now()
    for field, value in {"state": state, "reason": reason, "decided_at": now, **changes}.items():
        setattr(order, field, value)
    order.save(update_fields=["state", "reason", "decided_at", *changes])
    log(order, verb, user=by, data={"from": before, "to": state, "reason": reason})
    return order


@transaction.atomic
def approve_order(order: Order, *, by: User | None) -> Order:
    now = timezone.now()
    return _move(order, OrderState.APPROVED, by=by, verb="training.approve_order", approved_at=now)


@transaction.atomic
def return_order(order: Order, reason: str, *, by: User | None) -> Order:
    """Send the order back to the employer with a reason."""
    if not reason.strip():
        raise ReasonNeeded
    return _move(
        order, OrderState.RETURNED, by=by, verb="training.return_order", reason=reason.strip()
    )


@transaction.atomic
def place_again(order: Order, lines: Iterable[dict], *, by: User | None) -> Order:
    """After a return: hand the order in again with these lines instead of the old ones.

    Nothing hangs on the old ones: only what was approved is answered.
    """
    order = _move(order, OrderState.PLACED, by=by, verb="training.place_order_again")
    order.lines.all().delete()
    _write_lines(order, lines)
    return order


@transaction.atomic
def withdraw_order(order: Order, *, by: User | None) -> Order:
    return _move(order, OrderState.WITHDRAWN, by=by, verb="training.withdraw_order")


# Answers


@transaction.atomic
def offer(training_class: TrainingClass, line: OrderLine, seats: int, *, by: User | None) -> Offer:
    """Answer an order line with seats of a class. Offering again replaces the number.

    Raises ``TooManyOffered`` when all offers together would exceed what was ordered, and
    ``TooFewSeats`` when they would exceed what the class has.
    """
    training_class, line = _both(training_class, line)
    made = training_class.offers.filter(line=line).first()
    if made and made.seats == seats:
        return made
    excess = _excess(training_class, line, seats)
    fewer = made and seats < made.seats  # whoever takes seats back makes nothing worse
    if excess > 0 and not fewer:
        raise TooManyOffered(line.seats, excess)
    made = _keep(training_class, line, seats, by=by)
    if excess <= 0 and made.overrun_because:
        made.overrun_because, made.overrun_by = "", None
        made.save(update_fields=["overrun_because", "overrun_by"])
    log(training_class, "training.offer", user=by, data={"line": line.pk, "seats": seats})
    return made


@transaction.atomic
def accept_overrun(
    training_class: TrainingClass, line: OrderLine, seats: int, reason: str, *, by: User | None
) -> Offer:
    """The bureau takes more seats than were ordered, and says why; the seats must exist.

    Raises ``NotTooMany`` when there is no overrun: then the provider simply offers.
    """
    if not reason.strip():
        raise ReasonNeeded
    training_class, line = _both(training_class, line)
    made = training_class.offers.filter(line=line).first()
    if made and (made.seats, made.overrun_because) == (seats, reason.strip()):
        return made
    excess = _excess(training_class, line, seats)
    if excess <= 0:
        raise NotTooMany(line.seats)
    made = _keep(training_class, line, seats, by=by)
    made.overrun_because, made.overrun_by = reason.strip(), by
    made.save(update_fields=["overrun_because", "overrun_by"])
    facts = {"class": training_class.pk, "line": line.pk, "seats": seats, "excess": excess}
    log(line.order, "training.accept_overrun", user=by, data={**facts, "reason": reason.strip()})
    return made


def _both(training_class: TrainingClass, line: OrderLine) -> tuple[TrainingClass, OrderLine]:
    """Class and line, locked in this order, that may answer each other."""
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if training_class.state in OVER:
        raise WrongState(training_class)
    line = OrderLine.objects.select_for_update().select_related("order").get(pk=line.pk)
    if line.order.state != OrderState.APPROVED:
        raise WrongState(line.order)
    if line.course_id != training_class.course_id:
        raise CourseDiffers
    return training_class, line


def _excess(training_class: TrainingClass, line: OrderLine, seats: int) -> int:
    others = line.offers.standing().exclude(training_class=training_class)
    promised = others.aggregate(total=Sum("seats", default=0))["total"]
    return promised + seats - line.seats


def _keep(training_class: TrainingClass, line: OrderLine, seats: int, *, by: User | None) -> Offer:
    """Write the offer down. The day of the first number stays when the number is changed."""
    given = training_class.offers.exclude(line=line).aggregate(total=Sum("seats", default=0))
    if seats > (left := training_class.seats - given["total"]):
        raise TooFewSeats(left)
    made, _created = Offer.objects.update_or_create(
        line=line,
        training_class=training_class,
        defaults={"seats": seats},
        create_defaults={"seats": seats, "offered_at": timezone.now(), "offered_by": by},
    )
    return made


# Refusals


@transaction.atomic
def decline_offer(
    offer: Offer, reason: RefusalReason, note: str = "", *, by: User | None
) -> Refusal:
    """The employer does not want this class."""
    return _end(offer, Refused.DECLINED, reason, note, by=by, verb="training.decline_offer")


@transaction.atomic
def withdraw_offer(
    offer: Offer, reason: RefusalReason, note: str = "", *, by: User | None
) -> Refusal:
    """The provider takes its offer back; the class may answer another order."""
    return _end(offer, Refused.WITHDRAWN, reason, note, by=by, verb="training.withdraw_offer")


def _end(
    offer: Offer, kind: Refused, reason: RefusalReason, note: str, *, by: User | None, verb: str
) -> Refusal:
    training_class = TrainingClass.objects.select_for_update().get(pk=offer.training_class_id)
    found = Offer.objects.select_for_update().filter(pk=offer.pk).first()
    if not found:  # the double click
        return Refusal.objects.filter(line=offer.line_id, training_class=training_class)[0]
    if training_class.state in OVER:
        raise WrongState(training_class)
    refusal = _refuse(
        found.line,
        training_class.provider,
        kind,
        reason,
        note,
        by=by,
        training_class=training_class,
        seats=found.seats,
        offered_at=found.offered_at,
    )
    found.delete()
    facts = {"class": training_class.pk, "line": found.line_id, "seats": refusal.seats}
    said = {**facts, "code": reason, "reason": _told(refusal)}
    log(found.line.order, verb, user=by, data=said)
    log(training_class, verb, user=by, data=said)
    return refusal


@transaction.atomic
def cannot_answer(
    line: OrderLine,
    provider: Provider,
    reason: RefusalReason,
    note: str = "",
    *,
    by: User | None,
) -> Refusal:
    """A provider says that it cannot answer a line. Saying it again replaces the reason."""
    line = OrderLine.objects.select_for_update().select_related("order").get(pk=line.pk)
    if line.order.state != OrderState.APPROVED:
        raise WrongState(line.order)
    said = Refusal.objects.filter(line=line, provider=provider, kind=Refused.CANNOT).first()
    if said and (said.reason, said.note) == (reason, note.strip()):
        return said
    if said:
        said.reason, said.note, said.at, said.by = reason, note.strip(), timezone.now(), by
        said.full_clean()
        said.save()
        refusal = said
    else:
        refusal = _refuse(line, provider, Refused.CANNOT, reason, note, by=by)
    facts = {"line": line.pk, "provider": provider.pk, "code": reason, "reason": _told(refusal)}
    log(line.order, "training.cannot_answer", user=by, data=facts)
    return refusal


def _refuse(
    line: OrderLine,
    provider: Provider,
    kind: Refused,
    reason: RefusalReason,
    note: str,
    *,
    by: User | None,
    **facts: object,
) -> Refusal:
    refusal = Refusal(
        line=line,
        provider=provider,
        kind=kind,
        reason=reason,
        note=note.strip(),
        at=timezone.now(),
        by=by,
        **facts,
    )
    refusal.full_clean()
    refusal.save()
    return refusal


def _told(refusal: Refusal) -> str:
    """What a history says: the words that were given, else those of the code."""
    return refusal.note or str(refusal.get_reason_display())
