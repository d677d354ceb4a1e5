"""Many people at once, named by somebody else: a school's roster, an employer's staff.

A roster adds people; of those whom the register knows it changes nothing, except that they agreed.
It never gives a telephone to anybody who is known, nor takes one that speaks for somebody else:
whoever signs in with it would read the person's data.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.orders.models import Offer
from training.organisations.errors import ReasonNeeded
from training.organisations.reach import User, deciding, reach_of
from training.people.actions import register
from training.people.cleaning import (
    NOTHING,
    clean_id_number,
    clean_name,
    clean_phone,
    numbers_in,
    without_gaps,
)
from training.people.encryption import blind_indexes
from training.people.models import Person, PhoneLogin

from .actions import enrol, leave
from .errors import ClassFull, ClassNotOpen, NotEligible
from .ledger import hold_class
from .models import Enrolment, with_free_seats
from .roster_errors import (
    AlreadyBegun,
    NotThisPerson,
    OfferUsedUp,
    OtherName,
    OtherPhone,
    PhoneMissing,
    PhoneTaken,
    TooManyLines,
    TwiceInTheRoster,
)
from .rules import reasons_not_to_enrol
from .seating import hold_people
from .staff_seats import StaffSeat
from .states import Channel
from .waiting_list import join

MOST_LINES = 300


class Verdict(TextChoices):
    WILL = "will", _("Will be enrolled")
    SEATED = "seated", _("Enrolled")
    ALREADY = "already", _("Already in the class")
    WAITS = "waits", _("On the waiting list")
    HELD_BACK = "held_back", _("Not enrolled, because others cannot be")
    REFUSED = "refused", _("Cannot be enrolled")


@dataclass(frozen=True)
class Line:
    """One person as the roster names them: what was written, not yet cleaned."""

    number: int
    name: str
    id_number: str
    phone: str = ""


@dataclass(frozen=True)
class Outcome:
    """What becomes, or would become, of a line; ``reasons`` are whole sentences."""

    line: Line
    verdict: Verdict
    reasons: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return self.verdict not in {Verdict.REFUSED, Verdict.HELD_BACK}


@dataclass(frozen=True)
class _Facts:
    name: str
    id_number: str
    phone: str


def check_roster(
    training_class: TrainingClass, lines: list[Line], *, by: User, channel: Channel
) -> list[Outcome]:
    """What `seat_roster` would do now. Everything is tried and taken back; the look stays on
    record, since a roster asks the register about people.

    Raises ``ClassNotOpen`` or ``TooManyLines``.
    """
    _refuse(training_class, lines)
    log(training_class, "training.check_roster", user=by, data={"rows": len(lines)})
    left = with_free_seats(TrainingClass.objects.filter(pk=training_class.pk)).get().free
    outcomes = []
    with transaction.atomic():
        _hold_everybody(lines)
        for line, first in _with_first(lines):
            outcome = _tried(line, first, training_class, by=by, channel=channel)
            if outcome.verdict == Verdict.WILL:
                if left <= 0:
                    outcome = _refused(line, ClassFull(training_class.seats))
                left -= 1
            outcomes.append(outcome)
        transaction.set_rollback(True)
    return outcomes


def seat_roster(
    training_class: TrainingClass,
    lines: list[Line],
    *,
    by: User,
    channel: Channel,
    offer: Offer | None = None,
    all_or_none: bool = False,
) -> list[Outcome]:
    """Seat the people of a roster who agreed on paper; each line on its own, or all or none.

    Bringing the same roster again finds everybody in the class. A line lands whole or not at all,
    so after a crash the roster is simply brought again. With ``offer``, the seats are an
    employer's and no more than were offered. Raises ``ClassNotOpen`` or ``TooManyLines``.
    """
    _refuse(training_class, lines)
    facts = {"rows": len(lines), "channel": channel, "consent": "paper"}
    log(training_class, "training.bring_roster", user=by, data=facts)
    seats = (
        _seated(line, first, training_class, by=by, channel=channel, offer=offer)
        for line, first in _with_first(lines)
    )
    if not all_or_none:
        return list(seats)
    with transaction.atomic():
        _hold_everybody(lines)
        outcomes = list(seats)
        if all(outcome.is_good for outcome in outcomes):
            return outcomes
        transaction.set_rollback(True)
    return [_held_back(outcome) for outcome in outcomes]


def queue_roster(
    training_class: TrainingClass, lines: list[Line], *, by: User, channel: Channel, label: str
) -> list[Outcome]:
    """Put the people of a roster on the waiting list as one group: all are seated, or none.

    Where one of them cannot be, nobody waits. Raises ``ClassNotOpen`` or ``TooManyLines``.
    """
    _refuse(training_class, lines)
    facts = {"rows": len(lines), "channel": channel, "consent": "paper"}
    log(training_class, "training.bring_roster", user=by, data=facts)
    people: list[Person] = []
    with transaction.atomic():
        _hold_everybody(lines)
        outcomes = [
            _may_wait(line, first, training_class, people, by=by, channel=channel)
            for line, first in _with_first(lines)
        ]
        try:
            if all(outcome.is_good for outcome in outcomes):
                join(people, training_class, by=by, channel=channel, label=label)
                return outcomes
        except ValidationError as refusal:
            outcomes = [_refused(line, refusal) for line in lines]
        transaction.set_rollback(True)
    return [_held_back(outcome) for outcome in outcomes]


def _may_wait(
    line: Line,
    first: int | None,
    training_class: TrainingClass,
    people: list[Person],
    *,
    by: User,
    channel: Channel,
) -> Outcome:
    """Enter the person of a line among ``people``, if nothing speaks against it."""
    facts = None
    try:
        facts = _cleaned(line, first)
        person = _entered(facts, _known(facts), by=by, channel=channel)
        if reasons := reasons_not_to_enrol(person, training_class):
            raise NotEligible(reasons)
    except ValidationError as refusal:
        return _refused(line, _fit_to_tell(refusal, facts, by))
    people.append(person)
    return Outcome(line, Verdict.WAITS)


@transaction.atomic
def withdraw_staff(seat: StaffSeat, reason: str, *, by: User) -> Enrolment:
    """An employer gives a seat back that it took, before the class begins and with a reason."""
    if not reason.strip():
        raise ReasonNeeded
    if timezone.localdate() >= seat.enrolment.training_class.starts_on:
        raise AlreadyBegun
    return leave(seat.enrolment, reason, by=by)


def _hold_everybody(lines: Iterable[Line]) -> None:
    """All of them before the class, in one order: somebody who enrols at this moment holds
    themselves and waits for the class."""
    indexes: list[str] = []
    for line in lines:
        with suppress(ValidationError):
            indexes += blind_indexes(clean_id_number(line.id_number.strip()))
    known = Person.objects.filter(id_index__in=indexes).values_list("pk", flat=True)
    hold_people(list(known))


def _refuse(training_class: TrainingClass, lines: list[Line]) -> None:
    if training_class.state != ClassState.APPROVED or training_class.is_over:
        raise ClassNotOpen
    if len(lines) > MOST_LINES:
        raise TooManyLines(MOST_LINES)


def _with_first(lines: Iterable[Line]) -> Iterator[tuple[Line, int | None]]:
    """Each line with the number of an earlier one that names the same identity number."""
    seen: dict[str, int] = {}
    for line in lines:
        key = "".join(line.id_number.split()).upper()
        yield line, seen.get(key)
        seen.setdefault(key, line.number)


def _tried(
    line: Line, first: int | None, training_class: TrainingClass, *, by: User, channel: Channel
) -> Outcome:
    facts = None
    try:
        with transaction.atomic():
            facts = _cleaned(line, first)
            known = _known(facts)
            if known and _seat_of(known, training_class):
                return Outcome(line, Verdict.ALREADY)
            person = _entered(facts, known, by=by, channel=channel)
            if reasons := reasons_not_to_enrol(person, training_class):
                raise NotEligible(reasons)
    except ValidationError as refusal:
        return _refused(line, _fit_to_tell(refusal, facts, by))
    return Outcome(line, Verdict.WILL)


def _seated(
    line: Line,
    first: int | None,
    training_class: TrainingClass,
    *,
    by: User,
    channel: Channel,
    offer: Offer | None,
) -> Outcome:
    facts = None
    try:
        with transaction.atomic():
            facts = _cleaned(line, first)
            known = _known(facts)
            if known and _seat_of(known, training_class):
                return Outcome(line, Verdict.ALREADY)
            person = _entered(facts, known, by=by, channel=channel)
            # The person, then the class, as `enrol` does: two that hold one each would wait for
            # each other. Whoever holds the class counts the offer's seats alone.
            hold_people([person.pk])
            hold_class(training_class)
            if _seat_of(person, training_class):
                return Outcome(line, Verdict.ALREADY)
            if offer and offer.staff_seats.taken().count() >= offer.seats:
                raise OfferUsedUp(offer.seats)
            enrolment = enrol(person, training_class, by=by, channel=channel)
            if offer:
                StaffSeat.objects.get_or_create(enrolment=enrolment, defaults={"offer": offer})
    except ValidationError as refusal:
        return _refused(line, _fit_to_tell(refusal, facts, by))
    return Outcome(line, Verdict.SEATED)


def _cleaned(line: Line, first: int | None) -> _Facts:
    """Raises everything that is wrong with the line at once."""
    wrong: list[ValidationError] = []

    def clean(how, raw):
        try:
            return how(raw)
        except ValidationError as refusal:
            wrong.append(refusal)
            return ""

    if first is not None:
        raise TwiceInTheRoster(first)
    numbers = numbers_in(line.phone.strip()) if line.phone.strip() not in NOTHING else []
    facts = _Facts(
        name=clean(clean_name, without_gaps(line.name.strip())),
        id_number=clean(clean_id_number, line.id_number.strip()),
        phone=clean(clean_phone, numbers[0]) if numbers else "",
    )
    if wrong:
        raise ValidationError(wrong)
    return facts


def _known(facts: _Facts) -> Person | None:
    """Whom the register knows by this number. Raises ``OtherName``."""
    person = Person.objects.with_id_number(facts.id_number).first()
    if person and person.name != facts.name:
        raise OtherName
    return person


def _seat_of(person: Person, training_class: TrainingClass) -> Enrolment | None:
    return training_class.enrolments.seated().of(person).first()


def _entered(facts: _Facts, known: Person | None, *, by: User, channel: Channel) -> Person:
    if known:
        if facts.phone and known.phone and facts.phone != known.phone:
            raise OtherPhone
        return _agreed(known, by=by, channel=channel)
    if not facts.phone:
        raise PhoneMissing
    if _speaks_for_somebody(facts.phone):
        raise PhoneTaken
    person = register(facts.name, facts.id_number, facts.phone, by=by)
    log(person, "training.consent", user=by, data={"channel": channel})
    return person


def _speaks_for_somebody(phone: str) -> bool:
    theirs = Person.objects.filter(Q(phone=phone) | Q(user__phone_login__phone=phone))
    officials = PhoneLogin.objects.filter(phone=phone, user__memberships__isnull=False)
    return theirs.exists() or officials.exists()


def _agreed(person: Person, *, by: User, channel: Channel) -> Person:
    """Note the agreement of somebody who stood in the register without one."""
    if person.consented_at and not person.kept_until:
        return person
    person.consented_at = person.consented_at or timezone.now()
    person.kept_until = None  # who was erased and comes back is with us again
    person.save(update_fields=["consented_at", "kept_until"])
    log(person, "training.consent", user=by, data={"channel": channel})
    return person


def _fit_to_tell(refusal: ValidationError, facts: _Facts | None, by: User) -> ValidationError:
    """The rules' own words tell of other classes; they are for those who may see the person.

    Of somebody new the rules know only what was brought, so there the words are told to anybody.
    """
    if not isinstance(refusal, NotEligible) or facts is None:
        return refusal
    found = Person.objects.with_id_number(facts.id_number)
    if not found.exists() or found.visible_to(deciding(by)).exists():
        return refusal
    reach = reach_of(by)
    if reach.regions and found.filter(region__isnull=True).exists():
        return refusal
    return NotThisPerson()


def _refused(line: Line, refusal: ValidationError) -> Outcome:
    return Outcome(line, Verdict.REFUSED, tuple(refusal.messages))


def _held_back(outcome: Outcome) -> Outcome:
    if outcome.verdict in {Verdict.SEATED, Verdict.WAITS}:
        return replace(outcome, verdict=Verdict.HELD_BACK)
    return outcome
