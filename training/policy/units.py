"""In what the value of each rule is counted, how it is told, and between what bounds it lies."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext_lazy

from .states import RuleKey


@dataclass(frozen=True)
class Unit:
    """What lies outside the bounds is a slip of the pen, whatever the law says."""

    say: Callable[[Decimal], str]
    least: int = 0
    most: int = 9999
    whole: bool = True


def figure(value: Decimal) -> str:
    """All the digits that were ruled and no more: 80, 62.5, 33.33."""
    return f"{Decimal(value).normalize():f}"


def yes_or_no(value: Decimal) -> str:
    return gettext("Yes") if value else gettext("No")


def per_cent(value: Decimal) -> str:
    return gettext("%(number)s %%") % {"number": figure(value)}


def points(value: Decimal) -> str:
    return gettext("%(number)s of 100 points") % {"number": figure(value)}


def rank(value: Decimal) -> str:
    return gettext("Rank %(number)s") % {"number": figure(value)}


def class_hours(value: Decimal) -> str:
    return gettext("%(number)s class hours") % {"number": figure(value)}


def counted(sentence: Any) -> Callable[[Decimal], str]:
    return lambda value: sentence % {"count": int(value)}


minutes = counted(ngettext_lazy("%(count)d minute", "%(count)d minutes", "count"))
hours = counted(ngettext_lazy("%(count)d hour", "%(count)d hours", "count"))
days = counted(ngettext_lazy("%(count)d day", "%(count)d days", "count"))
working_days = counted(ngettext_lazy("%(count)d working day", "%(count)d working days", "count"))
years = counted(ngettext_lazy("%(count)d year", "%(count)d years", "count"))
years_old = counted(ngettext_lazy("%(count)d year old", "%(count)d years old", "count"))
people = counted(ngettext_lazy("%(count)d person", "%(count)d people", "count"))
classes = counted(ngettext_lazy("%(count)d class", "%(count)d classes", "count"))

YES_NO = Unit(yes_or_no, most=1)
SHARE = Unit(per_cent, most=100, whole=False)
MARK = Unit(points, most=100, whole=False)
AGE = Unit(years_old, least=1, most=120)

UNITS = {
    RuleKey.MINUTES_PER_CLASS_HOUR: Unit(minutes, least=1, most=180),
    RuleKey.MIN_ATTENDANCE: SHARE,
    RuleKey.PASS_MARK_THEORY: MARK,
    RuleKey.PASS_MARK_PRACTICE: MARK,
    RuleKey.LATE_AFTER_MINUTES: Unit(minutes, most=240),
    RuleKey.MIN_AGE: AGE,
    RuleKey.MAX_AGE_MEN: AGE,
    RuleKey.MAX_AGE_WOMEN: AGE,
    RuleKey.CLASS_SIZE: Unit(people, least=1),
    RuleKey.CLASSES_PER_YEAR: Unit(classes, least=1, most=100),
    RuleKey.CLASSES_IN_ALL: Unit(classes, least=1, most=100),
    RuleKey.NO_REPEAT: YES_NO,
    RuleKey.NO_LOWER_LEVEL: YES_NO,
    RuleKey.EXCLUDED: YES_NO,
    RuleKey.PAPER: YES_NO,
    RuleKey.PRIORITY: Unit(rank, least=1, most=99),
    RuleKey.HOURS_PER_DAY: Unit(class_hours, least=1, most=24, whole=False),
    RuleKey.THEORY_SHARE: SHARE,
    RuleKey.PRACTICE_SHARE: SHARE,
    RuleKey.SAFETY_HOURS: Unit(class_hours, most=999, whole=False),
    RuleKey.FILING_LEAD_DAYS: Unit(working_days, most=250),
    RuleKey.REVIEW_DAYS: Unit(working_days, least=1, most=250),
    RuleKey.MODE_FACTOR: SHARE,
    RuleKey.OFFER_HOURS: Unit(hours, least=1, most=720),
    RuleKey.HOLD_MINUTES: Unit(minutes, least=1, most=1440),
    RuleKey.PARTY_DAYS: Unit(days, most=366),
    RuleKey.ARCHIVE_YEARS: Unit(years, least=1, most=100),
}


def unit_of(key: str) -> Unit:
    """A key that no rule of today has is told as a bare figure."""
    return UNITS.get(RuleKey(key), PLAIN) if key in RuleKey.values else PLAIN


PLAIN = Unit(figure, whole=False)
