from datetime import date

import pytest

from training.classes.workdays import working_days_after, working_days_before

THURSDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 3, day) for day in (5, 6, 7, 8, 9))


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [(THURSDAY, 0, THURSDAY), (THURSDAY, 1, FRIDAY), (THURSDAY, 2, MONDAY), (SATURDAY, 1, MONDAY)],
)
def test_weekends_are_no_working_days(day, count, last):
    assert working_days_after(day, count) == last


@pytest.mark.parametrize(
    ("day", "count", "first"),
    [(MONDAY, 0, MONDAY), (MONDAY, 1, FRIDAY), (MONDAY, 2, THURSDAY), (SUNDAY, 1, FRIDAY)],
)
def test_working_days_are_counted_back_from_the_day_before(day, count, first):
    assert working_days_before(day, count) == first
