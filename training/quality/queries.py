"""Reads the facts of all classes of a scope in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.aggregates import Aggregate
from django.utils import timezone

from certificates.states import State
from training.assessment.models import Result
from training.assessment.states import Moment
from training.attendance.models import Mark
from training.attendance.states import ATTENDED
from training.classes.models import TrainingClass, TrainingClassQuerySet
from training.enrolment.models import Enrolment, EnrolmentQuerySet
from training.enrolment.scope import Scope
from training.enrolment.states import EnrolmentState
from training.organisations.models import Region
from training.outcomes.models import Outcome
from training.outcomes.states import AT_WORK, Work
from training.surveys.models import HIGHEST, Tally

from .facts import ClassFacts, Name, Pair
from .periods import months_before

FOLLOW_UP_MONTHS = 6

Parts = dict[int, dict]  # a class's key → some of its facts
Scores = tuple[Decimal | None, Decimal | None]  # theory, practice


def facts_within(scope: Scope) -> list[ClassFacts]:
    """The classes of a scope, narrowed to what its user may see."""
    return _facts(scope.classes(), Enrolment.objects.within(scope))


def public_facts(since: date, until: date) -> list[ClassFacts]:
    """All classes of a period, for figures shown to anyone. Nothing narrower may be published."""
    classes = TrainingClass.objects.held().filter(ends_on__gte=since, ends_on__lte=until)
    return _facts(classes, Enrolment.objects.filter(training_class__in=classes))


def _facts(classes: TrainingClassQuerySet, enrolments: EnrolmentQuerySet) -> list[ClassFacts]:
    trainees = enrolments.started().order_by()
    parts = (
        _people(trainees),
        _hours_held(trainees),
        _hours_marked(trainees),
        _answers(classes),
        _pairs(trainees),
        _outcomes(trainees),
    )
    today = timezone.localdate()
    due = months_before(today, FOLLOW_UP_MONTHS)
    rows = list(classes.with_rows_for_lists())
    places = _places(rows)
    return [
        ClassFacts(
            training_class=Name(row.pk, str(row)),
            provider=Name(row.provider_id, row.provider.label),
            trade=Name(row.course.trade_id, row.course.trade.label),
            places=tuple(
                places[code] for code in reversed(row.region.codes_upwards) if code in places
            ),
            ends_on=row.ends_on,
            over=row.ends_on < today,
            followed_up=row.ends_on <= due,
            planned=row.planned,
            **{name: value for part in parts for name, value in part.get(row.pk, {}).items()},
        )
        for row in rows
    ]


def _by_class(queryset: QuerySet, **sums: Aggregate) -> Parts:
    """One aggregate query: the class's key → its sums."""
    rows = queryset.values("training_class").annotate(**sums)
    return {row.pop("training_class"): row for row in rows}


def _people(trainees: EnrolmentQuerySet) -> Parts:
    # Completion and invitation are one to one with the enrolment, so no row is counted twice.
    return _by_class(
        trainees,
        trainees=Count("pk"),
        left=Count("pk", filter=Q(state=EnrolmentState.DROPPED)),
        concluded=Count("completion"),
        completed=Count("pk", filter=Q(completion__completed=True)),
        certified=Count("pk", filter=Q(completion__certificate__state=State.ISSUED)),
        invited=Count("invitation"),
        answered=Count("pk", filter=Q(invitation__spent=True)),
    )


def _hours_held(trainees: EnrolmentQuerySet) -> Parts:
    """Class hours times trainees, for lessons that took place; none after a trainee left."""
    lesson = "training_class__lessons"
    held = Q(**{f"{lesson}__cancelled": False, f"{lesson}__starts_at__lte": timezone.now()}) & (
        Q(left_on=None) | Q(**{f"{lesson}__starts_at__date__lte": F("left_on")})
    )
    rows = _by_class(trainees, hours_held=Sum(f"{lesson}__class_hours", filter=held, default=0))
    return _floats(rows)


def _hours_marked(trainees: EnrolmentQuerySet) -> Parts:
    marks = Mark.objects.filter(enrolment__in=trainees, lesson__cancelled=False).order_by()
    rows = _by_class(
        marks.annotate(training_class=F("enrolment__training_class")),
        hours_marked=Sum("lesson__class_hours"),
        hours_attended=Sum("lesson__class_hours", filter=Q(status__in=sorted(ATTENDED)), default=0),
    )
    return _floats(rows)


def _floats(rows: Parts) -> Parts:
    return {pk: {name: float(value) for name, value in row.items()} for pk, row in rows.items()}


def _answers(classes: TrainingClassQuerySet) -> Parts:
    tallies = Tally.objects.filter(training_class__in=classes, question__overall=True)
    found: dict[int, list[int]] = defaultdict(lambda: [0] * HIGHEST)
    for pk, value, count in tallies.values_list("training_class", "value", "count"):
        found[pk][value - 1] += count
    return {pk: {"answers": tuple(counts)} for pk, counts in found.items()}


def _pairs(trainees: EnrolmentQuerySet) -> Parts:
    """Scores before and after of whoever has both, over the parts tested both times.

    A theory mark before and a practice mark after are not a pair.
    """
    results = Result.objects.filter(enrolment__in=trainees).order_by("enrolment")
    taken: dict[tuple[int, int], dict[str, Scores]] = defaultdict(dict)
    for pk, enrolment, moment, theory, practice in results.values_list(
        "enrolment__training_class", "enrolment", "moment", "theory", "practice"
    ):
        taken[pk, enrolment][moment] = (theory, practice)
    found: dict[int, list[Pair]] = defaultdict(list)
    for (pk, _enrolment), moments in taken.items():
        if pair := _pair(moments.get(Moment.BEFORE), moments.get(Moment.AFTER)):
            found[pk].append(pair)
    return {pk: {"pairs": tuple(pairs)} for pk, pairs in found.items()}


def _pair(before: Scores | None, after: Scores | None) -> Pair | None:
    if not (before and after):
        return None
    both = [pair for pair in zip(before, after, strict=True) if None not in pair]
    if not both:
        return None
    first, second = (float(sum(scores) / len(both)) for scores in zip(*both, strict=True))
    return first, second


def _outcomes(trainees: EnrolmentQuerySet) -> Parts:
    outcomes = Outcome.objects.filter(enrolment__in=trainees, months=FOLLOW_UP_MONTHS).order_by()
    return _by_class(
        outcomes.annotate(training_class=F("enrolment__training_class")),
        at_work=Count("pk", filter=Q(work__in=sorted(AT_WORK))),
        not_working=Count("pk", filter=Q(work=Work.NOT_WORKING)),
    )


def _places(rows: Iterable[TrainingClass]) -> dict[str, Name]:
    codes = {code for row in rows for code in row.region.codes_upwards}
    regions = Region.objects.filter(code__in=codes)
    return {region.code: Name(region.pk, region.label) for region in regions}
