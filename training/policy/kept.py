"""A rulebook as plain data, kept with what was decided by it: later rulings do not touch it."""

from datetime import date
from decimal import Decimal
from typing import Any

from training.organisations.models import Region

from .models import Rule
from .queries import Rulebook, by_key

PLACE = ("code", "name", "name_en")
SAID = ("key", "subject", "words", "words_en", "source", "source_url")


def as_kept(book: Rulebook) -> dict[str, dict[str, Any]]:
    """Every rule of the book by its number, with all that is told about it."""
    return {str(rule.pk): _as_data(rule) for rule in book.rules.values()}


def _as_data(rule: Rule) -> dict[str, Any]:
    place = {name: getattr(rule.region, name) for name in PLACE} if rule.region else None
    return {
        **{name: getattr(rule, name) for name in SAID},
        "value": str(rule.value),
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        "region": place,
    }


def book_as_kept(on: date, kept: dict[str, dict[str, Any]]) -> Rulebook:
    """The same book again, without asking the database: its rules may be gone by now."""
    return Rulebook(on=on, rules=by_key(_rule(number, row) for number, row in kept.items()))


def _rule(number: str, row: dict[str, Any]) -> Rule:
    return Rule(
        pk=int(number),
        **{name: row[name] for name in SAID},
        value=Decimal(row["value"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        region=Region(**row["region"]) if row["region"] else None,
    )
