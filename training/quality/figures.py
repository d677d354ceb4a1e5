"""A figure as people read it: the number, how sure it is, of how many, in one sentence."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .estimates import Estimate, Method
from .indicators import Indicator, quality_indicators
from .units import Unit, written, written_range


@dataclass(frozen=True)
class Figure:
    indicator: Indicator
    estimate: Estimate

    @property
    def slug(self):
        return self.indicator.slug

    @property
    def label(self):
        return self.indicator.label

    @property
    def is_headcount(self):
        return self.indicator.unit == Unit.PEOPLE

    @property
    def is_known(self):
        return self.estimate.value is not None

    @property
    def value(self):
        return written(self.estimate.value, self.indicator.unit)

    @property
    def range(self):
        """ "78–91", or nothing where there is no range."""
        if not (self.is_known and self.estimate.has_range):
            return ""
        return written_range(self.estimate.low, self.estimate.high, self.indicator.unit)

    @property
    def cannot_tell(self):
        """More unknown than known: the number is then not printed large."""
        is_bounded = self.estimate.method == Method.BOUNDS
        return self.is_known and is_bounded and self.estimate.mostly_unknown

    @property
    def reading(self):
        return self.indicator.say(self.estimate)

    @property
    def of_how_many(self):
        """Behind a number in a table: "47 of 60"."""
        if self.is_headcount or not self.is_known:
            return ""
        n, whole = self.indicator.of_how_many(self.estimate)
        return _("%(n)s of %(whole)s") % {"n": n, "whole": whole}

    @property
    def method(self):
        return Method(self.estimate.method).label


def figures_of(facts) -> dict[str, Figure]:
    """Every registered indicator, measured over the same classes."""
    return {
        slug: Figure(indicator, indicator.measure(facts))
        for slug, indicator in quality_indicators().items()
    }
