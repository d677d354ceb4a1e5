"""How long training records must be kept, and erasing people up to that."""

from datetime import date

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone

from training.casework.models import Service
from training.classes.states import HELD
from training.enrolment.ledger import give_back
from training.enrolment.models import Enrolment, EnrolmentQuerySet
from training.enrolment.states import EnrolmentState
from training.organisations.reach import User
from training.people.errors import StillNeeded
from training.people.models import Person
from training.people.privacy import answer_request, erase_person, unname_history
from training.people.requests import DataRequest
from training.policy.models import Rule
from training.policy.queries import rulebook
from training.policy.states import RuleKey

from .errors import StillInClass


def kept_until(person: Person) -> date | None:
    """The last day on which the law makes us keep the training records of ``person``.

    None when there is no record. Raises ``NoRule`` when nobody has ruled for how many years.
    """
    last = _last_record(person)
    return last and _years_after(last, int(archive_rule(person).value))


def archive_rule(person: Person) -> Rule:
    """The rule on how many years. Raises ``NoRule``."""
    region = person.region
    if region is None and (seat := _seats(person).first()):
        region = seat.training_class.region
    return rulebook(region, timezone.localdate()).rule(RuleKey.ARCHIVE_YEARS)


def _seats(person: Person) -> EnrolmentQuerySet:
    seats = Enrolment.objects.filter(person=person)
    return seats.select_related("training_class__venue__region", "training_class__course").order_by(
        "-training_class__ends_on"
    )


def _last_record(person: Person) -> date | None:
    seat = _seats(person).first()
    served = Service.objects.filter(person=person).aggregate(last=Max("on"))["last"]
    days = [day for day in (seat and seat.training_class.ends_on, served) if day]
    return max(days, default=None)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def erase(person: Person, *, by: User | None) -> Person | None:
    """Erase as far as the law allows; returns what is left of the person, if anything is.

    Raises ``StillInClass``, ``NoRule``, or ``StillNeeded``.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    today = timezone.localdate()
    running = _seats(person).seated().filter(training_class__state__in=HELD)
    if seat := running.filter(training_class__ends_on__gte=today).first():
        raise StillInClass(seat.training_class)
    until = kept_until(person)
    if until and until >= today:
        return erase_person(person, by=by, keep_until=until)
    _delete_records(person)
    return erase_person(person, by=by, keep_until=None)


def _delete_records(person: Person) -> None:
    """Their time is over. Certificates stay: they name no person of the register."""
    for enrolment in person.enrolments.filter(seat__isnull=False).select_related(
        "seat", "training_class"
    ):
        seat, enrolment.seat = enrolment.seat, None
        enrolment.state = EnrolmentState.WITHDRAWN  # for the moment until it goes, too
        enrolment.save(update_fields=["seat", "state"])
        if seat:
            give_back(seat, enrolment.training_class)
    for records in (person.enrolments.all(), person.services.all()):
        try:
            unname_history(list(records))
            records.delete()
        except ProtectedError:
            raise StillNeeded from None


@transaction.atomic
def grant_erasure(request: DataRequest, *, answer: str = "", by: User) -> Person | None:
    """Erase whoever asked for it. Where somebody is left, the answer stays with the request."""
    left = erase(request.person, by=by)
    if left:
        answer_request(request, done=True, answer=answer, by=by)
    return left
