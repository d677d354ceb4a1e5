"""Issue → claim → reserve → use → settle, or give back. Each verb once or twice, never by halves.

Locks are always taken in this order: class, seat, issue, voucher.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import Trade
from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.enrolment.models import Enrolment
from training.enrolment.states import SEATED
from training.organisations.models import Bureau, Provider, Region
from training.organisations.reach import User
from training.people.models import Person

from .codes import drawn
from .errors import (
    DoesNotFit,
    MayNotClaim,
    NoneLeft,
    NoSuchSeat,
    NotFree,
    NotOurPlace,
    NotShorter,
    NotUsedYet,
    PaidAlready,
    ReasonNeeded,
    UsedAlready,
)
from .models import Entitlement, Issue
from .rules import fits, reasons_not_to_claim, reasons_not_to_use, within
from .states import NOT_USED, ClaimChannel, EntitlementState

State = EntitlementState


@transaction.atomic
def issue(
    bureau: Bureau,
    *,
    name: str,
    region: Region,
    places: int,
    valid_from: date,
    valid_to: date,
    by: User | None,
    trades: Iterable[Trade] = (),
    providers: Iterable[Provider] = (),
    groups: Iterable[str] = (),
    **details: Any,
) -> Issue:
    """Give out vouchers (发放): from now on people may claim them. Raises ``NotOurPlace``."""
    if not within(region, bureau.region):
        raise NotOurPlace
    row = Issue(
        bureau=bureau,
        name=name,
        region=region,
        places=places,
        valid_from=valid_from,
        valid_to=valid_to,
        groups=list(groups),
        opened_at=timezone.now(),
        by=by,
        **details,
    )
    row.full_clean()
    row.save()
    row.trades.set(trades)
    row.providers.set(providers)
    log(row, "training.issue", user=by, data={"places": places})
    return row


def _locked_issue(row: Issue) -> Issue:
    return Issue.objects.select_for_update().get(pk=row.pk)


@transaction.atomic
def close_issue(issue: Issue, *, by: User | None) -> Issue:
    """Nobody claims any more; what people have they keep."""
    row = _locked_issue(issue)
    if row.is_closed:
        return row
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])
    log(row, "training.close_issue", user=by)
    return row


@transaction.atomic
def extend_issue(issue: Issue, valid_to: date, *, by: User | None) -> Issue:
    """Let the vouchers be valid longer; those that expired can be used again.

    Raises ``NotShorter``: nobody's voucher is cut short.
    """
    row = _locked_issue(issue)
    if valid_to < row.valid_to:
        raise NotShorter(row.valid_to)
    if valid_to == row.valid_to:
        return row
    before, row.valid_to = row.valid_to, valid_to
    row.save(update_fields=["valid_to"])
    revived = 0
    if not row.is_past():
        revived = row.entitlements.still(State.EXPIRED).update(state=State.CLAIMED)
    changed = {"valid_to": [before.isoformat(), valid_to.isoformat()]}
    log(row, "training.extend_issue", user=by, data={"changed": changed, "revived": revived})
    return row


@transaction.atomic
def claim(
    person: Person,
    issue: Issue,
    *,
    by: User | None,
    channel: ClaimChannel = ClaimChannel.SELF,
) -> Entitlement:
    """Give ``person`` a voucher of ``issue``. Claiming twice returns the first one.

    Raises ``MayNotClaim`` with every reason at once, or ``NoneLeft``.
    """
    row = _locked_issue(issue)
    mine = row.entitlements.filter(person=person).first()
    if mine and mine.state != State.WITHDRAWN:
        return mine
    if row.left <= 0 and not mine:
        raise NoneLeft(row.places)
    if reasons := reasons_not_to_claim(Person.objects.get(pk=person.pk), row):
        raise MayNotClaim(reasons)
    # The lock orders the queue. Should somebody forget it, this statement still takes no place
    # that is not there, and the constraint stands behind it.
    if not Issue.objects.filter(pk=row.pk).with_places_left().update(claimed=F("claimed") + 1):
        raise NoneLeft(row.places)

    entitlement = Entitlement.objects.create(
        issue=row,
        person=person,
        code=_new_code(),
        channel=channel,
        claimed_at=timezone.now(),
        by=by,
    )
    log(entitlement, "training.claim_voucher", user=by, data={"channel": channel})
    return entitlement


def _new_code() -> str:
    """One nobody has; the unique column stands behind it."""
    while Entitlement.objects.filter(code=(code := drawn())).exists():
        pass
    return code


def _locked(entitlement: Entitlement) -> Entitlement:
    rows = Entitlement.objects.select_for_update(of=("self",)).select_related("issue__region")
    return rows.get(pk=entitlement.pk)


def _move(entitlement: Entitlement, state: EntitlementState, **facts: Any) -> Entitlement:
    """Take the voucher from the state it was read in to ``state``, or raise ``NotFree``.

    It is asked and written in one statement: of two phones that both read “can be used”, one
    changes the row and the other finds nothing to change, with or without a lock.
    """
    rows = Entitlement.objects.filter(pk=entitlement.pk).still(entitlement.state)
    if not rows.update(state=state, **facts):
        raise NotFree(Entitlement.objects.get(pk=entitlement.pk).told)
    for name, value in {"state": state, **facts}.items():
        setattr(entitlement, name, value)
    return entitlement


@transaction.atomic
def reserve(entitlement: Entitlement, enrolment: Enrolment, *, by: User | None) -> Entitlement:
    """Keep the voucher for a seat. For the seat it is kept for already nothing changes.

    Raises ``NotFree``, ``NoSuchSeat``, ``PaidAlready``, or ``DoesNotFit`` with every reason.
    """
    training_class = TrainingClass.objects.select_for_update().get(pk=enrolment.training_class_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    row = _locked(entitlement)
    if row.enrolment_id == enrolment.pk:
        return row
    if row.standing != State.CLAIMED:
        raise NotFree(row.told)
    going_on = training_class.state == ClassState.APPROVED and not training_class.is_over
    if enrolment.person_id != row.person_id or enrolment.state not in SEATED or not going_on:
        raise NoSuchSeat
    if Entitlement.objects.filter(enrolment=enrolment).exists():
        raise PaidAlready
    if reasons := reasons_not_to_use(row, training_class):
        raise DoesNotFit(reasons)
    row = _move(row, State.RESERVED, enrolment=enrolment, reserved_at=timezone.now(), reason="")
    _tell(row, "training.reserve_voucher", by, training_class)
    return row


def _tell(
    entitlement: Entitlement,
    verb: str,
    by: User | None,
    training_class: TrainingClass,
    **data: Any,
) -> None:
    log(entitlement, verb, user=by, data={"class": training_class.number, **data})


def reserve_what_fits(enrolment: Enrolment, *, by: User | None) -> Entitlement | None:
    """Keep for a new seat, of the vouchers that fit, the one that expires first. Part of the
    transaction that seats.

    None when there is none: a seat needs no voucher. One that another phone takes meanwhile is
    passed over.
    """
    today = timezone.localdate()
    mine = Entitlement.objects.filter(person=enrolment.person_id).waiting(today)
    for row in mine.select_related("issue__region").order_by("issue__valid_to", "pk"):
        if fits(row, enrolment.training_class):
            try:
                return reserve(row, enrolment, by=by)
            except NotFree:
                continue
    return None


def _kept_for(enrolment: Enrolment) -> Entitlement | None:
    rows = Entitlement.objects.select_for_update(of=("self",)).select_related("issue")
    return rows.still(State.RESERVED).filter(enrolment=enrolment).first()


@transaction.atomic
def give_back(enrolment: Enrolment, reason: str, *, by: User | None) -> Entitlement | None:
    """The seat is gone before the class was held: the voucher is its holder's again.

    None when none is kept for the seat. What was used stays used.
    """
    row = _kept_for(enrolment)
    if row is None:
        return None
    reason = reason.strip()[:300]
    facts = {"returned_at": timezone.now(), "reserved_at": None, "reason": reason}
    row = _move(row, State.CLAIMED, enrolment=None, **facts)
    _tell(row, "training.give_back_voucher", by, enrolment.training_class, reason=reason)
    return row


@transaction.atomic
def use(enrolment: Enrolment, *, by: User | None) -> Entitlement | None:
    """The class was held and the person took part: the voucher is spent.

    None when none is kept for the seat.
    """
    row = _kept_for(enrolment)
    if row is None:
        return None
    row = _move(row, State.USED, used_at=timezone.now())
    _tell(row, "training.use_voucher", by, enrolment.training_class)
    return row


@transaction.atomic
def settle(entitlement: Entitlement, reference: str, *, by: User | None) -> Entitlement:
    """The school was paid for the class. Settling twice keeps the first reference.

    Raises ``NotUsedYet``.
    """
    row = _locked(entitlement)
    if row.state == State.SETTLED:
        return row
    if row.state != State.USED:
        raise NotUsedYet(row.told)
    row = _move(row, State.SETTLED, settled_at=timezone.now(), reference=reference.strip())
    log(row, "training.settle_voucher", user=by, data={"reference": row.reference})
    return row


@transaction.atomic
def withdraw(entitlement: Entitlement, reason: str, *, by: User | None) -> Entitlement:
    """Take back a voucher no class was paid with; somebody else may have its place.

    Raises ``ReasonNeeded`` or ``UsedAlready``.
    """
    reason = reason.strip()[:300]
    if not reason:
        raise ReasonNeeded
    _locked_issue(entitlement.issue)
    row = _locked(entitlement)
    if row.state == State.WITHDRAWN:
        return row
    if row.state not in NOT_USED:
        raise UsedAlready
    row = _move(row, State.WITHDRAWN, enrolment=None, reserved_at=None, reason=reason)
    Issue.objects.filter(pk=row.issue_id).update(claimed=F("claimed") - 1)
    log(row, "training.withdraw_voucher", user=by, data={"reason": reason})
    return row


@transaction.atomic
def expire(*, today: date | None = None, by: User | None = None) -> int:
    """Write down what the date has decided already; gives back how many expired today.

    A voucher kept for a class stays kept: whoever has a seat in time is not cut off.
    """
    today = today or timezone.localdate()
    lapsed = Entitlement.objects.lapsed(today)
    issues = Issue.objects.filter(pk__in=lapsed.values("issue"))
    expired = 0
    for row in issues.select_for_update().order_by("pk"):
        if row.is_past(today):  # or it was extended while we waited
            count = row.entitlements.still(State.CLAIMED).update(state=State.EXPIRED)
            log(row, "training.expire_vouchers", user=by, data={"count": count})
            expired += count
    return expired


@transaction.atomic
def forget(person: Person) -> None:
    """The person is erased: vouchers no class was paid with go, and their places are free."""
    unused = Entitlement.objects.filter(person=person, state__in=NOT_USED)
    for row in unused.select_related("issue"):
        withdraw(row, "–", by=None)
    Entitlement.objects.filter(person=person, enrolment__isnull=True).delete()
