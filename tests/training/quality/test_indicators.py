"""Each indicator over made-up classes: what it says, and that unknown is never zero."""

import pytest

from training.quality.estimates import Method
from training.quality.facts import ClassFacts
from training.quality.figures import figures_of
from training.quality.indicators import quality_indicators

CLASS = ClassFacts(
    planned=30,
    trainees=25,
    left=1,
    concluded=24,
    completed=20,
    certified=19,
    hours_held=100,
    hours_marked=80,
    hours_attended=60,
    invited=25,
    answered=20,
    answers=(0, 0, 2, 10, 8),
    pairs=((40, 70), (50, 65), (60, 80), (30, 75), (55, 60)),
    at_work=12,
    not_working=4,
)


def measured(slug, *facts):
    return quality_indicators()[slug].measure(list(facts))


@pytest.mark.parametrize(
    ("slug", "value"),
    [
        ("planned", 30),
        ("enrolled", 25),
        ("completed", 20),
        ("certified", 19),
        ("satisfaction-share", 0.9),
        ("satisfaction-mean", 4.3),
        ("response-rate", 0.8),
        ("capability-gain", 23),
        ("hake-gain", 23 / 53),
        ("effect-size", 2.258051),
        ("employed-six-months", 0.75),
        ("attendance", 0.75),
    ],
)
def test_each_indicator_over_one_class(slug, value):
    assert measured(slug, CLASS).value == pytest.approx(value)


@pytest.mark.parametrize("slug", sorted(quality_indicators()))
def test_nothing_known_is_none_and_is_said(slug):
    indicator = quality_indicators()[slug]

    estimate = indicator.measure([])

    assert estimate.value is None
    assert indicator.say(estimate)


@pytest.mark.parametrize("slug", sorted(quality_indicators()))
def test_every_indicator_explains_itself(slug):
    indicator = quality_indicators()[slug]

    assert str(indicator.label)
    assert str(indicator.definition).endswith(("。", "."))
    assert indicator.version >= 1
    assert indicator.say(indicator.measure([CLASS]))


def test_satisfaction_carries_answers_of_invited_and_its_interval():
    estimate = measured("satisfaction-share", CLASS)

    assert (estimate.part, estimate.n, estimate.whole, estimate.unknown) == (18, 20, 25, 5)
    assert (estimate.low, estimate.high) == pytest.approx((0.8238, 0.9454), abs=5e-5)


def test_a_survey_everyone_answered_is_a_census():
    everyone = ClassFacts(invited=20, answered=20, answers=(0, 0, 2, 10, 8))

    estimate = measured("satisfaction-share", everyone)

    assert estimate.method == Method.CENSUS
    assert not estimate.has_range


def test_few_answers_are_withheld_with_all_that_would_tell_them():
    few = ClassFacts(invited=3, answered=3, answers=(0, 0, 0, 1, 2))

    estimate = measured("satisfaction-share", few)

    assert (estimate.value, estimate.part, estimate.low, estimate.extra) == (None, None, None, {})
    assert "5" in estimate.withheld


def test_two_small_classes_may_be_shown_together():
    few = ClassFacts(invited=3, answered=3, answers=(0, 0, 0, 1, 2))

    assert measured("satisfaction-share", few, few).value == 1


def test_employment_says_its_bounds_and_leaves_out_recent_classes():
    recent = ClassFacts(trainees=10, followed_up=False)

    estimate = measured("employed-six-months", CLASS, recent)

    assert (estimate.whole, estimate.n, estimate.unknown) == (25, 16, 9)
    assert (estimate.low, estimate.high) == pytest.approx((12 / 25, 21 / 25))


def test_employment_of_which_all_is_known_has_no_bounds():
    known = ClassFacts(trainees=8, at_work=6, not_working=2)

    estimate = measured("employed-six-months", known)

    assert (estimate.value, estimate.has_range) == (0.75, False)
    assert figures_of([known])["employed-six-months"].reading


def test_nobody_followed_up_is_unknown_not_unemployed():
    silent = ClassFacts(trainees=10)

    assert measured("employed-six-months", silent).value is None


def test_gain_counts_those_tested_once_as_unknown():
    estimate = measured("capability-gain", CLASS)

    assert (estimate.n, estimate.whole, estimate.unknown) == (5, 25, 20)
    assert estimate.extra == {"before": "47.0", "after": "70.0"}


def test_a_figure_more_unknown_than_known_cannot_tell():
    mostly_silent = ClassFacts(trainees=63, at_work=6, not_working=2)

    figure = figures_of([mostly_silent])["employed-six-months"]

    assert figure.cannot_tell
    assert figure.range == "10–97"
