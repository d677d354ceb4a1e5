"""What people type, brought to one form, or refused with a sentence."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import luhn
from stdnum.cn import ric

# The separator of compound names is U+00B7 only; what keyboards and Excel offer instead:
DOTS = dict.fromkeys(map(ord, "•․‧・･．∙⋅●"), "·")
# 4.45102E+17, and what a spreadsheet writes out of it: digits that end in nothing but noughts.
MADE_A_NUMBER = re.compile(r"\d(\.\d+)?E\+?1\d", re.ASCII)
NAME_LENGTH = 50
MOBILE = re.compile(r"1\d{10}", re.ASCII)
PART_OF_PHONE = re.compile(r"\+?\d{3,20}", re.ASCII)
WHOLE_PHONE = 11
LONG_AGO = 2015  # before it, no day needs to be held against today
ACCOUNT = re.compile(r"\d{8,30}", re.ASCII)
CARD = re.compile(r"62\d{14,17}", re.ASCII)  # UnionPay, whose cards carry a Luhn digit
# A short way for nearly all names and nobody's test: what does not match is looked at sign by sign.
PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,10}")
ID_NUMBER = re.compile(r"\d{17}[\dX]", re.ASCII)
# What people write into a cell to say that there is nothing.
NOTHING = {"-", "--", "—", "——", "/", "\\", "无。"}
# A name written 王　伟 so that the column lines up is 王伟.
GAP_BETWEEN_HAN = re.compile(
    r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s+(?=[\u3400-\u9fff\U00020000-\U0003ffff])"
)
BETWEEN_NUMBERS = re.compile(r"[/、,，;；|\s]+(?=\+?\d{8})")


def clean_name(raw: str) -> str:
    """A person's name: any letter of any script, `·`, spaces inside Latin names; at most 50."""
    if PLAIN_NAME.fullmatch(raw):
        return raw
    # What cannot be seen (category Cf) comes along when a name is pasted from a chat.
    seen = "".join(char for char in raw if unicodedata.category(char) != "Cf")
    name = " ".join(seen.translate(DOTS).split())
    if not name or len(name) > NAME_LENGTH:
        raise ValidationError(_("Please write the name as it stands on the identity card."))
    # Never test for [\u4e00-\u9fa5]: it refuses real people with rare characters.
    if strange := [char for char in name if not _fits_in_a_name(char)]:
        raise ValidationError(
            _("“%(character)s” cannot stand in a name. Please write the name as on the card."),
            params={"character": strange[0]},
        )
    return name


def _fits_in_a_name(char):
    # U+0F0B stands between the syllables of a Tibetan name
    return char in "· '-\u0f0b" or unicodedata.category(char)[0] in "LM"


def without_gaps(raw: str) -> str:
    """A name as it is spoken: the gaps that make a column line up are nobody's name."""
    return GAP_BETWEEN_HAN.sub("", raw) if len(raw) > 2 else raw  # noqa: PLR2004


def plain_word(raw: str) -> str:
    """Full-width signs as plain ones, and no space inside a word."""
    return "".join(unicodedata.normalize("NFKC", raw).split())


def clean_id_number(raw: str) -> str:
    """A resident identity number (GB 11643): 18 characters, true date, true check digit.

    The county code is not tested: it may be younger than its bearer (潮安 445103 dates from
    2013), and residence permits of 港澳台 residents begin with 81–83.
    """
    number = raw
    if not ID_NUMBER.fullmatch(number):
        number = unicodedata.normalize("NFKC", raw).replace(" ", "").replace("-", "").upper()
    if not ID_NUMBER.fullmatch(number):
        raise _not_an_id_number(number)
    born = _day(number[6:14])
    if ric.calc_check_digit(number) != number[-1] or not born or _to_come(born):
        raise ValidationError(
            _("This identity number is not right: a digit is wrong. Please check it with the card.")
        )
    return number


def _not_an_id_number(number):
    if MADE_A_NUMBER.fullmatch(number):
        return ValidationError(
            _("Excel has made a number of it and lost its end. Format the column as text first.")
        )
    return ValidationError(
        _("An identity number has 18 characters. This one has %(count)d."),
        params={"count": len(number)},
    )


def _to_come(day):
    return day.year > LONG_AGO and day > date.today()  # noqa: DTZ011


@lru_cache(maxsize=2**15)  # all days of a long life
def _day(digits):
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def only_digits(raw: str) -> str:
    """The digits of a typed code, full-width ones as plain ones; everything else is left out."""
    return "".join(char for char in unicodedata.normalize("NFKC", raw) if char in "0123456789")


def birth_date_of(number: str) -> date:
    return _day(number[6:14])


def sex_of(number: str) -> str:
    """From the 17th digit: odd for men."""
    return "m" if int(number[16]) % 2 else "f"


def clean_phone(raw: str) -> str:
    """A mobile number of the mainland as eleven digits, or another country's with `+`."""
    if MOBILE.fullmatch(raw):
        return raw
    text = unicodedata.normalize("NFKC", raw)
    try:
        parsed = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        parsed = None
    if not parsed or not phonenumbers.is_possible_number(parsed):
        raise _not_a_phone()
    if parsed.country_code == 86:  # noqa: PLR2004
        number = str(parsed.national_number)
        # A landline or a lost digit is "possible" too, but no code arrives there.
        if not MOBILE.fullmatch(number):
            raise _not_a_phone()
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _not_a_phone():
    return ValidationError(_("This is not a telephone number. A mobile number has 11 digits."))


def numbers_in(raw: str) -> list[str]:
    """The telephone numbers of one cell, as they are written there."""
    text = unicodedata.normalize("NFKC", raw)
    return [part for part in BETWEEN_NUMBERS.split(text) if part]


def clean_bank_account(raw: str) -> str:
    """The digits of an account; of a card (16 to 19 digits, 62…) the check digit is tested too."""
    number = raw
    if not ACCOUNT.fullmatch(number):
        number = "".join(unicodedata.normalize("NFKC", raw).replace("-", "").split())
    if MADE_A_NUMBER.fullmatch(number.upper()):
        raise _not_an_id_number(number.upper())
    if not ACCOUNT.fullmatch(number):
        raise ValidationError(_("A bank account has 8 to 30 digits and nothing else."))
    if CARD.fullmatch(number) and not luhn.is_valid(number):
        raise ValidationError(
            _("This account number is not right: a digit is wrong. Please check it with the card.")
        )
    return number
