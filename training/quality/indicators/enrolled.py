from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Estimate
from training.quality.facts import total

from .base import Indicator


class Enrolled(Indicator):
    slug = "enrolled"
    label = gettext_lazy("Enrolled")
    definition = gettext_lazy(
        "People with a seat in a class, also those who left during it. "
        "Whoever withdrew before the class began is not counted."
    )

    def measure(self, facts):
        facts = list(facts)
        if not facts:
            return Estimate(None)
        trainees = total(facts, "trainees")
        return Estimate(
            trainees,
            part=trainees,
            n=trainees,
            whole=total(facts, "planned"),
            extra={"left": total(facts, "left")},
        )

    def missing(self, estimate):
        return _("There is no class.")

    def reading(self, estimate):
        return _("Planned: %(whole)s. Enrolled: %(value)s. Left during the class: %(left)s.") % (
            self.facts_in_words(estimate)
        )
