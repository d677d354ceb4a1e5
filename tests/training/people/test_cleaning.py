import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.people import id_number
from training.people.cleaning import clean_id_number, clean_name, clean_phone, sex_of
from training.people.masking import mask_id_number, mask_name, mask_phone


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param(" 陈 秀英 ", "陈 秀英", id="spaces"),
        pytest.param("阿依古丽•买买提", "阿依古丽·买买提", id="bullet"),
        pytest.param("阿依古丽・买买提", "阿依古丽·买买提", id="katakana-dot"),
        pytest.param("䶮𬭎㛃𠅤", "䶮𬭎㛃𠅤", id="rare-characters"),
        pytest.param("陈\u200b秀英\ufeff", "陈秀英", id="unseen"),
        pytest.param("ཚེ་རིང", "ཚེ་རིང", id="tibetan"),
    ],
)
def test_names_are_kept_as_they_are_but_for_the_dot(typed, name):
    assert clean_name(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", "陈1", "陈秀英（女）", "陈" * 51, "a\ue000"])
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_name(typed)


def test_a_full_width_number_with_lower_case_x_is_read():
    number = next(n for n in map(id_number, range(200)) if n.endswith("X"))
    typed = number.lower().translate({ord(str(d)): "０１２３４５６７８９"[d] for d in range(10)})

    assert clean_id_number(f" {typed[:6]} {typed[6:]} ") == number


def test_the_number_printed_in_the_standard_is_right():
    assert clean_id_number("11010519491231002x") == "11010519491231002X"


@given(st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(serial, place, shift):
    number = id_number(serial)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    with pytest.raises(ValidationError):
        clean_id_number(wrong)


def test_a_county_younger_than_its_bearer_is_accepted():
    # 445103 exists since 2013; the card of someone born in 1974 may carry it (domain.md §6)
    number = id_number(1, born="19740312", county="445103")

    assert clean_id_number(number) == number


@pytest.mark.parametrize("typed", ["3.60101E+17", "4.45102197403e+17", "４E17"])
def test_what_excel_made_of_a_number_is_refused(typed):
    with pytest.raises(ValidationError, match="Excel has made a number of it"):
        clean_id_number(typed)


@pytest.mark.parametrize("typed", ["44510219740312", "not a number", ""])
def test_what_is_too_short_or_too_long_is_refused(typed):
    with pytest.raises(ValidationError, match="18 characters"):
        clean_id_number(typed)


def test_the_seventeenth_digit_tells_the_sex():
    assert (sex_of(id_number(1)), sex_of(id_number(2))) == ("m", "f")


@pytest.mark.parametrize(
    "typed", ["13800138000", "138 0013 8000", "+86 138-0013-8000", "１３８００１３８０００"]
)
def test_a_mobile_number_has_one_form(typed):
    assert clean_phone(typed) == "13800138000"


@pytest.mark.parametrize("typed", ["", "abc", "138", "1380013800", "0768-5550100"])
def test_what_is_no_phone_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_phone(typed)


def test_masks_hide_all_but_the_ends():
    assert mask_name("陈秀英") == "陈＊＊"
    assert mask_name("阿依古丽·买买提") == "阿＊"
    assert mask_phone("13800138000") == "138****00"
    assert mask_id_number("445102197403120011") == "445*************11"


@given(st.text(max_size=30))
def test_a_mask_never_shows_a_short_text(text):
    assert len(text) > 5 or set(mask_phone(text)) <= {"*"}
