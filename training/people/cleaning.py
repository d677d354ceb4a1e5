"""What people type, brought to one form, or refused with a sentence."""

import re
import unicodedata
from datetime import date

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as StdnumError

# The separator of compound names is U+00B7 only; what keyboards and Excel offer instead:
DOTS = dict.fromkeys(map(ord, "•․‧・･．∙⋅●"), "·")
ID_LENGTH = 18
NAME_LENGTH = 50
MOBILE = re.compile(r"1\d{10}", re.ASCII)


def clean_name(raw: str) -> str:
    """A person's name: any letter of any script, `·`, spaces inside Latin names; at most 50."""
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


def clean_id_number(raw: str) -> str:
    """A resident identity number (GB 11643): 18 characters, true date, true check digit.

    The county code is not tested: it may be younger than its bearer (潮安 445103 dates from
    2013), and residence permits of 港澳台 residents begin with 81–83.
    """
    number = unicodedata.normalize("NFKC", raw).replace(" ", "").replace("-", "").upper()
    if len(number) != ID_LENGTH or not number[:-1].isdigit():
        raise ValidationError(
            _("An identity number has 18 characters. This one has %(count)d."),
            params={"count": len(number)},
        )
    try:
        born = ric.get_birth_date(number)
    except StdnumError:
        born = None
    if ric.calc_check_digit(number) != number[-1] or not born or born > date.today():  # noqa: DTZ011
        raise ValidationError(
            _("This identity number is not right: a digit is wrong. Please check it with the card.")
        )
    return number


def only_digits(raw: str) -> str:
    """The digits of a typed code, full-width ones as plain ones; everything else is left out."""
    return "".join(char for char in unicodedata.normalize("NFKC", raw) if char in "0123456789")


def birth_date_of(number: str) -> date:
    return ric.get_birth_date(number)


def sex_of(number: str) -> str:
    """From the 17th digit: odd for men."""
    return "m" if int(number[16]) % 2 else "f"


def clean_phone(raw: str) -> str:
    """A mobile number of the mainland as eleven digits, or another country's with `+`."""
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
