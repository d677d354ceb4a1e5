"""What counts in a place, one ruling after the other."""

from datetime import date

import pytest

from tests.factories.organisations import RegionFactory
from tests.factories.policy import RuleFactory
from training.policy.queries import rulebook
from training.policy.spans import rulings_in, spans
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def city():
    return RegionFactory(code="4451", name="潮州市", level="city")


@pytest.fixture
def county(city):
    return RegionFactory(code="445102", name="湘桥区", parent=city)


def told(found):
    return [
        (
            each.since.isoformat(),
            each.until and each.until.isoformat(),
            each.rule and each.rule.told,
        )
        for each in found
    ]


def ruling(region, key, subject="", on=DAY):
    return next(row for row in rulings_in(region, on) if (row.key, row.subject) == (key, subject))


def test_a_later_row_takes_over_from_its_first_day(county):
    RuleFactory(region=county, value=70)
    RuleFactory(region=county, value=80, valid_from=date(2026, 1, 1))

    assert told(ruling(county, RuleKey.MIN_ATTENDANCE).spans) == [
        ("2020-01-01", "2025-12-31", "70 %"),
        ("2026-01-01", None, "80 %"),
    ]


def test_when_the_nearer_row_ends_the_farther_one_counts_again(city, county):
    RuleFactory(region=city, value=70)
    RuleFactory(region=county, value=80, valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))

    assert told(ruling(county, RuleKey.MIN_ATTENDANCE).spans) == [
        ("2020-01-01", "2024-12-31", "70 %"),
        ("2025-01-01", "2025-12-31", "80 %"),
        ("2026-01-01", None, "70 %"),
    ]


def test_after_the_last_row_nobody_has_ruled(county):
    RuleFactory(region=county, value=70, valid_to=date(2025, 12, 31))

    found = ruling(county, RuleKey.MIN_ATTENDANCE)

    assert told(found.spans) == [("2020-01-01", "2025-12-31", "70 %"), ("2026-01-01", None, None)]
    assert (found.rule, told(found.earlier)) == (None, [("2020-01-01", "2025-12-31", "70 %")])


def test_every_question_is_listed_whether_ruled_or_not(county):
    RuleFactory(region=county)

    found = rulings_in(county, DAY)

    assert {row.key for row in found} == set(RuleKey)
    assert [row.key for row in found if row.rule] == [RuleKey.MIN_ATTENDANCE]


def test_a_question_about_groups_stands_once_for_each(county):
    for rank, group in enumerate(("rural_worker", "disabled"), start=1):
        RuleFactory(region=county, key=RuleKey.PRIORITY, subject=group, value=rank)

    found = [row for row in rulings_in(county, DAY) if row.key == RuleKey.PRIORITY]

    assert [(row.about, row.rule.told) for row in found] == [
        ("Rural worker moving to other work", "Rank 1"),
        ("Person with a disability", "Rank 2"),
    ]


def test_the_page_and_the_rulebook_agree(city, county):
    RuleFactory(region=None, value=60)
    RuleFactory(region=city, value=70, valid_from=date(2021, 1, 1))
    RuleFactory(region=county, value=80, valid_from=date(2022, 1, 1), valid_to=date(2024, 6, 30))
    RuleFactory(region=county, value=90, valid_from=date(2023, 1, 1), valid_to=date(2023, 6, 30))

    for year in range(2020, 2027):
        for month in range(1, 13):
            day = date(year, month, 1)
            expected = rulebook(county, day).find(RuleKey.MIN_ATTENDANCE)
            assert ruling(county, RuleKey.MIN_ATTENDANCE, on=day).rule.value == expected, day


def test_it_is_one_query(county, django_assert_num_queries):
    RuleFactory(region=county)
    RuleFactory(region=county, key=RuleKey.CLASS_SIZE, value=30)

    with django_assert_num_queries(1):
        assert [str(row.rule.region) for row in rulings_in(county, DAY) if row.rule]


def test_no_rows_make_no_spans():
    assert spans([]) == []
