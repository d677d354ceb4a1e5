"""Every value is told in words."""

from decimal import Decimal

import pytest

from tests.factories.policy import RuleFactory
from training.policy.states import RuleKey
from training.policy.units import UNITS, unit_of


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (RuleKey.MIN_ATTENDANCE, "80.00", "80 %"),
        (RuleKey.MODE_FACTOR, "33.33", "33.33 %"),
        (RuleKey.PASS_MARK_THEORY, "60", "60 of 100 points"),
        (RuleKey.MINUTES_PER_CLASS_HOUR, "45", "45 minutes"),
        (RuleKey.HOLD_MINUTES, "1", "1 minute"),
        (RuleKey.NO_REPEAT, "1", "Yes"),
        (RuleKey.PAPER, "0", "No"),
        (RuleKey.PRIORITY, "1", "Rank 1"),
        (RuleKey.HOURS_PER_DAY, "7.5", "7.5 class hours"),
        (RuleKey.REVIEW_DAYS, "5", "5 working days"),
        (RuleKey.MIN_AGE, "16", "16 years old"),
        (RuleKey.CLASS_SIZE, "100", "100 people"),
    ],
)
def test_a_value_in_words(key, value, words):
    assert unit_of(key).say(Decimal(value)) == words


def test_every_rule_is_counted_in_something():
    assert set(UNITS) == set(RuleKey)


def test_a_rule_that_is_no_longer_asked_for_is_told_as_a_figure():
    assert unit_of("sobriety").say(Decimal("12.50")) == "12.5"


def test_a_row_tells_its_value_and_whom_it_is_about():
    rule = RuleFactory.build(key=RuleKey.PAPER, subject="unemployed", value=1)

    assert str(rule) == "Group that must show a paper · Registered unemployed: Yes"
