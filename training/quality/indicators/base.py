from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.conf import setting
from training.quality.estimates import Estimate, Method, estimated
from training.quality.facts import Facts, Pair, answers_of, pairs_of
from training.quality.statistics import Interval
from training.quality.units import Unit, written, written_range


class Indicator:
    """One question asked about some classes.

    identity   ``slug``, ``version`` (raised whenever the definition changes), ``label``
    meaning    ``definition``: who is counted, of whom, who is left out; ``unit``
    answer     ``measure(facts)`` returns an `Estimate`; unknown is None, never zero
    words      ``reading(estimate)`` says the figure as one sentence
    """

    slug: str
    version = 1
    label: str | Promise
    definition: str | Promise
    unit: Unit = Unit.PEOPLE
    from_survey = False  # then shown only for enough answers, also after subtraction

    def measure(self, facts: Facts) -> Estimate:
        raise NotImplementedError

    def reading(self, estimate: Estimate) -> str:
        """The sentence for a figure that is known; `say` deals with all others."""
        raise NotImplementedError

    def say(self, estimate: Estimate) -> str:
        if estimate.withheld:
            return estimate.withheld
        if estimate.value is None:
            return self.missing(estimate)
        return self.reading(estimate)

    def missing(self, estimate: Estimate) -> str:
        """Why nothing is known yet."""
        return _("Nothing is known yet.")

    def of_how_many(self, estimate: Estimate) -> tuple[int | None, int]:
        """The two numbers behind a value in a table: "47 of 60"."""
        return estimate.n, estimate.whole

    def facts_in_words(self, estimate: Estimate) -> dict:
        """The parts of a sentence, as its placeholders name them."""
        return {
            "value": written(estimate.value, self.unit),
            "range": written_range(estimate.low, estimate.high, self.unit)
            if estimate.low is not None and estimate.high is not None
            else gettext_lazy("range not known"),
            "part": estimate.part,
            "n": estimate.n,
            "whole": estimate.whole,
            "unknown": estimate.unknown,
            **estimate.extra,
        }


class SurveyIndicator(Indicator):
    """Read from the overall question. Few answers are withheld: they could be guessed."""

    from_survey = True

    def measure(self, facts: Facts) -> Estimate:
        facts = list(facts)
        counts = answers_of(facts)
        estimate = self.read(counts, sum(row.invited for row in facts))
        least = setting("SURVEY_MIN_ANSWERS")
        return estimate.withhold(too_few(least)) if 0 < estimate.n < least else estimate

    def read(self, counts: list[int], invited: int) -> Estimate:
        raise NotImplementedError

    def missing(self, estimate: Estimate) -> str:
        if not estimate.whole:
            return _("Nobody has been asked yet.")
        return _("%(whole)s were asked; nobody has answered yet.") % {"whole": estimate.whole}


class PairedIndicator(Indicator):
    """Read from trainees tested before and after, never from two different groups."""

    def measure(self, facts: Facts) -> Estimate:
        facts = list(facts)
        pairs = pairs_of(facts)
        tested_or_due = sum(row.trainees for row in facts if row.over or row.pairs)
        value, interval, method, extra = self.read(pairs)
        return estimated(
            value,
            interval,
            method,
            n=len(pairs),
            whole=tested_or_due,
            unknown=tested_or_due - len(pairs),
            extra=extra,
        )

    def read(self, pairs: list[Pair]) -> tuple[float | None, Interval | None, Method, dict]:
        """Value, interval, method and what the sentence needs besides."""
        raise NotImplementedError

    def missing(self, estimate: Estimate) -> str:
        if not estimate.n:
            return _("Nobody has been tested both before and after.")
        return _("Too few were tested both before and after, or their scores are all alike.")


def too_few(least: int) -> str:
    return _("Fewer than %(least)s answers: not shown, so that nobody's answer can be guessed.") % {
        "least": least
    }


def hidden_beside() -> str:
    return _("Not shown: with the total, it would give away a class with very few answers.")
