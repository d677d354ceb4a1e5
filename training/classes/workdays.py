"""Working days, Monday to Friday.

Public holidays, and the weekends on which one works instead, are published anew each year; nobody
gave us that data and we invent none. So a deadline counted here may come too early by a holiday,
never too late by one: whoever keeps to it keeps to the law.
"""

from datetime import date, timedelta

SATURDAY = 5


def _step(day: date, count: int, step: timedelta) -> date:
    while count > 0:
        day += step
        count -= day.weekday() < SATURDAY
    return day


def working_days_after(day: date, count: int) -> date:
    """The last of ``count`` working days; ``day`` itself is not one of them."""
    return _step(day, count, timedelta(days=1))


def working_days_before(day: date, count: int) -> date:
    """The first of ``count`` working days that end with the one before ``day``."""
    return _step(day, count, timedelta(days=-1))
