from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import Method, estimated
from training.quality.facts import total
from training.quality.statistics import bounds
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
        unmarked = max(0, held - marked)
        return estimated(
            attended / marked if marked else None,
            bounds(attended, marked - attended, unmarked) if marked else None,
            Method.BOUNDS,
            part=round(attended) if marked else None,
            n=round(marked),
            whole=round(marked + unmarked),
            unknown=round(unmarked),
        )

    def missing(self, estimate):
        return _("No lesson has been marked yet.")

    def reading(self, estimate):
        return _(
            "Class hours held for trainees: %(whole)s; attended: %(part)s, "
            "that is %(value)s of those marked; not marked: %(unknown)s."
        ) % self.facts_in_words(estimate)
