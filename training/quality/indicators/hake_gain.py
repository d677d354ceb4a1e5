from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Method
from training.quality.statistics import hake_class_gain
from training.quality.units import Unit

from .base import PairedIndicator


class HakeGain(PairedIndicator):
    slug = "hake-gain"
    label = gettext_lazy("Share of the possible gain")
    definition = gettext_lazy(
        "Gain in the mean score, as a share of what was left to gain (100 less the mean before): "
        "Hake's class gain, for the trainees tested both before and after. "
        "Below 0.3 is called low, above 0.7 high."
    )
    unit = Unit.SHARE

    def read(self, pairs):
        return hake_class_gain(pairs), None, Method.VALUE_ONLY, {}

    def reading(self, estimate):
        return _(
            "Of what they had left to learn, the %(n)s tested before and after gained %(value)s."
        ) % self.facts_in_words(estimate)
