"""What an indicator answers: a value with its part, whole, unknown and interval."""

from dataclasses import dataclass


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
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    part: int | None = None
    n: int = 0
    whole: int = 0
    unknown: int = 0
    method: str = ""
    withheld: str = ""
    extra: dict | None = None
