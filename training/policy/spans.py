"""What counted, counts and will count in one place, one ruling after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from training.organisations.models import Region

from .models import Rule
from .queries import strength
from .states import SUBJECTS, RuleKey

NEXT = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From one day to another (None: until further) the same rule counts, or none."""

    rule: Rule | None
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def winner(rows: Iterable[Rule], day: date) -> Rule | None:
    """Of rules on one question that apply in a place, the one that counts on ``day``."""
    return max((row for row in rows if row.holds_on(day)), key=strength, default=None)


def spans(rows: Iterable[Rule]) -> list[Span]:
    """Of rules on one question that apply in a place, which counts from when to when."""
    rows = list(rows)
    days = {row.valid_from for row in rows} | {row.valid_to + NEXT for row in rows if row.valid_to}
    counting = [(day, winner(rows, day)) for day in sorted(days)]
    turns = [
        (day, rule)
        for number, (day, rule) in enumerate(counting)
        if number == 0 or rule is not counting[number - 1][1]
    ]
    ends = [*(day - NEXT for day, _rule in turns[1:]), None]
    return [Span(rule, day, end) for (day, rule), end in zip(turns, ends, strict=False)]


@dataclass(frozen=True)
class Ruling:
    """One question about one place and day: what counts, and what counted before and after."""

    key: RuleKey
    subject: str
    region: Region
    on: date
    spans: list[Span] = field(default_factory=list)

    @property
    def now(self) -> Span | None:
        """Empty where nobody has ruled, which is not the same as zero."""
        return next((each for each in self.spans if each.rule and each.holds_on(self.on)), None)

    @property
    def rule(self) -> Rule | None:
        return self.now.rule if self.now else None

    @property
    def earlier(self) -> list[Span]:
        return [each for each in self.spans if each.until and each.until < self.on]

    @property
    def later(self) -> list[Span]:
        return [each for each in self.spans if each.since > self.on]

    @property
    def about(self) -> str:
        return str(dict(SUBJECTS.get(self.key, ())).get(self.subject, self.subject))

    @property
    def own(self) -> bool:
        """Whether the place itself made the rule, not one above it."""
        return bool(self.rule and self.rule.region_id == self.region.pk)


def rulings_in(region: Region, on: date) -> list[Ruling]:
    """Every question there is, those nobody has ruled on as well, in one query."""
    rows: dict[tuple[str, str], list[Rule]] = {}
    for row in Rule.objects.applying_in(region).select_related("region"):
        rows.setdefault((row.key, row.subject), []).append(row)
    return [
        Ruling(key, subject, region, on, spans(rows.get((key, subject), ())))
        for key in RuleKey
        for subject in _subjects(key, rows)
    ]


def _subjects(key: RuleKey, rows: dict[tuple[str, str], list[Rule]]) -> list[str]:
    """Those that are ruled on, in their usual order; a question nobody answered stands once."""
    if key not in SUBJECTS:
        return [""]
    ruled = {subject for of, subject in rows if of == key}
    usual = [subject for subject, _label in SUBJECTS[key] if subject in ruled]
    return [*usual, *sorted(ruled - {*usual})] or [""]
