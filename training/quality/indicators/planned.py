from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Estimate
from training.quality.facts import total

from .base import Indicator


class Planned(Indicator):
    slug = "planned"
    label = gettext_lazy("Planned")
    definition = gettext_lazy("Trainees planned for the classes that the bureau approved.")

    def measure(self, facts):
        facts = list(facts)
        planned = total(facts, "planned") if facts else None
        return Estimate(planned, n=len(facts), whole=len(facts))

    def missing(self, estimate):
        return _("There is no class.")

    def reading(self, estimate):
        return _("Trainees planned: %(value)s.") % self.facts_in_words(estimate)
