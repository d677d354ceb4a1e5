"""What should give pause about an organisation. Each answer is a sentence; none means nothing."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Trade
from courses.models.course import Level

from .models import Provider


def accreditation_gaps(provider: Provider, trade: Trade, level: int | None, day: date) -> list[str]:
    """Why ``provider`` may not train for ``trade`` at ``level`` on ``day``, as far as is on record.

    A notice and never a bar: many offices keep the papers in a drawer and enter them later.
    """
    facts = {"provider": provider, "trade": trade, "day": date_format(day)}
    known = list(provider.accreditations.filter(trade=trade))
    if not known:
        return [_("No accreditation of %(provider)s for %(trade)s is on record.") % facts]
    holding = [accreditation for accreditation in known if accreditation.holds_on(day)]
    if not holding:
        return [_("On %(day)s no accreditation of %(provider)s for %(trade)s is in force.") % facts]
    if level is None or any(accreditation.reaches(level) for accreditation in holding):
        return []
    best = min(row.highest_level for row in holding if row.highest_level)
    return [
        _("%(provider)s is accredited for %(trade)s up to %(best)s; this course is %(level)s.")
        % (facts | {"best": Level(best).label, "level": Level(level).label})
    ]
