"""Asking the rules again, and keeping what they answered."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.log_actions import log

from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.organisations.reach import User

from .appeals import EligibilityCheck, PaperSeen
from .eligibility import Eligibility, eligibilities
from .eligibility_queries import papers_wanted
from .eligibility_states import Answer, CheckMoment
from .errors import NoPaperAsked
from .models import Enrolment
from .reasons import written


@transaction.atomic
def check_again(
    training_class: TrainingClass, moment: CheckMoment, *, by: User | None
) -> list[EligibilityCheck]:
    """Ask the rules about everybody seated. Asked again at the same moment, the answer is new."""
    seats = training_class.enrolments.seated().select_related("person")
    return _check(training_class, list(seats), moment, by=by)


@transaction.atomic
def check_beginning(training_class: TrainingClass, *, by: User | None) -> list[EligibilityCheck]:
    """Ask about those not asked about since the class began; whoever was keeps the answer."""
    seats = training_class.enrolments.seated().exclude(checks__moment=CheckMoment.START)
    return _check(training_class, list(seats.select_related("person")), CheckMoment.START, by=by)


def begun_and_unchecked(today: date) -> list[TrainingClass]:
    """Classes that began, today or on a day nobody asked, and are not concluded yet."""
    unchecked = Enrolment.objects.seated().filter(training_class=OuterRef("pk"))
    unchecked = unchecked.exclude(checks__moment=CheckMoment.START)
    begun = TrainingClass.objects.filter(state=ClassState.APPROVED, starts_on__lte=today)
    return list(begun.filter(Exists(unchecked)).with_rows_for_lists().order_by("starts_on", "pk"))


def check_enrolment(enrolment: Enrolment, answer: Eligibility) -> list[EligibilityCheck]:
    """Keep what the rules said when the seat was taken: the enrolment itself is on record."""
    answers = {enrolment.person_id: answer}
    return _write(enrolment.training_class, [enrolment], CheckMoment.ENROLMENT, answers)


def _check(
    training_class: TrainingClass,
    seats: list[Enrolment],
    moment: CheckMoment,
    *,
    by: User | None,
) -> list[EligibilityCheck]:
    checks = _write(training_class, seats, moment)
    if checks:
        found = {answer.value: sum(row.answer == answer for row in checks) for answer in Answer}
        told = {"moment": moment.value, **found}
        log(training_class, "training.check_eligibility", user=by, data=told)
    return checks


def _write(
    training_class: TrainingClass,
    seats: Collection[Enrolment],
    moment: CheckMoment,
    answers: dict[int, Eligibility] | None = None,
) -> list[EligibilityCheck]:
    if not seats:
        return []
    answers = answers or eligibilities([seat.person for seat in seats], training_class)
    wanting = [seat for seat in seats if answers[seat.person_id].papers]
    seen: dict[int, set[str]] = {seat.pk: set() for seat in seats}
    if wanting:
        papers = PaperSeen.objects.filter(enrolment__in=wanting)
        for pk, code in papers.values_list("enrolment", "code"):
            seen[pk].add(code)
    now, rows = timezone.now(), []
    for seat in seats:
        found = answers[seat.person_id].without(seen[seat.pk])
        rows.append(
            EligibilityCheck(
                enrolment=seat,
                moment=moment,
                answer=found.answer,
                reasons=written(found.reasons),
                checked_at=now,
            )
        )
    return EligibilityCheck.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["enrolment", "moment"],
        update_fields=["answer", "reasons", "checked_at"],
    )


@transaction.atomic
def see_papers(enrolment: Enrolment, *, by: User) -> list[PaperSeen]:
    """Note that the papers the rules want were shown. Raises ``NoPaperAsked``."""
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    wanted = papers_wanted(enrolment)
    if not wanted:
        raise NoPaperAsked
    seen = [enrolment.papers.create(code=paper.code, seen_by=by) for paper in wanted]
    codes = [paper.code for paper in wanted]
    log(enrolment, "training.see_papers", user=by, data={"papers": codes})
    return seen
