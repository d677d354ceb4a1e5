"""The same figures side by side: for each class, provider, trade or region of a scope.

Rows stand in the order of their names. There is no order by value: most differences between
small classes are chance, and a ranking would hide that.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.conf import setting

from .facts import ClassFacts, Name
from .figures import Figure, figures_of
from .indicators.base import hidden_beside


class By(TextChoices):
    CLASS = "class", gettext_lazy("Class")
    PROVIDER = "provider", gettext_lazy("Training provider")
    TRADE = "trade", gettext_lazy("Trade")
    REGION = "region", gettext_lazy("Region")


@dataclass(frozen=True)
class Row:
    """One line of a comparison."""

    name: Name
    figures: dict[str, Figure]
    classes: int

    @property
    def label(self):
        return self.name.label

    @property
    def headcounts(self):
        return [figure for figure in self.figures.values() if figure.is_headcount]

    @property
    def qualities(self):
        return [figure for figure in self.figures.values() if not figure.is_headcount]


def compare(facts: list[ClassFacts], by: str) -> list[Row]:
    """The rows, by name; survey figures that subtraction would reveal are withheld."""
    groups = defaultdict(list)
    for row in facts:
        groups[_key(by, facts)(row)].append(row)
    rows = [
        Row(name, figures_of(members), len(members))
        for name, members in sorted(groups.items(), key=lambda item: (item[0].label, item[0].pk))
    ]
    return hide_beside(rows, setting("SURVEY_MIN_ANSWERS"))


def _key(by, facts):
    if by == By.REGION:
        depth = _shared_depth([row.places for row in facts])
        return lambda row: row.places[min(depth, len(row.places) - 1)]
    name = {By.CLASS: "training_class", By.PROVIDER: "provider", By.TRADE: "trade"}[by]
    return lambda row: getattr(row, name)


def _shared_depth(places):
    """How many levels all classes share: they are compared at the first where they differ."""
    depth = 0
    for level in zip(*places, strict=False):
        if len(set(level)) > 1:
            break
        depth += 1
    return depth


def hide_beside(rows, least):
    """Withhold more rows until those hidden have ``least`` answers together.

    The total is printed too: total less the rows shown is what was hidden. The rows with the
    fewest answers go first.
    """
    slugs = [slug for row in rows[:1] for slug, f in row.figures.items() if f.indicator.from_survey]
    for slug in slugs:
        answers = {row.name: row.figures[slug].estimate.n for row in rows}
        hidden = {row.name for row in rows if row.figures[slug].estimate.withheld}
        shown = sorted(
            (name for name, n in answers.items() if n and name not in hidden), key=answers.get
        )
        while hidden and shown and sum(answers[name] for name in hidden) < least:
            hidden.add(shown.pop(0))
        rows = [_withheld(row, slug) if row.name in hidden else row for row in rows]
    return rows


def _withheld(row, slug):
    figure = row.figures[slug]
    if figure.estimate.withheld:
        return row
    hidden = replace(figure, estimate=figure.estimate.withhold(hidden_beside()))
    return replace(row, figures=row.figures | {slug: hidden})


def can_tell(rows, slug) -> str:
    """One sentence: do the ranges of this figure set any two rows apart?"""
    estimates = [row.figures[slug].estimate for row in rows]
    ranges = [e for e in estimates if e.value is not None and e.has_range]
    if len(rows) < 2:  # noqa: PLR2004
        return ""
    if len(ranges) < 2:  # noqa: PLR2004
        return _("Too little is known to compare.")
    if max(e.low for e in ranges) <= min(e.high for e in ranges):
        return _("All ranges overlap: these figures cannot tell the rows apart.")
    return _("Some ranges do not overlap: chance alone would hardly explain that difference.")
