from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Estimate, Method, estimated
from training.quality.statistics import finite_wilson
from training.quality.units import Unit
from training.surveys.models import SATISFIED_FROM

from .base import SurveyIndicator


class SatisfactionShare(SurveyIndicator):
    slug = "satisfaction-share"
    label = gettext_lazy("Satisfied")
    definition = gettext_lazy(
        "Trainees who gave 4 or 5 of 5 to the overall question at the end of their class, "
        "of those who answered it. Trainees who left are asked too."
    )
    unit = Unit.SHARE

    def read(self, counts, invited):
        n, satisfied = sum(counts), sum(counts[SATISFIED_FROM - 1 :])
        if not n:
            return Estimate(None, whole=invited, unknown=invited)
        facts = {"part": satisfied, "n": n, "whole": invited, "unknown": max(0, invited - n)}
        if n >= invited:
            return Estimate(satisfied / n, method=Method.CENSUS, **facts)
        return estimated(
            satisfied / n, finite_wilson(satisfied, n, invited), Method.WILSON, **facts
        )

    def reading(self, estimate):
        if estimate.method == Method.CENSUS:
            return _("All %(whole)s asked answered; %(value)s were satisfied.") % (
                self.facts_in_words(estimate)
            )
        return _(
            "Of %(whole)s asked, %(n)s answered; %(value)s of them were satisfied (%(range)s)."
        ) % self.facts_in_words(estimate)
