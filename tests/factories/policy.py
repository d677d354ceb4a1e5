from datetime import date
from decimal import Decimal

from factory.django import DjangoModelFactory

from training.policy.models import Rule
from training.policy.states import RuleKey


class RuleFactory(DjangoModelFactory):
    class Meta:
        model = Rule

    key = RuleKey.MIN_ATTENDANCE
    value = Decimal(80)
    valid_from = date(2020, 1, 1)
    source = "测试"


USUAL = {
    RuleKey.MIN_ATTENDANCE: 80,
    RuleKey.PASS_MARK_THEORY: 60,
    RuleKey.PASS_MARK_PRACTICE: 60,
    RuleKey.MINUTES_PER_CLASS_HOUR: 45,
}


def usual_rules():
    """The rules a class cannot be concluded without, for the whole country."""
    return [RuleFactory(key=key, value=value) for key, value in USUAL.items()]
