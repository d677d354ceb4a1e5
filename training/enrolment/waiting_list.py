"""The waiting list of a class: one list, served in order, and every place explains itself.

Served are first the groups that policy puts first, among them whoever came first; an officer may
move a place, with a reason that everybody in the queue reads. A seat that comes free is offered
for a time to whoever is next; the next after them gets it when they decline or do not answer.
People who wait together are offered seats together or not at all: while they are first, seats that
come free are kept for them, but not longer than policy says, so that neither starves.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from training.classes.models import TrainingClass
from training.classes.queries import book_of
from training.classes.states import ClassState
from training.notices.rules import may_go_out_at
from training.notices.states import Kind
from training.organisations.errors import ReasonNeeded
from training.organisations.reach import User
from training.people.models import Person
from training.policy.queries import Rulebook
from training.policy.states import RuleKey

from . import ledger
from .eligibility import Eligibility
from .errors import (
    ClassNotOpen,
    GroupTooLarge,
    HasSeat,
    NotEligible,
    NothingOffered,
    NotWaiting,
    SeatsFree,
)
from .models import Enrolment
from .rules import reasons_not_to_enrol
from .seating import eligible, end_waiting, hold_people, sit_down
from .seats import Party, Waiting
from .signals import seat_offered
from .states import Channel, SeatUse, WaitingState

NO_RANK = 1000  # behind every group that policy ranks
Unit = list[Waiting]  # one person, or those who wait together


@transaction.atomic
def join(
    people: Sequence[Person],
    training_class: TrainingClass,
    *,
    by: User | None,
    channel: Channel = Channel.SELF,
    label: str = "",
) -> list[Waiting]:
    """Put ``people`` on the waiting list; several wait together: all are seated, or none.

    Joining again changes nothing. Raises ``ClassNotOpen``, ``HasSeat``, ``NotEligible``,
    ``SeatsFree`` when they could simply enrol, and ``GroupTooLarge``.
    """
    training_class = ledger.hold_class(training_class)
    queue = training_class.waiting.in_queue()
    there = list(queue.filter(person__in=people).select_related("seat"))
    if len(there) == len(people) and _are_together(there):
        return there
    _may_join(people, training_class)
    now = timezone.now()
    ledger.open_seats(training_class)
    if not there and _seats_for(people, training_class, now):
        raise SeatsFree
    for row in there:  # who waited alone now waits together
        end_waiting(row, WaitingState.LEFT, training_class, by=by)
    book = book_of(training_class)
    ranks = [_rank(person, book, now) for person in people]
    rank, because = max(ranks)  # nobody gets ahead through a friend
    party = None
    if len(people) > 1:
        party = Party.objects.create(training_class=training_class, label=label[:100])
    rows = [
        Waiting.objects.create(
            person=person,
            training_class=training_class,
            party=party,
            rank=rank,
            because=because,
            place=now.timestamp(),
            channel=channel,
            joined_at=now,
            joined_by=by,
        )
        for person in people
    ]
    for row in rows:
        log(row, "training.join_queue", user=by, data={"channel": channel})
    serve(training_class)
    return list(Waiting.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def _are_together(rows: list[Waiting]) -> bool:
    return len(rows) == 1 or len({row.party_id or -row.pk for row in rows}) == 1


def _seats_for(people: Sequence[Person], training_class: TrainingClass, now: datetime) -> bool:
    """Whether they could simply enrol: nobody waits and seats are free, or some are kept for
    people like them."""
    free = ledger.free_now(training_class, now).filter(ledger.unreserved(now))
    if not training_class.waiting.in_queue().exists() and free.count() >= len(people):
        return True
    return len(people) == 1 and ledger.reserved_for(training_class, people[0]).exists()


def _may_join(people: Sequence[Person], training_class: TrainingClass) -> None:
    if training_class.state != ClassState.APPROVED or not _has_time(training_class):
        raise ClassNotOpen
    if len(people) > training_class.seats:
        raise GroupTooLarge(training_class.seats)
    seated = training_class.enrolments.seated().filter(person__in=people)
    if somebody := seated.select_related("person").first():
        raise HasSeat(somebody.person.name)
    reasons = [
        (p.name, reason) for p in people for reason in reasons_not_to_enrol(p, training_class)
    ]
    if reasons:
        several = len(people) > 1
        raise NotEligible([f"{n}: {reason}" if several else reason for n, reason in reasons])


def _rank(person: Person, book: Rulebook, moment: datetime) -> tuple[int, str]:
    """The best rank of the groups the person belongs to today, and the group."""
    rules = book.about(RuleKey.PRIORITY)
    if not rules:
        return NO_RANK, ""
    tags = person.taggings.holding_on(timezone.localdate(moment)).values_list("tag", flat=True)
    ranks = [(int(rules[g].value), g) for g in (person.category, *tags) if g in rules]
    return min(ranks, default=(NO_RANK, ""))


def _has_time(training_class: TrainingClass, moment: datetime | None = None) -> bool:
    """Nobody is offered a seat in a class that has begun."""
    return (moment or timezone.now()) < begins(training_class)


def begins(training_class: TrainingClass) -> datetime:
    """The first moment of the first day: from then on nobody is offered a seat."""
    return timezone.make_aware(datetime.combine(training_class.starts_on, time.min))


# Serving the queue


def units_of(rows: Iterable[Waiting]) -> list[Unit]:
    """Rows in order → who is served together, each where its first person stands."""
    units: dict[tuple[str, int], Unit] = {}
    for row in rows:
        key = ("party", row.party_id) if row.party_id else ("alone", row.pk)
        units.setdefault(key, []).append(row)
    return list(units.values())


def serve(training_class: TrainingClass) -> list[Waiting]:
    """Offer the seats that are free to those whose turn it is. The class is held.

    Returns the offers made. Called after everything that can free a seat; calling it once more
    changes nothing.
    """
    now = timezone.now()
    _let_expire(training_class, now)
    queue = training_class.waiting.waiting().in_order().select_related("person__region", "party")
    units = units_of(queue)
    if not units or training_class.state != ClassState.APPROVED:
        return []
    if not _has_time(training_class, now):
        return []
    ledger.open_seats(training_class)
    seats = ledger.free_now(training_class, now).filter(ledger.unreserved(now))
    free, book = list(seats.order_by("number")), book_of(training_class)
    made = _offer_what_is_kept(units, training_class, book, now)
    served = {row.pk for row in made}
    passed: list[Party] = []
    for unit in units:
        if not free:
            break
        if unit[0].pk in served:
            continue
        unit = _still_eligible(unit, training_class, now)  # noqa: PLW2901
        if not unit:
            continue
        party = unit[0].party
        if party and len(unit) > training_class.seats:  # the class became smaller than the group
            passed.append(party)
        elif len(unit) <= len(free):
            until = _answer_by(training_class, book, now)
            made += [_offer(row, free.pop(0), until, now) for row in unit]
            _keep_no_longer(passed)
        elif party and not _kept_for(party, book, now):
            passed.append(party)
        else:
            break
    return made


def _offer_what_is_kept(
    units: list[Unit], training_class: TrainingClass, book: Rulebook, now: datetime
) -> list[Waiting]:
    """Reserved seats, to those who wait alone and for whom they are kept."""
    kept = Q(use=SeatUse.FREE, reserve__until__gte=timezone.localdate(now))
    made: list[Waiting] = []
    if not training_class.ledger.filter(kept).exists():
        return made
    until = _answer_by(training_class, book, now)
    for row in [unit[0] for unit in units if len(unit) == 1]:
        seat = ledger.reserved_for(training_class, row.person).first()
        if seat and _still_eligible([row], training_class, now):
            made.append(_offer(row, seat, until, now))
    return made


def _offer(row: Waiting, seat, until: datetime, now: datetime) -> Waiting:
    ledger.put_to_use(seat, SeatUse.OFFERED, until=until)
    row.state, row.seat, row.offered_at, row.until = WaitingState.OFFERED, seat, now, until
    row.save(update_fields=["state", "seat", "offered_at", "until"])
    log(row, "training.offer_seat", data={"until": until.isoformat()})
    seat_offered.send(Waiting, waiting=row)
    return row


def _answer_by(training_class: TrainingClass, book: Rulebook, now: datetime) -> datetime:
    """As policy says, counted from when the message may reach them (nobody is woken at night), and
    before the class begins; where nobody ruled, until it begins."""
    hours = book.find(RuleKey.OFFER_HOURS)
    latest, told = begins(training_class), may_go_out_at(Kind.OFFER, now)
    return latest if hours is None else min(latest, told + timedelta(hours=float(hours)))


def _kept_for(party: Party, book: Rulebook, now: datetime) -> bool:
    """Whether seats are kept for this group until there are enough; from now on, if they were
    not yet. Where nobody ruled, they are kept."""
    if not party.kept_since:
        party.kept_since = now
        party.save(update_fields=["kept_since"])
    days = book.find(RuleKey.PARTY_DAYS)
    return days is None or now - party.kept_since < timedelta(days=float(days))


def _keep_no_longer(passed: list[Party]) -> None:
    """Somebody behind was served; from the next seat on it is kept for the group again."""
    for party in passed:
        party.kept_since = None
        party.save(update_fields=["kept_since"])
    passed.clear()


def _still_eligible(unit: Unit, training_class: TrainingClass, now: datetime) -> Unit:
    """Those of the unit who may still join; the others leave the list, and can read why."""
    kept = []
    for row in unit:
        if reasons_not_to_enrol(row.person, training_class):
            end_waiting(row, WaitingState.STRUCK, training_class)
        else:
            kept.append(row)
    return kept


def _let_expire(training_class: TrainingClass, now: datetime) -> None:
    late = training_class.waiting.filter(state=WaitingState.OFFERED, until__lte=now)
    for row in late.select_related("seat"):
        end_waiting(row, WaitingState.EXPIRED, training_class)


# Answers


@transaction.atomic
def accept(waiting: Waiting, *, by: User | None, channel: Channel | None = None) -> list[Enrolment]:
    """Take the seat that was offered, and for a group all of theirs. Twice does no harm.

    ``channel`` where somebody answers for them.

    Raises ``NothingOffered`` when the time is over, or ``NotEligible``.
    """
    hold_people(row.person_id for row in together(waiting))
    training_class = ledger.hold_class_of(waiting)
    waiting = Waiting.objects.select_related("person").get(pk=waiting.pk)
    if waiting.state == WaitingState.SEATED:
        seats = training_class.enrolments.seated()
        return list(seats.filter(person__in=[row.person for row in together(waiting)]))
    if not (waiting.until and waiting.state == WaitingState.OFFERED):
        raise NothingOffered
    if waiting.until <= timezone.now():
        raise NothingOffered
    return accept_held(waiting, training_class, by=by, channel=channel)


def accept_held(
    waiting: Waiting,
    training_class: TrainingClass,
    *,
    by: User | None,
    channel: Channel | None = None,
) -> list[Enrolment]:
    """`accept` for whoever holds the class and knows that the offer stands."""
    rows = [row for row in together(waiting) if row.state == WaitingState.OFFERED]
    answers = {row.pk: _eligible_in_group(row, rows, training_class) for row in rows}
    made = []
    for row in rows:
        seat, row.seat = row.seat, None
        row.state, row.closed_at = WaitingState.SEATED, timezone.now()
        row.save(update_fields=["seat", "state", "closed_at"])
        if seat is None:  # the database would have refused such a row
            continue
        ledger.put_to_use(seat, SeatUse.TAKEN)
        how = channel or Channel(row.channel)
        answer = answers[row.pk]
        made.append(sit_down(row.person, training_class, seat, by=by, channel=how, answer=answer))
    return made


def _eligible_in_group(
    row: Waiting, group: list[Waiting], training_class: TrainingClass
) -> Eligibility:
    """As `eligible`; where several answer at once, the refusal says of whom it is."""
    try:
        return eligible(row.person, training_class)
    except NotEligible as refusal:
        if len(group) == 1:
            raise
        name = row.person.name
        raise NotEligible([f"{name}: {reason}" for reason in refusal.messages]) from None


def together(waiting: Waiting) -> list[Waiting]:
    """The row itself, or those of its group, whoever of them was asked about first."""
    rows = Waiting.objects.select_related("person__region", "seat", "training_class")
    rows = rows.filter(party=waiting.party_id) if waiting.party_id else rows.filter(pk=waiting.pk)
    return sorted(rows, key=lambda row: (row.pk != waiting.pk, row.pk))


@transaction.atomic
def decline(waiting: Waiting, *, by: User | None) -> bool:
    """Leave the seat to the next; a group declines together. False when none was offered."""
    training_class = ledger.hold_class_of(waiting)
    offered = [row for row in together(waiting) if row.state == WaitingState.OFFERED]
    for row in offered:
        end_waiting(row, WaitingState.DECLINED, training_class, by=by)
    if offered:
        serve(training_class)
    return bool(offered)


@transaction.atomic
def leave_queue(waiting: Waiting, *, by: User | None, reason: str = "") -> None:
    """Give the place up, offered a seat or not. The others of a group stay."""
    _take_off(waiting, WaitingState.LEFT, by=by, reason=reason)


@transaction.atomic
def strike(waiting: Waiting, reason: str, *, by: User | None) -> None:
    """An officer takes somebody off the list, with a reason that they read."""
    if not reason.strip():
        raise ReasonNeeded
    _take_off(waiting, WaitingState.STRUCK, by=by, reason=reason)


def _take_off(waiting: Waiting, state: WaitingState, *, by: User | None, reason: str) -> None:
    training_class = ledger.hold_class_of(waiting)
    row = Waiting.objects.in_queue().select_related("seat").filter(pk=waiting.pk).first()
    if row:
        end_waiting(row, state, training_class, by=by, reason=reason)
        serve(training_class)


@transaction.atomic
def move(waiting: Waiting, to: int, reason: str, *, by: User | None) -> Waiting:
    """Put a place (and its group) at position ``to`` of those who wait, 1 being the next.

    The reason is read by everybody in the queue.
    """
    if not reason.strip():
        raise ReasonNeeded
    training_class = ledger.hold_class_of(waiting)
    waiting = Waiting.objects.get(pk=waiting.pk)
    units = units_of(training_class.waiting.waiting().in_order())
    mine = next((unit for unit in units if waiting.pk in {row.pk for row in unit}), None)
    if mine is None:
        raise NotWaiting
    others = [unit[0] for unit in units if unit is not mine]
    rank, place = _between(others[: to - 1], others[to - 1 :], waiting)
    for row in mine:
        row.rank, row.place, row.moved_because = rank, place, reason.strip()[:200]
        row.save(update_fields=["rank", "place", "moved_because"])
    log(waiting, "training.move_in_queue", user=by, data={"reason": reason.strip(), "to": to})
    serve(training_class)
    waiting.refresh_from_db()
    return waiting


def _between(before: list[Waiting], after: list[Waiting], mine: Waiting) -> tuple[int, float]:
    """Rank and place behind the last of ``before`` and in front of the first of ``after``."""
    if not before and not after:
        return mine.rank, mine.place
    if not after:
        return before[-1].rank, before[-1].place + 1
    following = after[0]
    if before and before[-1].rank == following.rank:
        return following.rank, (before[-1].place + following.place) / 2
    return following.rank, following.place - 1


@transaction.atomic
def wait_together(mine: Waiting, other: Waiting, *, by: User | None) -> Party:
    """Two places of one queue become a group that is served together, at the later of the two:
    nobody gets ahead through a friend. Raises ``NotWaiting`` when one of them has left the queue
    or was just offered a seat, or ``GroupTooLarge``."""
    training_class = ledger.hold_class_of(mine)
    waiting = training_class.waiting.waiting()
    parties = [row.party_id for row in (mine, other) if row.party_id]
    rows = waiting.filter(Q(pk__in=[mine.pk, other.pk]) | Q(party__in=parties))
    rows = list(rows.select_related("party"))
    if not {mine.pk, other.pk} <= {row.pk for row in rows}:
        raise NotWaiting
    if len(rows) > training_class.seats:
        raise GroupTooLarge(training_class.seats)
    there = [row.party for row in rows if row.party]
    party = there[0] if there else Party.objects.create(training_class=training_class)
    last = max(rows, key=lambda row: (row.rank, row.place))
    rank, because, place = last.rank, last.because, last.place
    for row in rows:
        row.party, row.rank, row.because, row.place = party, rank, because, place
        row.save(update_fields=["party", "rank", "because", "place"])
    log(mine, "training.wait_together", user=by, data={"with": other.pk})
    serve(training_class)
    return party


@transaction.atomic
def sweep(training_class: TrainingClass) -> list[Waiting]:
    """What time alone changes: offers nobody answered pass on, and lists of classes that began
    are closed. Called by the clock; twice does no harm."""
    training_class = ledger.hold_class(training_class)
    made = serve(training_class)
    open_ = training_class.state == ClassState.APPROVED and _has_time(training_class)
    if not open_:
        for row in training_class.waiting.in_queue().select_related("seat"):
            offered = row.state == WaitingState.OFFERED
            state = WaitingState.EXPIRED if offered else WaitingState.UNSERVED
            end_waiting(row, state, training_class)
    return made
