"""The formulas against worked values: reference tables, printed tables, or a second road."""

from statistics import fmean, stdev

import pytest

from training.quality.statistics import (
    Z,
    bounds,
    d_pooled,
    d_pooled_interval,
    d_z,
    finite_wilson,
    hake_class_gain,
    hedges,
    mean_interval,
    mean_of_counts,
    paired_interval,
    student,
    wilson,
)

PAIRS = [(40, 70), (50, 65), (60, 80), (30, 75), (55, 60)]


def test_z_is_not_two():
    assert round(Z, 6) == 1.959964


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [
        pytest.param(5, 5, 0.5655, 1, id="all of five"),
        pytest.param(18, 20, 0.6990, 0.9721, id="18 of 20"),
        pytest.param(0, 5, 0, 0.4345, id="none of five"),
    ],
)
def test_wilson_gives_the_worked_values(part, n, low, high):
    assert wilson(part, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("whole", "low", "high"),
    [
        pytest.param(40, 0.8323, 0.9423, id="of a class of 40"),
        pytest.param(3000, 0.7447, 0.9652, id="of 3000"),
    ],
)
def test_a_small_class_narrows_the_interval(whole, low, high):
    assert finite_wilson(27, 30, whole) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("n", "whole"), [(30, 30), (0, 30)], ids=["census", "no answer"])
def test_a_census_and_silence_have_no_interval(n, whole):
    assert finite_wilson(n, n, whole) is None


@pytest.mark.parametrize(
    ("df", "point"),
    [
        (1, 12.706),
        (2, 4.303),
        (3, 3.182),
        (4, 2.776),
        (5, 2.571),
        (6, 2.447),
        (7, 2.365),
        (9, 2.262),
        (14, 2.145),
        (19, 2.093),
        (29, 2.045),
        (60, 2.000),
        (120, 1.980),
        (10_000, 1.960),
    ],
)
def test_student_agrees_with_the_printed_table(df, point):
    assert student(df) == pytest.approx(point, abs=1e-3)


def test_mean_interval_of_counts_is_that_of_the_answers():
    answers = [3] * 2 + [4] * 10 + [5] * 8
    half = student(19) * stdev(answers) / 20**0.5 * ((25 - 20) / 24) ** 0.5

    assert mean_of_counts((0, 0, 2, 10, 8)) == pytest.approx(4.3)
    assert mean_interval((0, 0, 2, 10, 8), 25) == pytest.approx((4.3 - half, 4.3 + half))


@pytest.mark.parametrize(
    ("counts", "whole"),
    [((0, 0, 0, 0, 1), 9), ((0, 0, 0, 0, 7), 9), ((0, 0, 2, 1, 4), 7), ((0, 0, 0, 0, 0), 9)],
    ids=["one answer", "all alike", "census", "no answer"],
)
def test_mean_interval_says_nothing_where_it_cannot(counts, whole):
    assert mean_interval(counts, whole) is None


def test_mean_interval_stays_on_the_scale():
    assert mean_interval((0, 0, 0, 1, 2), 30).high == 5


def test_paired_interval():
    gains = [30, 15, 20, 45, 5]
    half = 2.776445 * stdev(gains) / 5**0.5

    assert paired_interval(gains) == pytest.approx((23 - half, 23 + half), abs=1e-4)
    assert paired_interval([30]) is None


def test_hake_gain_is_of_the_means():
    assert hake_class_gain(PAIRS) == pytest.approx((70 - 47) / (100 - 47))
    assert hake_class_gain([]) is None
    assert hake_class_gain([(100, 100)]) is None


def test_the_two_ds_are_different_numbers():
    before, after = zip(*PAIRS, strict=True)
    pooled = ((stdev(before) ** 2 + stdev(after) ** 2) / 2) ** 0.5

    assert d_pooled(PAIRS) == pytest.approx((fmean(after) - fmean(before)) / pooled)
    assert d_z(PAIRS) == pytest.approx(23 / stdev([30, 15, 20, 45, 5]))


def test_d_of_scores_all_alike_is_unknown():
    assert d_pooled([(50, 80), (50, 80)]) is None
    assert d_z([(50, 80), (50, 80)]) is None
    assert d_pooled_interval([(50, 80), (50, 80), (50, 80)]) is None


def test_d_interval_by_borenstein():
    # r = −0.131306 and d = 2.258051 by hand: half-width 1.959964·√(2·1.131306·(1/5 + d²/10))
    assert d_pooled_interval(PAIRS) == pytest.approx((-0.225914, 4.742017), abs=1e-5)


def test_hedges_shrinks_1_200_to_1_135():
    assert hedges(1.200, 14) == pytest.approx(1.135, abs=1e-3)


def test_employment_bounds():
    low, high = bounds(6, 2, 55)

    assert 6 / (6 + 2) == 0.75
    assert (round(low, 3), round(high, 3)) == (0.095, 0.968)
    assert bounds(0, 0, 0) is None
