"""Who of a class must be looked at, by what was found at the last check and said since."""

from dataclasses import dataclass

from training.classes.models import TrainingClass
from training.organisations.reach import User
from training.people.models import Person

from .appeals import Appeal, AppealQuerySet, EligibilityCheck, PaperSeen
from .eligibility import Eligibility, eligibility, excused
from .models import Enrolment
from .reasons import Reason


@dataclass(frozen=True)
class Doubt:
    """A seat whose last check said no, or wanted a paper nobody has seen yet."""

    check: EligibilityCheck
    left: Eligibility

    @property
    def enrolment(self) -> Enrolment:
        return self.check.enrolment


def doubts_of(training_class: TrainingClass, user: User) -> list[Doubt]:
    """Those in doubt, as far as ``user`` may see them. An upheld appeal or a paper settles it."""
    seats = Enrolment.objects.seated().visible_to(user).filter(training_class=training_class)
    checks = EligibilityCheck.objects.filter(enrolment__in=seats)
    latest = {
        check.enrolment_id: check
        for check in checks.select_related("enrolment__person").order_by("checked_at", "pk")
    }
    settled = _settled(list(latest.values()), training_class)
    found = [
        Doubt(check, Eligibility(tuple(check.told)).without(settled[check.enrolment_id]))
        for check in latest.values()
    ]
    found.sort(key=lambda doubt: (not doubt.left.against, doubt.enrolment.person.name))
    return [doubt for doubt in found if doubt.left.reasons]


def _settled(checks: list[EligibilityCheck], training_class: TrainingClass) -> dict[int, set[str]]:
    """Enrolment id → codes that need not be looked at any more."""
    doubted = [check for check in checks if check.reasons]
    upheld = excused([check.enrolment.person_id for check in doubted], training_class)
    found = {check.enrolment_id: set(upheld.get(check.enrolment.person_id, ())) for check in checks}
    if doubted:
        papers = PaperSeen.objects.filter(enrolment__in=[row.enrolment_id for row in doubted])
        for enrolment, code in papers.values_list("enrolment", "code"):
            found[enrolment].add(code)
    return found


def papers_wanted(enrolment: Enrolment) -> list[Reason]:
    """The papers the rules want of this person that nobody has seen yet."""
    papers = eligibility(enrolment.person, enrolment.training_class).papers
    if not papers:
        return []
    seen = set(enrolment.papers.values_list("code", flat=True))
    return [paper for paper in papers if paper.code not in seen]


def papers_to_bring(enrolment: Enrolment) -> list[Reason]:
    """By the last check, less those seen since. Asks nothing where both were fetched before."""
    checks, seen = list(enrolment.checks.all()), {row.code for row in enrolment.papers.all()}
    wanted = Eligibility(tuple(checks[-1].told)).papers if checks else ()
    return [paper for paper in wanted if paper.code not in seen]


def appeals_of(user: User) -> AppealQuerySet:
    """What the people on this phone said against a refusal, with what pages tell of it."""
    return _with_rows(Appeal.objects.filter(person__user=user))


def appeals_about(person: Person) -> AppealQuerySet:
    return _with_rows(Appeal.objects.filter(person=person))


def _with_rows(appeals: AppealQuerySet) -> AppealQuerySet:
    return appeals.select_related("person", "training_class__course")
