from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories.organisations import RegionFactory
from tests.factories.policy import RuleFactory
from training.policy.errors import NoRule
from training.policy.queries import rulebook
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def chain():
    province = RegionFactory(code="44", level="province")
    city = RegionFactory(code="4451", level="city", parent=province)
    return province, city, RegionFactory(code="445102", parent=city)


def test_the_nearest_region_above_decides():
    province, city, county = chain()
    RuleFactory(region=None, value=70)
    RuleFactory(region=province, value=80)
    RuleFactory(region=RegionFactory(code="445103", parent=city), value=99)

    assert rulebook(county, DAY).value(RuleKey.MIN_ATTENDANCE) == 80


def test_a_later_ruling_replaces_an_earlier_one_from_its_first_day():
    RuleFactory(value=70, valid_from=date(2020, 1, 1))
    RuleFactory(value=80, valid_from=date(2026, 3, 1))

    assert rulebook(None, date(2026, 2, 28)).value(RuleKey.MIN_ATTENDANCE) == 70
    assert rulebook(None, date(2026, 3, 1)).value(RuleKey.MIN_ATTENDANCE) == 80


def test_a_rule_that_ended_no_longer_applies():
    RuleFactory(value=70, valid_to=date(2026, 2, 28))

    assert rulebook(None, DAY).find(RuleKey.MIN_ATTENDANCE) is None


def test_an_unruled_question_is_unknown_and_says_which():
    with pytest.raises(NoRule, match="Least attendance to complete"):
        rulebook(None, DAY).value(RuleKey.MIN_ATTENDANCE)


def test_all_rules_of_a_place_are_one_query(django_assert_num_queries):
    _, _, county = chain()
    RuleFactory(region=county)
    RuleFactory(region=county, key=RuleKey.CLASS_SIZE, value=50)

    with django_assert_num_queries(1):
        book = rulebook(county, DAY)
        assert (book.value(RuleKey.MIN_ATTENDANCE), book.value(RuleKey.CLASS_SIZE)) == (80, 50)


def test_a_place_has_one_rule_from_a_day_and_so_has_the_country():
    county = RegionFactory()
    for region in (None, county):
        RuleFactory(region=region)
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleFactory(region=region)
