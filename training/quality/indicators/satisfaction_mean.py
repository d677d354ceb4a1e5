from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Estimate, Method, estimated
from training.quality.statistics import mean_interval, mean_of_counts
from training.quality.units import Unit

from .base import SurveyIndicator


class SatisfactionMean(SurveyIndicator):
    slug = "satisfaction-mean"
    label = gettext_lazy("Satisfaction, mean of 5")
    definition = gettext_lazy(
        "Mean answer, from 1 to 5, to the overall question at the end of the class."
    )
    unit = Unit.MEAN

    def read(self, counts, invited):
        mean, n = mean_of_counts(counts), sum(counts)
        facts = {"n": n, "whole": invited, "unknown": max(0, invited - n)}
        if n and n >= invited:
            return Estimate(mean, method=Method.CENSUS, **facts)
        return estimated(mean, mean_interval(counts, invited), Method.STUDENT, **facts)

    def reading(self, estimate):
        if estimate.method == Method.CENSUS:
            return _("All %(whole)s asked answered, %(value)s of 5 in the mean.") % (
                self.facts_in_words(estimate)
            )
        return _(
            "Of %(whole)s asked, %(n)s answered, %(value)s of 5 in the mean (%(range)s)."
        ) % self.facts_in_words(estimate)
