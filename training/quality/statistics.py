"""The arithmetic of quality figures. Pure functions; each names its formula and its source.

Intervals are for 95 %. A function answers None where nothing can be said.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

from .facts import Pair

Z = NormalDist().inv_cdf(0.975)  # 1.959964, not 2


class Interval(NamedTuple):
    low: float
    high: float


def wilson(part: int, n: float, *, share: float | None = None) -> Interval | None:
    """Score interval of a share (Wilson 1927; Brown, Cai and DasGupta 2001).

    centre (p + z²/2n) / (1 + z²/n), half-width z√(p(1−p)/n + z²/4n²) / (1 + z²/n).
    """
    if not n:
        return None
    p = part / n if share is None else share
    spread = 1 + Z**2 / n
    centre = (p + Z**2 / (2 * n)) / spread
    half = Z * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / spread
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def finite_wilson(part: int, n: int, whole: int) -> Interval | None:
    """Score interval when n of a finite class of ``whole`` answered.

    n is replaced by n(N−1)/(N−n). When all answered it is a census: there is no sampling
    interval to give, and the answer is None.
    """
    if not n or n >= whole:
        return None
    return wilson(part, n * (whole - 1) / (whole - n), share=part / n)


# Below five degrees of freedom the expansion beneath is too coarse, so these are tabled.
STUDENT_TABLE = {1: 12.70620, 2: 4.30265, 3: 3.18245, 4: 2.77645}


def student(df: int) -> float:
    """The 97.5 % point of Student's t: Cornish-Fisher expansion, Abramowitz and Stegun 26.7.5."""
    if df in STUDENT_TABLE:
        return STUDENT_TABLE[df]
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
        (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92160,
    )
    return Z + sum(term / df**power for power, term in enumerate(terms, start=1))


def mean_of_counts(counts: Sequence[int]) -> float | None:
    """Mean of a five-point item from its counts; ``counts[0]`` gave 1, ``counts[4]`` gave 5."""
    n = sum(counts)
    return sum(value * count for value, count in enumerate(counts, start=1)) / n if n else None


def mean_interval(counts: Sequence[int], whole: int) -> Interval | None:
    """mean ± t·s/√n·√((N−n)/(N−1)), kept on the scale.

    The last factor is that of a finite class, as in `finite_wilson`. None for a census, for a
    single answer, and when all gave the same answer: no spread, nothing to judge by.
    """
    n, mean = sum(counts), mean_of_counts(counts)
    if mean is None or n < 2 or n >= whole:  # noqa: PLR2004
        return None
    squares = sum(c * (value - mean) ** 2 for value, c in enumerate(counts, start=1))
    if not squares:
        return None
    half = student(n - 1) * sqrt(squares / (n - 1) / n * (whole - n) / (whole - 1))
    return Interval(max(1.0, mean - half), min(float(len(counts)), mean + half))


def paired_interval(differences: Sequence[float]) -> Interval | None:
    """mean ± t·s/√n of paired differences; the spread is that of the differences."""
    if len(differences) < 2:  # noqa: PLR2004
        return None
    mean, n = fmean(differences), len(differences)
    half = student(n - 1) * stdev(differences) / sqrt(n)
    return Interval(mean - half, mean + half)


def hake_class_gain(pairs: Sequence[Pair], best: float = 100) -> float | None:
    """⟨g⟩ = (⟨post⟩ − ⟨pre⟩) / (max − ⟨pre⟩) over matched pairs (Hake 1998)."""
    if not pairs:
        return None
    before, after = (fmean(scores) for scores in zip(*pairs, strict=True))
    return None if before >= best else (after - before) / (best - before)


def d_pooled(pairs: Sequence[Pair]) -> float | None:
    """Cohen's d on the pooled spread: Δ / √((s₁² + s₂²) / 2)."""
    if len(pairs) < 2:  # noqa: PLR2004
        return None
    before, after = zip(*pairs, strict=True)
    spread = sqrt((stdev(before) ** 2 + stdev(after) ** 2) / 2)
    return (fmean(after) - fmean(before)) / spread if spread else None


def d_z(pairs: Sequence[Pair]) -> float | None:
    """Cohen's d on the spread of the differences: Δ / s_diff. Not comparable with `d_pooled`."""
    differences = [after - before for before, after in pairs]
    if len(differences) < 2 or not (spread := stdev(differences)):  # noqa: PLR2004
        return None
    return fmean(differences) / spread


def hedges(d: float, df: int) -> float:
    """d corrected for small samples: J = 1 − 3 / (4·df − 1)."""
    return d * (1 - 3 / (4 * df - 1))


def d_pooled_interval(pairs: Sequence[Pair]) -> Interval | None:
    """Large-sample interval of `d_pooled` for matched pairs (Borenstein et al. 2009, eq. 4.28).

    Variance 2(1−r)·(1/n + d²/2n); r, the correlation of the pairs, follows from
    s_diff² = s₁² + s₂² − 2·r·s₁·s₂.
    """
    d, n = d_pooled(pairs), len(pairs)
    if d is None or n < 3:  # noqa: PLR2004
        return None
    before, after = zip(*pairs, strict=True)
    s1, s2, s_diff = stdev(before), stdev(after), stdev([b - a for a, b in pairs])
    if not s1 * s2:
        return None
    r = min(1.0, (s1**2 + s2**2 - s_diff**2) / (2 * s1 * s2))
    half = Z * sqrt(2 * (1 - r) * (1 / n + d**2 / (2 * n)))
    return Interval(d - half, d + half)


def bounds(part: float, others: float, unknown: float) -> Interval | None:
    """The least and the most the share can be, whatever became of the unknown (Manski)."""
    whole = part + others + unknown
    return Interval(part / whole, (part + unknown) / whole) if whole else None
