"""Does the plan of a course add up? Each question answers with reasons; none means yes."""

from decimal import Decimal

from django.utils.translation import gettext as _


def total(rows, key):
    return sum((Decimal(str(row.get(key) or 0)) for row in rows), Decimal(0))


def plain(number):
    return f"{number.normalize():f}"


def hours_problems(modules, theory_hours, practice_hours):
    """A course may have no module plan; one that is written must give the hours of the course."""
    theory, practice = total(modules, "theory"), total(modules, "practice")
    if not modules or (theory == theory_hours and practice == practice_hours):
        return []
    return [
        _(
            "The modules add up to %(theory)s theory and %(practice)s practice class hours, "
            "but the course has %(course_theory)s and %(course_practice)s."
        )
        % {
            "theory": plain(theory),
            "practice": plain(practice),
            "course_theory": plain(theory_hours),
            "course_practice": plain(practice_hours),
        }
    ]


def weight_problems(rows):
    weight = total(rows, "weight")
    if not rows or weight == 100:  # noqa: PLR2004  per cent
        return []
    return [
        _("The weights add up to %(total)s; they must add up to 100.") % {"total": plain(weight)}
    ]
