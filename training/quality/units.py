"""How a number of each unit is written. A figure's unit decides its digits, never a template."""

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MINUS = "\u2212"


class Unit(TextChoices):
    PEOPLE = "people", gettext_lazy("people")
    SHARE = "share", gettext_lazy("share")
    MEAN = "mean", gettext_lazy("mean of answers from 1 to 5")
    POINTS = "points", gettext_lazy("points of 100")
    SPREADS = "spreads", gettext_lazy("spreads of the scores")


def _per_cent(share):
    """Whole per cent; 0 and 100 only where nobody or everybody is meant."""
    rounded = round(share * 100)
    if rounded == 100 and share < 1:  # noqa: PLR2004
        return "99"
    if rounded == 0 and share > 0:
        return "1"
    return str(rounded)


def _signed(value, digits):
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return f"{MINUS if value < 0 else '+'}{text}"


def digits(value: float, unit: Unit) -> str:
    """The bare number."""
    return {
        Unit.PEOPLE: lambda: f"{value:,.0f}",
        Unit.SHARE: lambda: _per_cent(value),
        Unit.MEAN: lambda: f"{value:.1f}",
        Unit.POINTS: lambda: _signed(value, 1),
        Unit.SPREADS: lambda: _signed(value, 2),
    }[unit]()


def written(value: float | None, unit: Unit) -> str:
    """The number as people read it, or a dash where it is unknown."""
    if value is None:
        return "—"
    if unit == Unit.SHARE:
        return _("%(number)s %%") % {"number": digits(value, unit)}
    return digits(value, unit)


def written_range(low: float, high: float, unit: Unit) -> str:
    ends = {"low": digits(low, unit), "high": digits(high, unit)}
    if unit in {Unit.POINTS, Unit.SPREADS}:  # a dash beside signs would read as one of them
        return _("%(low)s to %(high)s") % ends
    return "%(low)s–%(high)s" % ends  # noqa: UP031
