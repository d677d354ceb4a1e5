from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Estimate
from training.quality.facts import total
from training.quality.units import Unit

from .base import Indicator


class ResponseRate(Indicator):
    slug = "response-rate"
    label = gettext_lazy("Answered the survey")
    definition = gettext_lazy(
        "Trainees who answered the survey at the end of their class, of all who were invited, "
        "whether or not the invitation reached them."
    )
    unit = Unit.SHARE

    def measure(self, facts):
        facts = list(facts)
        invited, answered = total(facts, "invited"), total(facts, "answered")
        return Estimate(
            answered / invited if invited else None,
            part=answered if invited else None,
            n=invited,
            whole=invited,
        )

    def of_how_many(self, estimate):
        return estimate.part, estimate.whole

    def missing(self, estimate):
        return _("Nobody has been asked yet.")

    def reading(self, estimate):
        return _("Of %(whole)s asked, %(part)s answered: %(value)s.") % (
            self.facts_in_words(estimate)
        )
