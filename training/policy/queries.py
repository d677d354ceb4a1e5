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
    rules: dict[tuple[str, str], Rule]  # by key and subject

    def rule(self, key: RuleKey, subject: str = "") -> Rule:
        """The rule that applies. Raises ``NoRule`` when nobody has ruled."""
        try:
            return self.rules[key, subject]
        except KeyError:
            raise NoRule(RuleKey(key), self.on) from None

    def value(self, key: RuleKey, subject: str = "") -> Decimal:
        return self.rule(key, subject).value

    def find(self, key: RuleKey, subject: str = "") -> Decimal | None:
        """The value, or None where nobody has ruled (for limits that may not exist)."""
        rule = self.rules.get((key, subject))
        return rule.value if rule else None

    def says(self, key: RuleKey) -> bool:
        """Whether a rule that is answered with yes or no is ruled, and is yes."""
        return bool(self.find(key))

    def about(self, key: RuleKey) -> dict[str, Rule]:
        """Subject → rule, for a rule about groups of people or modes of training."""
        return {subject: rule for (of, subject), rule in self.rules.items() if of == key}


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
    # The strongest is written last.
    return Rulebook(on=on, rules=by_key(sorted(rows, key=strength)))


def by_key(rows: Iterable[Rule]) -> dict[tuple[str, str], Rule]:
    return {(row.key, row.subject): row for row in rows}


def strength(rule: Rule) -> tuple[int, date]:
    """Of two rules in force, the nearer region's wins, and there the one that began later."""
    return len(rule.region.path) if rule.region else 0, rule.valid_from
