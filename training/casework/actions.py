"""What is done for a person, one verb each; every trace stands in the person's history.

Each verb locks the person's row first, so two officers with one person wait for each other.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import Trade
from training.organisations.errors import ReasonNeeded
from training.organisations.models import Employer
from training.organisations.reach import User
from training.people.models import Person

from .errors import (
    BeforeTheLastStage,
    CaseClosed,
    ClosesBeforeItOpens,
    DayHasPassed,
    DayToCome,
    NoCase,
    NoReferralConsent,
    NotAnIntroduction,
    NumberNeeded,
    OfficerElsewhere,
    StepWithoutWords,
)
from .models import Case, ContactAttempt, Need, Service
from .queries import officers_for
from .states import DEAD, Channel, ServiceKind, Stage

# A second tap on "save", from a slow phone, is not a second call.
SECOND_TAP = timedelta(minutes=1)


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _not_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise DayToCome


def _opened(person: Person, stage: Stage, on: date, by: User | None) -> tuple[Case, bool]:
    """The person's case, and whether it was opened just now; the chain begins with its stage."""
    case, created = Case.objects.get_or_create(
        person=person, defaults={"stage": stage, "opened_on": on}
    )
    if created:
        case.stages.create(stage=stage, on=on, by=by)
    return case, created


@transaction.atomic
def record_need(
    person: Person,
    *,
    willingness: str,
    trade: Trade | None = None,
    place: str = "",
    time: str = "",
    note: str = "",
    on: date,
    by: User | None,
) -> Need:
    """File what a person wants to learn. The same answers on the same day are one answer."""
    _not_to_come(on)
    person = _locked(person)
    answers = {
        "willingness": willingness,
        "trade": trade,
        "place": place,
        "time": time,
        "note": note.strip(),
        "on": on,
    }
    if need := Need.objects.filter(person=person, **answers).first():
        return need
    need = Need.objects.create(person=person, by=by, **answers)
    _opened(person, Stage.SURVEYED, on, by)
    log(person, "training.record_need", user=by, data={"willingness": willingness})
    return need


@transaction.atomic
def serve(
    person: Person,
    kind: str,
    on: date,
    *,
    by: User | None,
    employer: Employer | None = None,
    note: str = "",
) -> Service:
    """File one thing done for a person: one person-time. Twice the same on a day is once.

    Introduced to two firms on one day is two: each firm reads its own.
    """
    _not_to_come(on)
    if employer and kind != ServiceKind.JOB_INTRODUCTION:
        raise NotAnIntroduction
    person = _locked(person)
    if employer and not person.referral_consent_at:
        raise NoReferralConsent
    same = Service.objects.filter(person=person, kind=kind, on=on)
    if employer:
        same = same.filter(employer=employer)
    if service := same.order_by("pk").first():
        return service
    service = Service.objects.create(
        person=person, kind=kind, on=on, employer=employer, note=note.strip(), by=by
    )
    data = {"kind": kind, "on": on.isoformat(), "employer": employer.pk if employer else None}
    log(person, "training.serve", user=by, data=data)
    return service


@transaction.atomic
def strike_service(service: Service, reason: str, *, by: User | None) -> None:
    """Take a service that was entered by mistake off the ledger; the reason stays on record."""
    if not reason.strip():
        raise ReasonNeeded
    person = _locked(service.person)
    row = Service.objects.filter(pk=service.pk).first()
    if not row:
        return
    data = {"reason": reason.strip(), "kind": row.kind, "on": row.on.isoformat()}
    row.delete()
    log(person, "training.strike_service", user=by, data=data)


@transaction.atomic
def attempt_contact(
    person: Person,
    outcome: str,
    *,
    number: str = "",
    channel: str = Channel.PHONE,
    at: datetime | None = None,
    note: str = "",
    by: User | None,
) -> ContactAttempt:
    """File that somebody tried to reach a person, and how it ended.

    The same within a minute is a second tap on the button, and the first attempt is returned.
    """
    at = at or timezone.now()
    if at > timezone.now():
        raise DayToCome
    number = "" if channel == Channel.VISIT else number.strip()
    if outcome in DEAD and not number:
        raise NumberNeeded
    person = _locked(person)
    told = {"outcome": outcome, "number": number, "channel": channel}
    near = ContactAttempt.objects.filter(person=person, **told)
    near = near.filter(at__gt=at - SECOND_TAP, at__lt=at + SECOND_TAP)
    if attempt := near.first():
        return attempt
    attempt = ContactAttempt.objects.create(person=person, at=at, note=note.strip(), by=by, **told)
    log(person, "training.attempt_contact", user=by, data={"outcome": outcome, "channel": channel})
    return attempt


