from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Method
from training.quality.statistics import d_pooled, d_pooled_interval
from training.quality.units import Unit

from .base import PairedIndicator


class EffectSize(PairedIndicator):
    slug = "effect-size"
    label = gettext_lazy("Effect size (Cohen's d, pooled)")
    definition = gettext_lazy(
        "Gain in the mean score divided by the pooled spread of the scores before and after "
        "(the root of the mean of the two variances), for the trainees tested both times."
    )
    unit = Unit.SPREADS

    def read(self, pairs):
        return d_pooled(pairs), d_pooled_interval(pairs), Method.LARGE_SAMPLE, {}

    def reading(self, estimate):
        return _(
            "The gain of %(n)s trainees is %(value)s times the spread of their scores (%(range)s)."
        ) % self.facts_in_words(estimate)
