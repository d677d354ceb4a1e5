from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.quality.estimates import bounded
from training.quality.facts import total
from training.quality.units import Unit

from .base import Indicator


class EmployedSixMonths(Indicator):
    slug = "employed-six-months"
    label = gettext_lazy("At work after six months")
    definition = gettext_lazy(
        "Trainees at work six months after the last day of their class (employed, own or family "
        "business, village workshop, public-welfare post), of those whose state is known. "
        "The range says the least and the most it can be, whatever became of the others. "
        "Classes that ended less than six months ago are left out."
    )
    unit = Unit.SHARE

    def measure(self, facts):
        facts = list(facts)
        due = [row for row in facts if row.followed_up]
        trainees, at_work = total(due, "trainees"), total(due, "at_work")
        not_working = total(due, "not_working")
        known = at_work + not_working
        return bounded(
            at_work,
            not_working,
            trainees - known,
            n=known,
            whole=trainees,
            extra={"others": not_working, "not_due": total(facts, "trainees") - trainees},
        )

    def missing(self, estimate):
        if not estimate.whole:
            return _("Six months have not passed yet.")
        return _("Of %(whole)s trainees nothing is known yet.") % {"whole": estimate.whole}

    def reading(self, estimate):
        if not estimate.unknown:
            return _("Of %(whole)s trainees, %(part)s are at work, that is %(value)s.") % (
                self.facts_in_words(estimate)
            )
        return _(
            "Of %(whole)s trainees, %(part)s are known to be at work, %(others)s known not to be; "
            "of %(unknown)s nothing is known. So %(range)s %% of all are at work."
        ) % self.facts_in_words(estimate)
