"""Many rows read at once, column by column, as far as a look suffices.

Nine cells in ten are plain: a name of two to ten Han signs, a right identity number, a mobile
number, a word that was read before. A row in which any cell is not is left to `PersonReader`,
which knows everything that people write; so what is read here is read there the same.
"""

import re
from contextlib import suppress

from django.core.exceptions import ValidationError
from stdnum.cn import ric

from training.people.cleaning import (
    ID_NUMBER,
    MOBILE,
    NOTHING,
    PLAIN_NAME,
    birth_date_of,
    clean_bank_account,
    sex_of,
)

from .base import Refused
from .people import LENGTHS, PersonReader

MISS = object()  # a cell that needs more than a look
SURELY_BORN = re.compile(r".{6}(19|200)")  # no day of the future, so not held against today


class Glance:
    def __init__(self, reader: PersonReader):
        self.reader = reader

    def read(self, table) -> tuple[dict, set[int]]:
        """Attribute of ``Person`` → what each row states, and the rows that must be read alone.

        Nothing stated is an empty text, or None where an attribute is not a text.
        """
        cells = list(zip(*table, strict=True))
        found = {field: LOOKS[field](cells[place]) for field, place, _ in self.reader.cleaned}
        for field, place, known in self.reader.remembered:
            if field != "birth_date":
                found[field] = _by_heart(known, cells[place])
        slow = {
            number
            for column in found.values()
            if MISS in column
            for number, value in enumerate(column)
            if value is MISS
        }
        self._agree(found, cells, slow)
        self._home(found, len(table), slow)
        return found, slow

    def _agree(self, found, cells, slow):
        """Birth date and sex follow from the number; what stands beside it must say the same."""
        numbers = found["id_number"]
        plain = [number is not MISS for number in numbers]
        born = [birth_date_of(n) if ok else None for n, ok in zip(numbers, plain, strict=True)]
        sexes = [sex_of(n) if ok else None for n, ok in zip(numbers, plain, strict=True)]
        for row, (stated, sex) in enumerate(zip(found.get("sex", ()), sexes, strict=False)):
            if stated and stated != sex:
                slow.add(row)
        place = self.reader.columns.get("birth_date")
        days = zip(cells[place], numbers, plain, strict=True) if place is not None else ()
        for row, (stated, number, ok) in enumerate(days):
            if stated and not (ok and stated.replace("-", "") == number[6:14]):
                slow.add(row)
        found["birth_date"], found["sex"] = born, sexes

    def _home(self, found, count, slow):
        region = self.reader.region
        homes = found.get("region_id", [None] * count)
        if region is None:
            slow.update(row for row, home in enumerate(homes) if home is None)
        found["region_id"] = [region if home is None else home for home in homes]


def _by_heart(known, cells):
    for word in set(cells).difference(known):
        with suppress(Refused):
            known[word]  # reads it once, and keeps it
    return [known.get(cell, MISS) for cell in cells]


def _names(cells):
    plain = PLAIN_NAME.fullmatch
    return [cell if plain(cell) else MISS for cell in cells]


def _id_numbers(cells):
    return [cell if _is_plain_number(cell) else MISS for cell in cells]


def _is_plain_number(cell):
    return (
        ID_NUMBER.fullmatch(cell)
        and ric.calc_check_digit(cell) == cell[-1]
        and SURELY_BORN.match(cell)
        and birth_date_of(cell)
    )


def _phones(cells):
    mobile = MOBILE.fullmatch
    return [cell if not cell or mobile(cell) else MISS for cell in cells]


def _accounts(cells):
    return [cell if not cell or _is_plain_account(cell) else MISS for cell in cells]


def _is_plain_account(cell):
    try:
        return clean_bank_account(cell) == cell
    except ValidationError:
        return False


def _rare(cells):
    return [cell and MISS for cell in cells]


def _texts(most):
    def texts(cells):
        return [cell if len(cell) <= most and cell not in NOTHING else MISS for cell in cells]

    return texts


LOOKS = {
    "name": _names,
    "id_number": _id_numbers,
    "phone": _phones,
    "bank_account": _accounts,
    "email": _rare,
    "postcode": _rare,
    "disability": _rare,
} | {field: _texts(most) for field, most in LENGTHS.items()}
