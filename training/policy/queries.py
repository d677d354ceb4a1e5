from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from training.organisations.models import Region

from .errors import NoRule
from .models import Rule
from .states import RuleKey


@dataclass(frozen=True)
class Rulebook:
    """The rules in force in one place on one day; the nearest region's wins."""

    on: date
    rules: dict[str, Rule]

    def rule(self, key: RuleKey) -> Rule:
        """The rule that applies. Raises ``NoRule`` when nobody has ruled."""
        try:
            return self.rules[key]
        except KeyError:
            raise NoRule(RuleKey(key), self.on) from None

    def value(self, key: RuleKey) -> Decimal:
        return self.rule(key).value

    def find(self, key: RuleKey) -> Decimal | None:
        """The value, or None where nobody has ruled (for limits that may not exist)."""
        rule = self.rules.get(key)
        return rule.value if rule else None


def rulebook(region: Region | None, on: date) -> Rulebook:
    """All rules of ``region`` on the day ``on``, in one query."""
    return _book(on, Rule.objects.in_force(on).applying_in(region).select_related("region"))


def rulebooks(askings: Collection[tuple[Region, date]]) -> dict[tuple[Region, date], Rulebook]:
    """The rulebook of each (region, day), all of them in one query."""
    rows = list(Rule.objects.select_related("region")) if askings else []
    return {
        (region, on): _book(on, [row for row in rows if row.holds_in(region) and row.holds_on(on)])
        for region, on in askings
    }


def _book(on: date, rows: Iterable[Rule]) -> Rulebook:
    # Farthest first, so that the nearest region, and there the latest ruling, is written last.
    rows = sorted(rows, key=lambda row: (len(row.region.path) if row.region else 0, row.valid_from))
    return Rulebook(on=on, rules={row.key: row for row in rows})
