"""One row of a register → clean facts about one person, or the reason why not."""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from courses.models import Trade
from training.people.cleaning import (
    NOTHING,
    birth_date_of,
    clean_bank_account,
    clean_id_number,
    clean_name,
    clean_phone,
    numbers_in,
    plain_word,
    sex_of,
    without_gaps,
)
from training.people.headings import BY_FIELD
from training.people.models import Person

from .base import Refused
from .places import AMBIGUOUS
from .words import NO_WISH, WORDS, dictionary

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:T?00:00(?::00)?)?")
DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?")
SERIAL = re.compile(r"[1-4]\d{4}")  # days since 1899-12-30, as Excel counts
EXCEL_EPOCH = date(1899, 12, 30)
TEXTS = ("address", "mailing_address", "registration_number", "bank_name", "bank_holder")
LENGTHS = {name: Person._meta.get_field(name).max_length for name in TEXTS}
LONGEST_DISABILITY = 200
MOST_REMEMBERED = 100_000
KEYS = {"region": "region_id", "household_region": "household_region_id"}
KEYS |= {"training_wish": "training_wish_id"}


class Remembered(dict):
    """Cells as written → what they say; None for what says nothing. Each is cleaned once."""

    def __init__(self, clean):
        super().__init__({"": None} | dict.fromkeys(NOTHING))
        self.clean = clean

    def __missing__(self, raw):
        value = self.clean(raw)
        if len(self) < MOST_REMEMBERED:
            self[raw] = value
        return value


class PersonReader:
    """Reads rows by a mapping of fields to columns.

    ``homes`` and ``households`` are gazetteers of where people may live and be registered;
    ``region`` stands in where a row names no place. Small vocabularies are looked up once a word.
    """

    def __init__(self, columns, *, homes, households, region=None):
        self.homes, self.households, self.region = homes, households, region
        self.columns = columns
        trades = Trade.objects.values_list("pk", "name", "name_en", "slug")
        self.trades = {word: pk for pk, *words in trades for word in words if word}
        self.trades |= dict.fromkeys(NO_WISH)
        cleaners = {
            "name": _name,
            "id_number": _checked(clean_id_number),
            "phone": _phones,
            "bank_account": _checked(clean_bank_account),
            "email": _email,
            "postcode": _postcode,
            "disability": _text("disability", LONGEST_DISABILITY),
        }
        cleaners |= {field: _text(field, most) for field, most in LENGTHS.items()}
        # Few different cells, each cleaned once: what was read before is found by the cell itself.
        small = {
            "birth_date": day_in,
            "region": self._home,
            "household_region": self._household,
            "training_wish": self._trade,
        }
        small |= {field: _word(field) for field in WORDS}
        self.width = max(columns.values()) + 1
        self.cleaned = [(f, place, cleaners[f]) for f, place in columns.items() if f in cleaners]
        self.remembered = [
            (KEYS.get(field, field), place, Remembered(small[field]))
            for field, place in columns.items()
            if field in small
        ]

    def read(self, cells) -> dict:
        """What the row states, by attribute of ``Person``; an empty cell states nothing.

        ``phone`` comes as a tuple of all numbers in the cell. Raises ``Refused``.
        """
        facts = {}
        for field, place, clean in self.cleaned:
            raw = cells[place]
            if raw and raw not in NOTHING:
                facts[field] = clean(raw)
        for field, place, known in self.remembered:
            value = known[cells[place]]
            if value is not None:
                facts[field] = value
        if "name" not in facts or "id_number" not in facts:
            missing = "id_number" if "name" in facts else "name"
            raise Refused(_("“%(column)s” is missing.") % {"column": BY_FIELD[missing].label})
        if "region_id" not in facts:
            if self.region is None:
                raise Refused(_("Where this person lives is missing."))
            facts["region_id"] = self.region
        _agree(facts)
        return facts

    def _home(self, raw):
        key = self.homes.place(raw)
        if key == AMBIGUOUS:
            raise Refused(
                _("Several places are called “%(place)s”. Write the place above in front of it.")
                % {"place": raw}
            )
        if key is None:
            raise Refused(_("“%(place)s” is not a place you answer for.") % {"place": raw})
        return key

    def _household(self, raw):
        """A household may be in a province whose places are not kept here: then it stays open."""
        key = self.households.place(raw)
        return None if key == AMBIGUOUS else key

    def _trade(self, raw):
        try:
            return self.trades[plain_word(raw)]
        except KeyError:
            raise _unknown("training_wish", raw) from None


def _agree(facts):
    """What stands beside the identity number must say the same as the number."""
    number = facts["id_number"]
    born, sex = birth_date_of(number), sex_of(number)
    if stated := facts.get("birth_date"):
        year, month, day = stated
        if (year, month) != (born.year, born.month) or (day and day != born.day):
            raise Refused(_("The date of birth does not agree with the identity number."))
    if facts.get("sex", sex) != sex:
        raise Refused(_("The sex does not agree with the identity number."))
    facts["birth_date"], facts["sex"] = born, sex


def _checked(clean):
    def checked(raw):
        try:
            return clean(raw)
        except ValidationError as refusal:
            raise Refused(refusal.messages[0]) from None

    return checked


def _name(raw):
    try:
        return clean_name(without_gaps(raw))
    except ValidationError as refusal:
        raise Refused(refusal.messages[0]) from None


_phone = _checked(clean_phone)


def _phones(raw):
    """The first number of a cell is the one to call; more of them are kept beside it."""
    if raw.isascii() and raw.isdigit():
        return (_phone(raw),)
    return tuple(dict.fromkeys(_phone(part) for part in numbers_in(raw)))


@lru_cache(maxsize=2**15)
def day_in(raw) -> tuple[int, int, int | None]:
    """Year, month and, where given, day: 1974-03-12, 1974/3/12, 1974.3.12, 1974年3月12日,
    19740312 or the number Excel counts days by; a month alone is enough."""
    text = "".join(unicodedata.normalize("NFKC", raw).split(" ")).strip()
    if match := DAY.fullmatch(text) or DIGITS.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.groups())
    elif SERIAL.fullmatch(text):
        stated = EXCEL_EPOCH + timedelta(days=int(text))
        year, month, day = stated.year, stated.month, stated.day
    else:
        raise Refused(_("“%(value)s” is not a date.") % {"value": raw})
    try:
        date(year, month, day or 1)
    except ValueError:
        raise Refused(_("“%(value)s” is not a date.") % {"value": raw}) from None
    return year, month, day


def _word(field):
    known = dictionary(field)

    def word(raw):
        if raw not in known:
            plain = plain_word(raw)
            if plain not in known:
                raise _unknown(field, raw)
            known[raw] = known[plain]
        return known[raw]

    return word


def _unknown(field, raw):
    return Refused(
        _("“%(value)s” is not known for “%(column)s”.")
        % {"value": raw, "column": BY_FIELD[field].label}
    )


def _text(field, most):
    def text(raw):
        if len(raw) > most:
            raise Refused(
                _("“%(column)s” is longer than %(most)d characters.")
                % {"column": BY_FIELD[field].label, "most": most}
            )
        return raw

    return text


def _email(raw):
    try:
        validate_email(raw)
    except ValidationError:
        raise Refused(_("“%(value)s” is not an e-mail address.") % {"value": raw}) from None
    return raw


def _postcode(raw):
    code = plain_word(raw)
    if not re.fullmatch(r"\d{6}", code, re.ASCII):
        raise Refused(_("A postcode has six digits.")) from None
    return code
