"""The periods a figure may speak of. A class belongs to the period in which it ended."""

from calendar import monthrange
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

JULY = 7


class Period(TextChoices):
    YEAR = "year", _("The last twelve months")
    THIS_HALF = "this-half", _("This half-year")
    LAST_HALF = "last-half", _("The half-year before")
    ALL = "all", _("All classes")
    DATES = "dates", _("From one day to another")


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def half_year(day: date) -> tuple[date, date]:
    """First and last day of the half-year that holds ``day``."""
    if day.month < JULY:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, JULY, 1), date(day.year, 12, 31)


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a named period; None where it is open."""
    if period == Period.YEAR:
        return months_before(today, 12) + timedelta(days=1), today
    if period == Period.THIS_HALF:
        return half_year(today)
    if period == Period.LAST_HALF:
        return half_year(half_year(today)[0] - timedelta(days=1))
    return None, None
