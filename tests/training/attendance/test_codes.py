from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from training.attendance.codes import digits_at, digits_match, lesson_of_token, token_at

# the middle of a step of 20 seconds
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("seconds", "good"), [(0, True), (9, True), (20, True), (29, True), (30, False), (3600, False)]
)
def test_a_code_is_good_in_its_own_step_and_the_next(seconds, good):
    later = NOW + timedelta(seconds=seconds)

    assert (lesson_of_token(token_at(7, NOW), later) == 7) is good
    assert digits_match(7, digits_at(7, NOW), later) is good


def test_a_code_of_the_future_is_not_good():
    assert lesson_of_token(token_at(7, NOW + timedelta(seconds=20)), NOW) is None


def test_refreshing_the_screen_changes_nothing():
    assert token_at(7, NOW) == token_at(7, NOW + timedelta(seconds=5))


@pytest.mark.parametrize(
    "token", ["", "7", "7-", "7-" + "0" * 20, "x-y", "-1-abc", "٧-abc", "²-abc", "7-码"]
)
def test_a_forged_code_is_no_code(token):
    assert lesson_of_token(token, NOW) is None


def test_a_code_of_one_lesson_does_not_open_another():
    _, _, digest = token_at(7, NOW).partition("-")

    assert lesson_of_token(f"8-{digest}", NOW) is None
    assert not digits_match(8, digits_at(7, NOW), NOW)


def test_digits_may_be_typed_with_spaces():
    digits = digits_at(7, NOW)

    assert len(digits) == 6
    assert digits_match(7, f" {digits[:3]} {digits[3:]}", NOW)


def test_digits_may_be_typed_in_full_width():
    typed = digits_at(7, NOW).translate({ord(str(d)): "０１２３４５６７８９"[d] for d in range(10)})

    assert digits_match(7, typed, NOW)
    assert not digits_match(7, "²³①", NOW)