@transaction.atomic
def plan_step(person: Person, next_step: str, next_on: date | None, *, by: User | None) -> Case:
    """Write down what comes next and by when. Nothing at all says that the step is done."""
    next_step = next_step.strip()
    if next_on and not next_step:
        raise StepWithoutWords
    person = _locked(person)
    case, created = _opened(person, Stage.SURVEYED, timezone.localdate(), by)
    if case.closed_on:
        raise CaseClosed(case.closed_on)
    if not created and (case.next_step, case.next_on) == (next_step, next_on):
        return case
    if next_on and next_on != case.next_on and next_on < timezone.localdate():
        raise DayHasPassed
    case.next_step, case.next_on = next_step, next_on
    case.save(update_fields=["next_step", "next_on"])
    data = {"next_step": next_step, "next_on": next_on.isoformat() if next_on else None}
    log(person, "training.plan_step", user=by, data=data)
    return case


@transaction.atomic
def reach_stage(person: Person, stage: str, on: date, *, by: User | None, reason: str = "") -> Case:
    """Move a case along its chain, opening the case if there is none. Back only with a reason.

    Stages may be passed over: who is met when already in work was never in anybody's care, and
    nobody should have to invent the day. But the days of the chain never run backwards.
    """
    _not_to_come(on)
    person = _locked(person)
    case, created = _opened(person, Stage(stage), on, by)
    if not created:
        if case.closed_on:
            raise CaseClosed(case.closed_on)
        if case.stage == stage:
            return case
        _may_follow(case, stage, on, reason)
        case.stage = stage
        case.save(update_fields=["stage"])
        case.stages.create(stage=stage, on=on, by=by)
    data = {"stage": stage, "on": on.isoformat(), "reason": reason.strip()}
    log(person, "training.reach_stage", user=by, data=data)
    return case


def _may_follow(case: Case, stage: str, on: date, reason: str) -> None:
    if stage < case.stage and not reason.strip():
        raise ReasonNeeded
    last = case.stages.order_by("-on", "-pk").first()
    if last and on < last.on:
        raise BeforeTheLastStage(last.stage, last.on)


@transaction.atomic
def assign_officer(person: Person, officer: User | None, *, by: User | None) -> Person:
    """Put a person into the care of a named officer of the place; None takes the name away."""
    person = _locked(person)
    if person.officer_id == (officer.pk if officer else None):
        return person
    if officer and not officers_for(person.region).filter(pk=officer.pk).exists():
        raise OfficerElsewhere
    changed = {"officer": [_called(person.officer), _called(officer)]}
    person.officer = officer
    person.save(update_fields=["officer"])
    log(person, "training.assign_officer", user=by, data={"changed": changed})
    return person


def _called(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


@transaction.atomic
def close_case(person: Person, reason: str, *, on: date, by: User | None) -> Case:
    """Nothing more is to be done for this person. Closing twice keeps the first day."""
    _not_to_come(on)
    if not reason.strip():
        raise ReasonNeeded
    person = _locked(person)
    case = _case_of(person)
    if case.closed_on:
        return case
    if on < case.opened_on:
        raise ClosesBeforeItOpens(case.opened_on)
    case.closed_on = on
    case.save(update_fields=["closed_on"])
    data = {"reason": reason.strip(), "on": on.isoformat()}
    log(person, "training.close_case", user=by, data=data)
    return case


@transaction.atomic
def reopen_case(person: Person, reason: str, *, by: User | None) -> Case:
    if not reason.strip():
        raise ReasonNeeded
    person = _locked(person)
    case = _case_of(person)
    if not case.closed_on:
        return case
    case.closed_on = None
    case.save(update_fields=["closed_on"])
    log(person, "training.reopen_case", user=by, data={"reason": reason.strip()})
    return case


def _case_of(person: Person) -> Case:
    case = Case.objects.filter(person=person).first()
    if not case:
        raise NoCase
    return case
