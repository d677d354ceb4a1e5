"""What imports of tables share: headings, lines to land, rows refused with reasons."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from courses.models import Level, Occupation
from training.subsidies.queries import RateLine

GLUE = re.compile(r"[，,；;]")
ASIDE = re.compile(r"[(（].*?[)）]")  # a comma inside brackets explains, it does not join
LARGEST_AMOUNT = 10**7
LARGEST_HOURS = 2000


class Refused(Exception):
    """A row that is not landed; the message is a sentence for whoever keeps the table."""


@dataclass(frozen=True)
class Row:
    number: int
    cells: dict[str, str]

    def __getitem__(self, name):
        return self.cells.get(name, "")


@dataclass(frozen=True)
class Refusal:
    row: Row
    reason: str


@dataclass
class Reading:
    """A table as read: what can be landed, what cannot and why, and what looks odd."""

    lines: list[RateLine] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rows: int = 0


class CatalogueTable:
    """A published shape of table: how to know it, and what one of its rows says."""

    slug: str
    label: str | Promise
    headings: tuple[str, ...]  # all must be there, in any order; others are ignored
    # For the file as it was published. Not today: run tomorrow, the same file must change nothing.
    valid_from: date
    source: str
    source_url: str = ""

    def lines(self, row: Row) -> Iterable[RateLine]:
        """What the row says, or raise ``Refused``."""
        raise NotImplementedError

    def warnings(self, rows: list[Row]) -> Iterable[str]:
        """Oddities of the whole table that do not stop anything."""
        return ()


def occupation_in(row, heading) -> str:
    """One occupation's name. Misspelt names are names; two names in a cell are not one."""
    name = " ".join(row[heading].split())
    if not name:
        raise Refused(_("The occupation is missing."))
    if GLUE.search(ASIDE.sub("", name)):
        raise Refused(_("There are two names in one cell: “%(name)s”.") % {"name": name})
    if len(name) > Occupation._meta.get_field("name").max_length:
        raise Refused(_("The name of the occupation is too long."))
    return name


def number_in(row, heading, largest) -> Decimal | None:
    """A number as people write it (1,200元, full-width digits); empty is unknown."""
    text = unicodedata.normalize("NFKC", row[heading]).strip()
    if not text:
        return None
    try:
        value = Decimal(re.sub(r"[,\s¥元]", "", text))
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or not 0 <= value <= largest:
        raise Refused(
            _("“%(value)s” is not a number for “%(heading)s”.")
            % {"value": row[heading], "heading": heading}
        )
    return value


def amount_in(row, heading) -> Decimal | None:
    amount = number_in(row, heading, LARGEST_AMOUNT)
    return None if amount is None else amount.quantize(Decimal("0.01"))


def hours_in(row, heading) -> int | None:
    hours = number_in(row, heading, LARGEST_HOURS)
    if hours is not None and hours != int(hours):
        raise Refused(_("Class hours must be a whole number, not %(hours)s.") % {"hours": hours})
    return None if hours is None else int(hours)


def level_in(text) -> int | None:
    """A level from 5 to 1, or none for anything else (several levels together, no level)."""
    return int(text) if text.isdigit() and int(text) in Level.values else None
