"""What an indicator answers: a value with its part, whole, unknown and interval."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .statistics import Interval, bounds


class Method(TextChoices):
    """How a value and its range were found. The label is shown under "How we know"."""

    COUNT = "count", _("Counted, not estimated.")
    CENSUS = (
        "census",
        _(
            "Everyone asked answered, so there is no sampling error. "
            "Another year would still differ by chance."
        ),
    )
    WILSON = "wilson-finite", _("Wilson interval for a finite class, 95 %.")
    STUDENT = "t-finite", _("Student's t interval for a finite class, 95 %.")
    PAIRED = "paired-t", _("Student's t interval of the paired differences, 95 %.")
    LARGE_SAMPLE = "large-sample", _("Large-sample interval for matched pairs, 95 %.")
    BOUNDS = "bounds", _("Least and most possible, whatever became of those not known.")
    VALUE_ONLY = "value-only", _("Too few or too alike to say how sure this is.")


@dataclass(frozen=True)
class Estimate:
    """A figure and how sure it is. ``None`` is unknown, which is not zero.

    value     the figure in its own unit (a share is 0…1)
    low,high  95 % interval, or bounds where ``method`` says so
    part      numerator, where the figure is a share
    n         those the figure rests on
    whole     those it speaks for
    unknown   of the whole, those of whom nothing is known
    withheld  a sentence why the value is not shown, or ""
    extra     what else the figure's own sentence or chart needs
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    part: int | None = None
    n: int = 0
    whole: int = 0
    unknown: int = 0
    method: Method = Method.COUNT
    withheld: str = ""
    extra: dict = field(default_factory=dict)

    @property
    def has_range(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def mostly_unknown(self) -> bool:
        """More is unknown than known: the value may be shown, but it decides nothing."""
        return self.unknown * 2 > self.whole

    def withhold(self, why: str | Promise) -> "Estimate":
        """The same without anything from which the value could be worked out."""
        return replace(
            self, value=None, low=None, high=None, part=None, withheld=str(why), extra={}
        )


def bounded(part: float, others: float, unknown: int, **facts: Any) -> Estimate:
    """A share of those known, between the least and the most it can be for all."""
    known = part + others
    interval = bounds(part, others, unknown)
    if not known or interval is None:
        return Estimate(None, unknown=unknown, **facts)
    if not unknown:  # least and most are the same
        return Estimate(part / known, part=round(part), **facts)
    return Estimate(
        part / known,
        interval.low,
        interval.high,
        part=round(part),
        unknown=unknown,
        method=Method.BOUNDS,
        **facts,
    )


def estimated(
    value: float | None, interval: Interval | None, method: Method, **facts: Any
) -> Estimate:
    """An estimate whose interval may be lacking."""
    if interval is None:
        return Estimate(value, method=Method.VALUE_ONLY, **facts)
    return Estimate(value, interval.low, interval.high, method=method, **facts)
