"""What a rule would change, told before it is written: where, from when, instead of what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from training.organisations.models import Region

from .models import Rule
from .spans import NEXT, Span, spans, winner

MOST_NAMED = 10


@dataclass(frozen=True)
class Effect:
    """A rule about to be written, beside the other rows on the same question.

    ``before`` is the row as it stands in the book, when one that exists is changed.
    """

    rule: Rule
    before: Rule | None = None
    others: list[Rule] = field(default_factory=list)

    @cached_property
    def above(self) -> list[Rule]:
        """The others that apply at the rule's own place: its own, and those from above."""
        return [row for row in self.others if applies_at(row, self.rule.region)]

    @cached_property
    def nearer(self) -> list[Rule]:
        """Rules of places below, which go before this one there while both are in force."""
        return [
            row for row in self.others if lies_below(row, self.rule) and row.overlaps(self.rule)
        ]

    @property
    def replaced(self) -> Rule | None:
        """What would count at the place on the rule's first day without it."""
        return winner(self.above, self.rule.valid_from)

    def counts_for(self, region: Region, day: date) -> bool:
        """Whether in ``region`` on ``day`` this rule would be the one that applies."""
        rows = (row for row in (*self.others, self.rule) if row.holds_in(region))
        return winner(rows, day) is self.rule

    @property
    def spans(self) -> list[Span]:
        """What would count at the place one after the other, from the ruling before it on."""
        all_of_them = spans([*self.above, self.rule])
        first = next((n for n, each in enumerate(all_of_them) if each.rule is self.rule), 0)
        return all_of_them[max(first - 1, 0) :]

    @property
    def sentences(self) -> list[str]:
        parts = (self._where(), self._instead(), self._overlaps(), self._end(), self._rewritten())
        return [sentence for part in parts for sentence in part]

    def _where(self) -> Iterator[str]:
        if self.rule.region:
            place = {"place": self.rule.place}
            yield _("It would be the nearest rule in %(place)s and everywhere below it.") % place
        else:
            yield _("It would be the nearest rule in the whole country.")
        if self.nearer:
            named = [in_short(row) for row in self.nearer[:MOST_NAMED]]
            more = len(self.nearer) - len(named)
            names = {"rules": "；".join(named), "more": more}
            if more:
                yield (
                    _("But not where a nearer rule counts: %(rules)s; and %(more)d more.") % names
                )
            else:
                yield _("But not where a nearer rule counts: %(rules)s.") % names

    def _instead(self) -> Iterator[str]:
        told = {"day": self.rule.valid_from.isoformat()}
        if self.replaced is None:
            yield _("For %(day)s nobody else has ruled on this there.") % told
        else:
            yield _("From %(day)s it replaces there: %(rule)s.") % (
                told | {"rule": in_short(self.replaced)}
            )

    def _overlaps(self) -> Iterator[str]:
        """Two rows of one place on one day: which of them counts is said, not guessed."""
        for row in self.above:
            if row.region_id != self.rule.region_id or not row.overlaps(self.rule):
                continue
            told = {"rule": in_short(row)}
            if row.valid_from < self.rule.valid_from:
                yield (
                    _(
                        "The same place has a row whose time overlaps with this one: %(rule)s. "
                        "The later of the two counts: this one, from its first day."
                    )
                    % told
                )
            else:
                yield (
                    _(
                        "The same place has a row whose time overlaps with this one: %(rule)s. "
                        "The later of the two counts: the other one, from its first day."
                    )
                    % told
                )

    def _end(self) -> Iterator[str]:
        if not self.rule.valid_to:
            return
        told = {"day": self.rule.valid_to.isoformat()}
        after = winner(self.above, self.rule.valid_to + NEXT)
        if after is None:
            yield _("After %(day)s nobody has ruled on this there.") % told
        else:
            yield _("After %(day)s there counts: %(rule)s.") % (told | {"rule": in_short(after)})

    def _rewritten(self) -> Iterator[str]:
        """What an existing row said until now, and what is left where it no longer applies."""
        before, today = self.before, timezone.localdate()
        if before is None:
            return
        if before.valid_from <= today and before.value != self.rule.value:
            yield _(
                "The row has said %(value)s since %(day)s, and would say %(new)s for those days, "
                "too. To keep what applied until now, end this row and write a new one."
            ) % {
                "value": before.told,
                "day": before.valid_from.isoformat(),
                "new": self.rule.told,
            }
        same = ("key", "subject", "region_id")
        if any(getattr(before, name) != getattr(self.rule, name) for name in same):
            yield _("It would no longer be this rule: %(rule)s, %(label)s.") % {
                "rule": in_short(before),
                "label": before.get_key_display(),
            }


def effect_of(rule: Rule, before: Rule | None = None) -> Effect:
    """One query. ``rule`` need not be saved."""
    others = Rule.objects.filter(key=rule.key, subject=rule.subject).exclude(pk=rule.pk)
    return Effect(rule, before, list(others.select_related("region")))


def without(rule: Rule) -> Rule | None:
    """What would count at the rule's place today, or from its first day, if it were not there."""
    day = max(timezone.localdate(), rule.valid_from)
    return winner(effect_of(rule).above, day)


def applies_at(rule: Rule, region: Region | None) -> bool:
    return rule.region is None or (region is not None and rule.holds_in(region))


def lies_below(rule: Rule, above: Rule) -> bool:
    if rule.region is None or rule.region_id == above.region_id:
        return False
    return above.region is None or rule.region.path.startswith(above.region.path)


def in_short(rule: Rule) -> str:
    """Value, place and time of a row: 80 % (广东省, from 2020-01-01)."""
    told = {"value": rule.told, "place": rule.place, "since": rule.valid_from.isoformat()}
    if rule.valid_to is None:
        return _("%(value)s (%(place)s, from %(since)s)") % told
    told["until"] = rule.valid_to.isoformat()
    return _("%(value)s (%(place)s, %(since)s to %(until)s)") % told
