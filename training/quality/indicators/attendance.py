from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import bounded
from training.quality.facts import total
from training.quality.units import Unit

from .base import Indicator


class Attendance(Indicator):
    slug = "attendance"
    label = gettext_lazy("Attendance")
    definition = gettext_lazy(
        "Of the class hours held, summed over the trainees, those attended (also when late), "
        "of all that were marked. Hours never marked are unknown; lessons called off and hours "
        "after a trainee left are not counted."
    )
    unit = Unit.SHARE

    def measure(self, facts):
        facts = list(facts)
        held, marked, attended = (
            total(facts, f"hours_{name}") for name in ("held", "marked", "attended")
        )
        unmarked = max(0, round(held - marked))
        return bounded(
            attended,
            marked - attended,
            unmarked,
            n=round(marked),
            whole=round(marked + unmarked),
        )

    def missing(self, estimate):
        return _("No lesson has been marked yet.")

    def reading(self, estimate):
        return _(
            "Class hours held for trainees: %(whole)s; attended: %(part)s, "
            "that is %(value)s of those marked; not marked: %(unknown)s."
        ) % self.facts_in_words(estimate)
