"""A rule is written whole: in bounds, about somebody, with the words people are told."""

from datetime import date

import pytest

from tests.factories.organisations import RegionFactory
from training.policy.models import Rule
from training.policy.states import RuleKey
from training.policy.viewsets import RuleViewSet

pytestmark = pytest.mark.django_db
FACTS = {"valid_from": "2026-01-01", "source": "测试"}


@pytest.fixture
def written(by):
    """The form as the superuser filled it in."""

    def fill(key, value, **facts):
        form = RuleViewSet().get_form_class()
        return form(FACTS | {"key": key, "value": value, **facts}, for_user=by)

    return fill


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        (RuleKey.MIN_ATTENDANCE, "101", "This cannot be more than 100."),
        (RuleKey.THEORY_SHARE, "100.5", "This cannot be more than 100."),
        (RuleKey.PASS_MARK_THEORY, "-1", "This cannot be less than 0."),
        (RuleKey.CLASS_SIZE, "0", "This cannot be less than 1."),
        (RuleKey.CLASS_SIZE, "20.5", "This is counted in whole numbers."),
        (RuleKey.NO_REPEAT, "2", "This rule is answered with 1 for yes or 0 for no."),
        (RuleKey.NO_LOWER_LEVEL, "0.5", "This rule is answered with 1 for yes or 0 for no."),
        (RuleKey.HOURS_PER_DAY, "25", "This cannot be more than 24."),
    ],
)
def test_a_value_out_of_bounds_is_a_slip(written, key, value, sentence):
    assert written(key, value).errors == {"value": [sentence]}


@pytest.mark.parametrize(
    ("key", "value", "subject"),
    [
        (RuleKey.MIN_ATTENDANCE, "62.5", ""),
        (RuleKey.NO_REPEAT, "0", ""),
        (RuleKey.PRIORITY, "1", "rural_worker"),
        (RuleKey.EXCLUDED, "1", "employee"),
        (RuleKey.MODE_FACTOR, "70", "mixed"),
        (RuleKey.PARTY_DAYS, "0", ""),
    ],
)
def test_what_lies_within_is_taken(written, key, value, subject):
    assert written(key, value, subject=subject).errors == {}


@pytest.mark.parametrize(
    ("key", "subject", "sentence"),
    [
        (RuleKey.PRIORITY, "", "Please choose the group of people this rule is about."),
        (RuleKey.PRIORITY, "online", "Please choose the group of people this rule is about."),
        (RuleKey.MODE_FACTOR, "", "Please choose the mode of training this rule is about."),
        (RuleKey.MODE_FACTOR, "veteran", "Please choose the mode of training this rule is about."),
        (RuleKey.MIN_AGE, "veteran", "This rule is about everybody: leave “Everybody”."),
    ],
)
def test_whom_it_is_about_must_fit(written, key, subject, sentence):
    assert written(key, 16, subject=subject).errors == {"subject": [sentence]}


def test_a_paper_has_a_name(written):
    facts = {"subject": "unemployed"}

    assert written(RuleKey.PAPER, 1, **facts).errors == {
        "words": ["Please name the paper; people are told these words."]
    }
    assert written(RuleKey.PAPER, 1, **facts, words="就业创业证").errors == {}


def test_a_place_has_one_such_rule_from_a_day_for_each_group(written):
    written(RuleKey.PRIORITY, 1, subject="veteran").save()

    again, other = (written(RuleKey.PRIORITY, 2, subject=each) for each in ("veteran", "disabled"))

    assert again.errors == {"__all__": ["This place already has such a rule from that day."]}
    assert other.errors == {}


def test_all_that_is_written_is_kept(written):
    region = RegionFactory()
    rule = written(
        RuleKey.PAPER,
        1,
        subject="unemployed",
        region=region.pk,
        words="就业创业证",
        words_en="Employment permit",
        valid_to="2026-12-31",
    ).save()

    rule = Rule.objects.get(pk=rule.pk)
    assert (rule.region, rule.subject, rule.valid_to) == (region, "unemployed", date(2026, 12, 31))
    assert (rule.words, rule.words_en) == ("就业创业证", "Employment permit")


def test_a_value_is_shown_as_it_was_written(by):
    rule = Rule(pk=1, key=RuleKey.MIN_ATTENDANCE, value="62.50", valid_from=date(2026, 1, 1))

    form = RuleViewSet().get_form_class()(instance=rule, for_user=by)

    assert form.initial["value"] == "62.5"
