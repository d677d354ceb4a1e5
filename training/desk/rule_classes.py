"""Which classes a rule would touch, and which keep what they were approved under."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from training.classes.models import TrainingClass, TrainingClassQuerySet
from training.classes.states import ClassState
from training.organisations.reach import User
from training.policy.effects import Effect
from training.policy.models import Rule

PREPARED = (ClassState.DRAFT, ClassState.RETURNED, ClassState.FILED)
MOST_NAMED = 10


@dataclass(frozen=True)
class ClassesUnder:
    """Classes a rule about to be written would be for, by what the rule may still do to them."""

    waiting: int = 0  # prepared or filed: it would count for them
    named: list[TrainingClass] = field(default_factory=list)  # of those, what the asker may open
    leaving: int = 0  # prepared or filed under the row as it stands, and no longer afterwards
    keeping: int = 0  # approved, with their rules: it does not touch them
    unkept: int = 0  # approved before rules were kept with a class: it counts for them, too

    @property
    def unnamed(self) -> int:
        return self.waiting - len(self.named)


def classes_under(effect: Effect, user: User) -> ClassesUnder:
    """A handful of queries, whatever the number of classes."""
    prepared = list(_of_the_place(effect.rule).filter(state__in=PREPARED))
    approved = _of_the_place(effect.rule).filter(state=ClassState.APPROVED)
    waiting = [row.pk for row in _under(effect, prepared)]
    visible = TrainingClass.objects.visible_to(user).filter(pk__in=waiting)
    kept = _under(effect, approved.filter(ruled__isnull=False))
    unkept = _under(effect, approved.filter(ruled__isnull=True))
    return ClassesUnder(
        waiting=len(waiting),
        named=list(visible.select_related("course").defer("ruled").order_by("starts_on", "pk"))[
            :MOST_NAMED
        ],
        leaving=_leaving(effect, set(waiting)),
        keeping=len(kept),
        unkept=len(unkept),
    )


def approved_under(rule: Rule) -> int:
    """How many classes were approved under this very row and keep it."""
    return TrainingClass.objects.filter(ruled__has_key=str(rule.pk)).count()


def _of_the_place(rule: Rule) -> TrainingClassQuerySet:
    """Classes in the rule's place and time; a nearer rule may go before it."""
    classes = TrainingClass.objects.filter(starts_on__gte=rule.valid_from)
    if rule.valid_to:
        classes = classes.filter(starts_on__lte=rule.valid_to)
    if rule.region:
        classes = classes.filter(venue__region__path__startswith=rule.region.path)
    return classes.select_related("venue__region").only("starts_on", "venue__region__path")


def _under(effect: Effect, classes: Iterable[TrainingClass]) -> list[TrainingClass]:
    return [row for row in classes if effect.counts_for(row.region, row.starts_on)]


def _leaving(effect: Effect, staying: set[int]) -> int:
    if effect.before is None:
        return 0
    as_it_stands = Effect(effect.before, others=effect.others)
    before = _of_the_place(effect.before).filter(state__in=PREPARED)
    return len({row.pk for row in _under(as_it_stands, before)} - staying)
