"""Geometry of the charts. Across, everything is a percentage of the width, so that a drawing fits
a phone and a sheet of paper alike; downwards it is pixels, so that the words keep their size."""

from dataclasses import dataclass, field
from itertools import accumulate

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .comparison import can_tell

ROW = 74  # height of one row: its name, its bar, its words
SHORT = 50  # of a row without a bar
QUARTERS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Line:
    """One row of a chart. Positions are strings: a template would localise numbers."""

    label: str
    words: str
    offset: int
    known: bool
    at: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tick:
    at: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Chart:
    kind: "Kind"
    note: str
    lines: list[Line]
    table: list[list]
    floor: int

    @property
    def axis(self):
        return self.floor + 18

    @property
    def height(self):
        return self.floor + 26

    @property
    def ticks(self):
        anchors = {0: "start", 100: "end"}
        sign = _("%(number)s %%") if self.kind.in_per_cent else "%(number)s"
        return [Tick(f"{at}%", sign % {"number": at}, anchors.get(at, "middle")) for at in QUARTERS]


def across(share):
    return f"{max(0.0, min(1.0, share)) * 100:.2f}%"


def _why_not(figure):
    """Drawn text does not wrap, so a withheld figure says it shortly here, in full elsewhere."""
    return _("Not shown: too few answers.") if figure.estimate.withheld else figure.reading


class Kind:
    """One kind of chart: which figure it draws, where its marks lie, and its table twin."""

    slug: str
    title: str | Promise
    template: str
    columns: tuple
    in_per_cent = True

    def marks(self, estimate) -> dict[str, str]:
        raise NotImplementedError

    def cells(self, figure) -> list:
        raise NotImplementedError

    def words(self, figure):
        parts = {"value": figure.value, "range": figure.range, "of": figure.of_how_many}
        if not figure.range:
            return _("%(value)s, %(of)s") % parts
        return _("%(value)s (%(range)s), %(of)s") % parts

    def draw(self, report) -> Chart:
        rows = report.rows or [report.total]
        figures = [(row.label, row.figures[self.slug]) for row in rows]
        heights = [ROW if figure.is_known else SHORT for _label, figure in figures]
        offsets = [0, *accumulate(heights)]
        return Chart(
            kind=self,
            note=can_tell(rows, self.slug),
            lines=[
                self.line(label, figure, offset)
                for (label, figure), offset in zip(figures, offsets, strict=False)
            ],
            table=[[label, *self.cells(figure)] for label, figure in figures],
            floor=offsets[-1],
        )

    def line(self, label, figure, offset):
        if not figure.is_known:
            return Line(label, _why_not(figure), offset, known=False)
        return Line(label, self.words(figure), offset, known=True, at=self.marks(figure.estimate))


class Satisfaction(Kind):
    slug = "satisfaction-share"
    title = gettext_lazy("How many were satisfied")
    template = "training/quality/_chart_share.html"
    columns = (
        gettext_lazy("Satisfied"),
        gettext_lazy("Range"),
        gettext_lazy("Answered"),
        gettext_lazy("Asked"),
    )

    def marks(self, estimate):
        at = {"value": across(estimate.value)}
        if estimate.has_range:
            at |= {"low": across(estimate.low), "high": across(estimate.high)}
        return at

    def cells(self, figure):
        return [figure.value, figure.range or "—", figure.estimate.n, figure.estimate.whole]


class Gain(Kind):
    slug = "capability-gain"
    title = gettext_lazy("What they could do before and after, in points of 100")
    template = "training/quality/_chart_gain.html"
    columns = (
        gettext_lazy("Before"),
        gettext_lazy("After"),
        gettext_lazy("Gain"),
        gettext_lazy("Range"),
        gettext_lazy("Tested both times"),
        gettext_lazy("Trainees"),
    )
    in_per_cent = False

    def marks(self, estimate):
        before, after = estimate.extra["before"], estimate.extra["after"]
        return {
            "before": across(float(before) / 100),
            "after": across(float(after) / 100),
            "before_text": before,
            "after_text": after,
            "before_anchor": "end" if float(before) <= float(after) else "start",
        }

    def cells(self, figure):
        estimate = figure.estimate
        before, after = (estimate.extra.get(name, "—") for name in ("before", "after"))
        return [before, after, figure.value, figure.range or "—", estimate.n, estimate.whole]


class AtWork(Kind):
    slug = "employed-six-months"
    title = gettext_lazy("At work six months after the class")
    template = "training/quality/_chart_work.html"
    columns = (
        gettext_lazy("At work"),
        gettext_lazy("Not known"),
        gettext_lazy("Not at work"),
        gettext_lazy("Of those known"),
        gettext_lazy("Range"),
    )

    def marks(self, estimate):
        at_work = estimate.part / estimate.whole
        return {
            "low": across(at_work),
            "high": across(at_work + estimate.unknown / estimate.whole),
            "unknown": across(estimate.unknown / estimate.whole),
            "others": across(estimate.extra["others"] / estimate.whole),
        }

    def words(self, figure):
        parts = figure.indicator.facts_in_words(figure.estimate)
        if not figure.estimate.unknown:
            return _("At work %(part)s, not %(others)s: %(value)s") % parts
        return _("At work %(part)s, not %(others)s, not known %(unknown)s: %(range)s %%") % parts

    def cells(self, figure):
        estimate = figure.estimate
        counts = (estimate.part, estimate.unknown, estimate.extra.get("others"))
        shown = ["—" if count is None else count for count in counts]
        return [*shown, figure.value, figure.range or "—"]


def charts_of(report) -> list[Chart]:
    """The charts whose indicators are registered."""
    kinds = (Satisfaction(), Gain(), AtWork())
    return [kind.draw(report) for kind in kinds if kind.slug in report.total.figures]
