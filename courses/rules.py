"""Does the plan of a course add up? Each question answers with reasons; none means yes."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _


def total(rows: Iterable[dict], key: str) -> Decimal:
    return sum((Decimal(str(row.get(key) or 0)) for row in rows), Decimal(0))


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def hours_problems(
    modules: list[dict], theory_hours: Decimal, practice_hours: Decimal
) -> list[str]:
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


def weight_problems(rows: list[dict]) -> list[str]:
    weight = total(rows, "weight")
    if not rows or weight == 100:  # noqa: PLR2004  per cent
        return []
    return [
        _("The weights add up to %(total)s; they must add up to 100.") % {"total": plain(weight)}
    ]
