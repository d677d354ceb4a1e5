from statistics import fmean

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Method
from training.quality.statistics import paired_interval
from training.quality.units import Unit

from .base import PairedIndicator


class CapabilityGain(PairedIndicator):
    slug = "capability-gain"
    label = gettext_lazy("Gain in ability")
    definition = gettext_lazy(
        "Mean score after the class less mean score before it, out of 100, for the trainees "
        "tested both times, over the parts (theory, practice) they took both times. "
        "Trainees with only one test are counted as unknown."
    )
    unit = Unit.POINTS

    def read(self, pairs):
        gains = [after - before for before, after in pairs]
        if not gains:
            return None, None, Method.PAIRED, {}
        before, after = (fmean(scores) for scores in zip(*pairs, strict=True))
        extra = {"before": f"{before:.1f}", "after": f"{after:.1f}"}
        return after - before, paired_interval(gains), Method.PAIRED, extra

    def reading(self, estimate):
        return _(
            "Of %(whole)s trainees, %(n)s were tested before and after: from %(before)s to "
            "%(after)s points of 100, %(value)s (%(range)s)."
        ) % self.facts_in_words(estimate)
