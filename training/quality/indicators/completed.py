from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Estimate
from training.quality.facts import total

from .base import Indicator


class Completed(Indicator):
    slug = "completed"
    label = gettext_lazy("Completed")
    definition = gettext_lazy(
        "Trainees who met every condition of completion in force when their class began, "
        "of all who took part. Classes not concluded yet are unknown."
    )
    field = "completed"

    def measure(self, facts):
        facts = list(facts)
        trainees, concluded = total(facts, "trainees"), total(facts, "concluded")
        count = total(facts, self.field) if concluded else None
        return Estimate(
            count, part=count, n=concluded, whole=trainees, unknown=trainees - concluded
        )

    def missing(self, estimate):
        return _("No class has been concluded yet.")

    def reading(self, estimate):
        return _(
            "Of %(whole)s trainees, %(value)s completed; %(unknown)s are not concluded yet."
        ) % self.facts_in_words(estimate)
