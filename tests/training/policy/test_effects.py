"""What a rule would change is told before it is written."""

from datetime import date

import pytest
import time_machine

from tests.factories.organisations import RegionFactory
from tests.factories.policy import RuleFactory
from training.policy.effects import effect_of, without
from training.policy.models import Rule
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(date(2026, 3, 1)):
        yield


@pytest.fixture
def province():
    return RegionFactory(code="44", name="广东省", level="province")


@pytest.fixture
def city(province):
    return RegionFactory(code="4451", name="潮州市", level="city", parent=province)


@pytest.fixture
def county(city):
    return RegionFactory(code="445102", name="湘桥区", parent=city)


def new(region, value=85, **facts):
    return RuleFactory.build(
        region=region, value=value, **{"valid_from": date(2026, 6, 1), **facts}
    )


def test_it_says_where_it_would_be_nearest_and_what_it_replaces(province, county):
    RuleFactory(region=province, value=80)

    assert effect_of(new(county)).sentences == [
        "It would be the nearest rule in 湘桥区 and everywhere below it.",
        "From 2026-06-01 it replaces there: 80 % (广东省, from 2020-01-01).",
    ]


def test_it_says_where_a_nearer_rule_goes_before_it(city, county):
    RuleFactory(region=county, value=90)
    RuleFactory(region=RegionFactory(code="9901"), value=10)
    RuleFactory(region=county, value=70, valid_from=date(2010, 1, 1), valid_to=date(2011, 1, 1))

    assert effect_of(new(city)).sentences == [
        "It would be the nearest rule in 潮州市 and everywhere below it.",
        "But not where a nearer rule counts: 90 % (湘桥区, from 2020-01-01).",
        "For 2026-06-01 nobody else has ruled on this there.",
    ]


def test_of_many_nearer_rules_ten_are_named(city):
    for number in range(12):
        RuleFactory(region=RegionFactory(code=f"4451{number:02}", parent=city))

    sentence = effect_of(new(city)).sentences[1]

    assert sentence.count("80 %") == 10
    assert sentence.endswith("and 2 more.")


def test_a_rule_for_the_country_is_nearest_everywhere_else(county):
    RuleFactory(region=county, value=90)

    assert effect_of(new(None)).sentences[:2] == [
        "It would be the nearest rule in the whole country.",
        "But not where a nearer rule counts: 90 % (湘桥区, from 2020-01-01).",
    ]


def test_of_two_rows_of_one_place_the_later_one_counts(county):
    RuleFactory(region=county, value=80)
    RuleFactory(region=county, value=90, valid_from=date(2027, 1, 1))

    effect = effect_of(new(county))

    overlap = "The same place has a row whose time overlaps with this one: %s. "
    later = "The later of the two counts: %s, from its first day."
    assert effect.sentences[2:] == [
        overlap % "90 % (湘桥区, from 2027-01-01)" + later % "the other one",
        overlap % "80 % (湘桥区, from 2020-01-01)" + later % "this one",
    ]
    assert [(each.since.isoformat(), each.rule.told) for each in effect.spans] == [
        ("2020-01-01", "80 %"),
        ("2026-06-01", "85 %"),
        ("2027-01-01", "90 %"),
    ]


def test_a_rule_about_another_group_is_another_rule(county):
    RuleFactory(region=county, key=RuleKey.PRIORITY, subject="disabled", value=1)

    effect = effect_of(new(county, key=RuleKey.PRIORITY, subject="veteran", value=2))

    assert effect.sentences[1] == "For 2026-06-01 nobody else has ruled on this there."


def test_the_end_of_a_rule_says_what_counts_after_it(province, county):
    RuleFactory(region=province, value=80)
    rule = RuleFactory(region=county, value=90)
    before = Rule.objects.get(pk=rule.pk)
    rule.valid_to = date(2026, 12, 31)

    assert effect_of(rule, before).sentences[2:] == [
        "After 2026-12-31 there counts: 80 % (广东省, from 2020-01-01)."
    ]


def test_the_end_of_the_only_rule_leaves_the_question_open(county):
    assert effect_of(new(county, valid_to=date(2026, 12, 31))).sentences[2:] == [
        "After 2026-12-31 nobody has ruled on this there."
    ]


def test_a_value_changed_in_a_running_row_changes_the_past(county):
    rule = RuleFactory(region=county, value=80)
    before = Rule.objects.get(pk=rule.pk)
    rule.value = 85

    assert effect_of(rule, before).sentences[-1] == (
        "The row has said 80 % since 2020-01-01, and would say 85 % for those days, too. "
        "To keep what applied until now, end this row and write a new one."
    )


def test_a_row_moved_elsewhere_says_what_it_leaves(city, county):
    rule = RuleFactory(region=county, value=80)
    before = Rule.objects.get(pk=rule.pk)
    rule.region = city

    assert effect_of(rule, before).sentences[-1] == (
        "It would no longer be this rule: 80 % (湘桥区, from 2020-01-01), "
        "Least attendance to complete, per cent."
    )


def test_without_a_rule_the_next_one_above_counts(province, county):
    above = RuleFactory(region=province, value=80)
    rule = RuleFactory(region=county, value=90)

    assert (without(rule), without(above)) == (above, None)


def test_it_asks_once(county, django_assert_num_queries):
    RuleFactory(region=county)
    RuleFactory(region=county, valid_from=date(2027, 1, 1))
    RuleFactory(region=None)

    with django_assert_num_queries(1):
        assert effect_of(new(county)).sentences
