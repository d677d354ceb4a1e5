"""Where each trainee of a class stands, for those who teach it. Constant queries for any class."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from training.assessment.models import Result
from training.assessment.states import Moment
from training.attendance.queries import Hours, hours_in
from training.classes.models import TrainingClass
from training.classes.queries import book_of
from training.enrolment.models import Enrolment
from training.enrolment.states import EnrolmentState
from training.organisations.reach import User
from training.policy.numbers import plain
from training.policy.queries import Rulebook
from training.policy.states import RuleKey

from .models import Completion
from .rules import Passed, completion_rules, sentences


@dataclass(frozen=True)
class Standing:
    """One trainee so far: hours, results, and what stands between them and the certificate."""

    enrolment: Enrolment
    hours: Hours
    book: Rulebook

    @property
    def left(self) -> bool:
        return self.enrolment.state == EnrolmentState.DROPPED

    @cached_property
    def completion(self) -> Completion | None:
        try:
            return self.enrolment.completion
        except ObjectDoesNotExist:
            return None

    @property
    def completed(self) -> bool:
        return bool(self.completion and self.completion.completed)

    @property
    def attended(self) -> str:
        return plain(self.hours.attended)

    @property
    def planned(self) -> str:
        return plain(self.hours.planned)

    @property
    def before(self) -> str | None:
        return self._overall(Moment.BEFORE)

    @property
    def after(self) -> str | None:
        return self._overall(Moment.AFTER)

    @cached_property
    def lacking(self) -> list[str]:
        """What was found when the class was concluded; before that, what is missing so far."""
        if self.left:
            return []
        if self.completion:
            return sentences(self.completion.shortfalls)
        return [*self._absence(), *self._failed()]

    def _result(self, moment: Moment) -> Result | None:
        return next((row for row in self.enrolment.results.all() if row.moment == moment), None)

    def _overall(self, moment: Moment) -> str | None:
        result = self._result(moment)
        return plain(result.overall) if result and result.overall is not None else None

    def _absence(self) -> Iterator[str]:
        need = self.book.find(RuleKey.MIN_ATTENDANCE)
        missed = self.hours.marked - self.hours.attended
        if need is None or not missed:
            return
        allowed = self.hours.planned * (100 - need) / 100
        if missed > allowed:
            yield _("Missed %(missed)s class hours: %(need)s %% cannot be reached any more.") % {
                "missed": plain(missed),
                "need": plain(need),
            }
        elif missed * 2 >= allowed:  # half of what one may miss: time to call them
            yield _("Missed %(missed)s class hours and may miss %(rest)s more.") % {
                "missed": plain(missed),
                "rest": plain(allowed - missed),
            }

    def _failed(self) -> list[str]:
        """Failed parts of the final test; one that was not held yet is no shortfall."""
        if not self._result(Moment.AFTER):
            return []
        rules = [rule for rule in completion_rules().values() if isinstance(rule, Passed)]
        found = [(rule, rule.shortfall(self.enrolment, self.book)) for rule in rules]
        return [rule.sentence(shortfall) for rule, shortfall in found if shortfall]


def standings_in(training_class: TrainingClass, user: User) -> list[Standing]:
    """Everyone who took part, by name."""
    enrolments = list(
        Enrolment.objects.visible_to(user)
        .started()
        .filter(training_class=training_class)
        .select_related("person", "completion")
        .prefetch_related("results")
        .order_by("person__name", "pk")
    )
    hours = hours_in(training_class, enrolments)
    book = book_of(training_class)
    return [Standing(row, hours[row.pk], book) for row in enrolments]


def tested(standings: Iterable[Standing]) -> dict[str, int]:
    """How many were tested at each moment."""
    return {
        moment: sum(getattr(row, moment) is not None for row in standings)
        for moment in Moment.values
    }
