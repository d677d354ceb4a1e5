from django.db import transaction

from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.organisations.models import Region
from training.organisations.reach import User, deciding
from training.people.actions import register
from training.people.models import Person

from . import ledger, waiting_list
from .allotting import holder_of
from .eligibility import eligibility, seats_taken_by
from .errors import ClassFull, ClassNotOpen, NotEligible, OthersWait
from .models import Enrolment
from .seating import get_up, sit_down
from .seats import Waiting
from .states import SEATED, VOUCHED, Channel, EnrolmentState, SeatUse


@transaction.atomic
def enrol(
    person: Person,
    training_class: TrainingClass,
    *,
    by: User | None,
    channel: Channel = Channel.SELF,
    held_by: str = "",
) -> Enrolment:
    """Seat ``person`` in ``training_class``. Enrolling twice returns the first seat.

    Whoever was offered a seat takes that one; ``held_by`` names a hold (see ``hold_seat``).
    Raises ``ClassNotOpen``, ``ClassFull``, ``OthersWait`` when the free seats are for those on the
    waiting list, or ``NotEligible`` with every reason at once.
    """
    # The person first: two classes at once would each not know of the other. What the rules say is
    # found out before the class is held, so that a rush waits for nothing but seats.
    person = (
        Person.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .get(pk=person.pk)
    )
    taken = seats_taken_by([person])
    for enrolment in taken:
        if enrolment.training_class_id == training_class.pk and enrolment.state in SEATED:
            return enrolment
    answer = eligibility(person, training_class, taken)
    training_class = ledger.hold_class(training_class)
    if training_class.state != ClassState.APPROVED or training_class.is_over:
        raise ClassNotOpen
    if answer.against:
        raise NotEligible([str(reason.sentence) for reason in answer.against])
    seat = ledger.find_seat(training_class, person, by=by, channel=channel, held_by=held_by)
    if seat is None:
        raise refusal_of(training_class)
    if seat.use == SeatUse.OFFERED:
        return waiting_list.accept_held(seat.offered_to, training_class, by=by)[0]
    ledger.put_to_use(seat, SeatUse.TAKEN)
    return sit_down(
        person, training_class, seat, by=by, channel=channel, answer=answer, queue=seat.queue
    )


def refusal_of(training_class: TrainingClass) -> ClassFull | OthersWait:
    """What is said when no seat is left that this person may take."""
    if waiting := training_class.waiting.in_queue().count():
        return OthersWait(waiting)
    return ClassFull(training_class.seats)


@transaction.atomic
def register_and_enrol(
    training_class: TrainingClass,
    *,
    name: str,
    id_number: str,
    phone: str,
    by: User | None,
    region: Region | None = None,
    channel: Channel = Channel.SELF,
) -> Enrolment:
    """Enter the person and seat them, or neither: a full class leaves no half a person behind.

    An officer vouches for those of their own places and for those whose place is unknown, never
    for another village's people: vouching may change the phone that speaks for a person.
    """
    vouched = channel in VOUCHED and _answers_for(by, id_number)
    person = register(name, id_number, phone, by=by, region=region, vouched=vouched)
    return enrol(person, training_class, by=by, channel=channel, held_by=holder_of(phone))


def _answers_for(by: User | None, id_number: str) -> bool:
    """Whether nobody else answers for the person of this number."""
    others = Person.objects.with_id_number(id_number).filter(region__isnull=False)
    return not others.exclude(pk__in=Person.objects.visible_to(deciding(by)).values("pk")).exists()


@transaction.atomic
def register_and_join(
    training_class: TrainingClass,
    *,
    name: str,
    id_number: str,
    phone: str,
    by: User | None,
    region: Region | None = None,
    channel: Channel = Channel.SELF,
) -> Waiting:
    """Enter the person and put them on the waiting list, or neither."""
    vouched = channel in VOUCHED and _answers_for(by, id_number)
    person = register(name, id_number, phone, by=by, region=region, vouched=vouched)
    return waiting_list.join([person], training_class, by=by, channel=channel)[0]


@transaction.atomic
def leave(enrolment: Enrolment, reason: str, *, by: User | None) -> Enrolment:
    """Give the seat back: withdrawn before the first day, dropped out from then on. It is offered
    to whoever waits first."""
    training_class = ledger.hold_class_of(enrolment)
    enrolment = Enrolment.objects.select_related("seat").get(pk=enrolment.pk)
    if enrolment.state != EnrolmentState.ENROLLED or training_class.state == ClassState.CONCLUDED:
        return enrolment
    get_up(enrolment, training_class, reason, by=by)
    waiting_list.serve(training_class)
    return enrolment
