"""What officers and schools do with the seats of a class: hold, keep, add, resize, merge."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from training.classes.actions import cancel_class
from training.classes.models import TrainingClass
from training.classes.queries import book_of
from training.classes.states import ClassState
from training.organisations.errors import ReasonNeeded
from training.organisations.models import Employer, Region
from training.organisations.reach import User
from training.people.encryption import blind_index
from training.people.models import Person
from training.policy.states import RuleKey

from . import ledger, waiting_list
from .eligibility import CLASH, eligibility, seats_taken_by
from .errors import ClassNotOpen, NotEnoughFree, NotMergeable
from .models import Enrolment
from .seating import eligible, end_waiting, hold_people, sit_down
from .seats import Reserve, Seat
from .signals import moved_over, queue_moved
from .states import Channel, SeatUse, WaitingState

HELD_AT_MOST = 5  # one seat in five: telephones that never answer cannot hold up a class


@transaction.atomic
def hold_seat(training_class: TrainingClass, phone: str) -> Seat | None:
    """Hold a seat while the phone is being proven, as long as policy says; None when it says
    nothing, when no seat is free, or when many are held already. Again: the same seat, longer."""
    minutes = book_of(training_class).find(RuleKey.HOLD_MINUTES)
    if minutes is None:
        return None
    training_class = ledger.hold_class(training_class)
    holder, now = holder_of(phone), timezone.now()
    others = training_class.ledger.filter(use=SeatUse.HELD, until__gt=now).exclude(held_by=holder)
    if others.count() * HELD_AT_MOST >= training_class.seats:
        return None
    seat = ledger.find_seat(training_class, None, held_by=holder)
    if seat is None:
        return None
    until = now + timedelta(minutes=float(minutes))
    return ledger.put_to_use(seat, SeatUse.HELD, until=until, by=holder)


def holder_of(phone: str) -> str:
    """Whose hold it is; the number itself does not stand in the ledger."""
    return blind_index(f"hold:{phone}")


@transaction.atomic
def reserve_seats(
    training_class: TrainingClass,
    seats: int,
    reason: str,
    *,
    until,
    by: User | None,
    employer: Employer | None = None,
    region: Region | None = None,
) -> Reserve:
    """Keep free seats for an employer's people or for those of a place until a day.

    Raises ``NotEnoughFree`` when fewer are free, and never takes a seat from the waiting list.
    """
    if not reason.strip():
        raise ReasonNeeded
    training_class = ledger.hold_class(training_class)
    if training_class.state != ClassState.APPROVED:
        raise ClassNotOpen
    ledger.open_seats(training_class)
    now = timezone.now()
    rows = ledger.free_now(training_class, now).filter(ledger.unreserved(now))
    free = list(rows.order_by("-number")[:seats])
    if training_class.waiting.in_queue().exists():
        free = []  # they are for those who wait
    if len(free) < seats:
        raise NotEnoughFree(len(free))
    reserve = Reserve(
        training_class=training_class,
        employer=employer,
        region=region,
        until=until,
        reason=reason.strip(),
        made_by=by,
    )
    reserve.full_clean(exclude=["training_class", "made_by"])
    reserve.save()
    for seat in free:
        seat.use, seat.until, seat.held_by, seat.reserve = SeatUse.FREE, None, "", reserve
        seat.save(update_fields=["use", "until", "held_by", "reserve"])
    log(reserve, "training.reserve_seats", user=by, data={"seats": seats, "reason": reason})
    return reserve


@transaction.atomic
def release_seats(reserve: Reserve, *, by: User | None) -> None:
    """The reserved seats nobody took are for everybody, those who wait first."""
    training_class = ledger.hold_class(reserve.training_class)
    yesterday = timezone.localdate() - timedelta(days=1)
    if reserve.until <= yesterday:
        return
    Reserve.objects.filter(pk=reserve.pk).update(until=yesterday)
    log(reserve, "training.release_seats", user=by)
    waiting_list.serve(training_class)


@transaction.atomic
def seat_beyond(
    person: Person, training_class: TrainingClass, reason: str, *, by: User | None
) -> Enrolment:
    """An officer seats one person more than approved, with a reason (超额).

    Raises ``NotEligible``: the size is theirs to overrule, the rules about people are not.
    """
    if not reason.strip():
        raise ReasonNeeded
    hold_people([person.pk])
    training_class = ledger.hold_class(training_class)
    if enrolment := training_class.enrolments.seated().of(person).first():
        return enrolment
    if training_class.state != ClassState.APPROVED or training_class.is_over:
        raise ClassNotOpen
    answer = eligible(person, training_class)
    waiting = training_class.waiting.in_queue().filter(person=person).select_related("seat").first()
    if waiting:
        end_waiting(waiting, WaitingState.SEATED, training_class, by=by, reason=reason)
    seat = ledger.one_more(training_class, reason.strip()[:200])
    enrolment = sit_down(
        person,
        training_class,
        seat,
        by=by,
        channel=Channel.BUREAU,
        answer=answer,
        reason=reason.strip(),
    )
    waiting_list.serve(training_class)
    return enrolment


@transaction.atomic
def follow_size(training_class: TrainingClass) -> None:
    """The approved number of seats changed: fewer are refused when they are given, more are
    offered to those who wait."""
    training_class = ledger.hold_class(training_class)
    ledger.resize(training_class)
    waiting_list.serve(training_class)


@transaction.atomic
def merge_classes(
    source: TrainingClass, target: TrainingClass, reason: str, *, by: User | None
) -> TrainingClass:
    """Everybody of ``source`` moves to ``target``: the seated to seats, the waiting into its queue
    in the order in which all of them came. ``source`` is cancelled with the reason.

    Raises ``NotMergeable`` with what is in the way; then nothing is moved.
    """
    if not reason.strip():
        raise ReasonNeeded
    # Always the lower number first, so that two merges never wait for each other.
    first, second = sorted((source, target), key=lambda row: row.pk)
    held = {row.pk: ledger.hold_class(row) for row in (first, second)}
    source, target = held[source.pk], held[target.pk]
    if source.state == ClassState.CANCELLED and not source.enrolments.seated().exists():
        return target
    seated = list(source.enrolments.seated().select_related("person", "seat"))
    if why := _in_the_way(source, target, seated):
        raise NotMergeable(why)
    ledger.open_seats(target)
    now = timezone.now()
    rows = ledger.free_now(target, now).filter(ledger.unreserved(now))
    free = list(rows.order_by("number")[: len(seated)])
    for enrolment, seat in zip(seated, free, strict=True):
        _move_over(enrolment, source, target, seat, reason, by)
    _move_queue(source, target)
    cancel_class(source, reason, by=by)
    log(target, "training.merge_classes", user=by, data={"from": source.number, "reason": reason})
    waiting_list.serve(target)
    return target


def _in_the_way(source, target, seated):
    why = []
    if source.pk == target.pk or source.course_id != target.course_id:
        why.append(_("Only two classes of the same course can become one."))
    if ClassState.APPROVED not in {source.state} & {target.state}:
        why.append(_("Both classes must be approved."))
    today = timezone.localdate()
    if min(source.starts_on, target.starts_on) <= today:
        why.append(_("One of the classes has begun."))
    now = timezone.now()
    free = ledger.free_now(target, now).filter(ledger.unreserved(now)).count()
    given = target.ledger.count()
    free += max(target.seats - given, 0)  # rows that are still to be made
    if len(seated) > free:
        why.append(
            _("%(people)d people would come, but only %(free)d seats are free there.")
            % {"people": len(seated), "free": free}
        )
    both = target.enrolments.seated().filter(person__in=[row.person_id for row in seated])
    why += [_("%(name)s sits in both classes.") % {"name": row.person.name} for row in both]
    for row in seated:
        why += [f"{row.person.name}: {reason}" for reason in _clashes(row, source, target)]
    return why


def _clashes(enrolment, source, target):
    """Lessons of other classes the person sits in, at the hours of the target."""
    others = [seat for seat in seats_taken_by([enrolment.person]) if seat.pk != enrolment.pk]
    answer = eligibility(enrolment.person, target, others)
    return [str(row.sentence) for row in answer.against if row.code.startswith(CLASH)]


def _move_over(enrolment, source, target, seat, reason, by):
    before = enrolment.seat
    ledger.put_to_use(seat, SeatUse.TAKEN)
    waited = target.waiting.in_queue().filter(person=enrolment.person).select_related("seat")
    for row in waited:
        end_waiting(row, WaitingState.SEATED, target, by=by, reason=reason)
    enrolment.training_class, enrolment.seat = target, seat
    enrolment.save(update_fields=["training_class", "seat"])
    ledger.give_back(before, source)
    data = {"reason": reason, "from": source.number, "to": target.number}
    log(enrolment, "training.move_to_class", user=by, data=data)
    moved_over.send(Enrolment, enrolment=enrolment, source=source, reason=reason, by=by)


def _move_queue(source, target):
    """Offers of the source are void: its seats are gone. Who waited for both waits once."""
    there = set(target.waiting.in_queue().values_list("person", flat=True))
    there |= set(target.enrolments.seated().values_list("person", flat=True))
    for row in source.waiting.in_queue().select_related("seat", "person"):
        if row.person_id in there:
            end_waiting(row, WaitingState.LEFT, source)
            continue
        if row.seat:
            ledger.give_back(row.seat, source)
        row.state, row.seat, row.until, row.offered_at = WaitingState.WAITING, None, None, None
        row.training_class = target
        row.save(update_fields=["state", "seat", "until", "offered_at", "training_class"])
        queue_moved.send(type(row), waiting=row, source=source)
        if row.party_id:
            type(row.party).objects.filter(pk=row.party_id).update(training_class=target)


def told_until(moment) -> str:
    """A deadline as people say it."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'MONTH_DAY_FORMAT')} {local:%H:%M}"
