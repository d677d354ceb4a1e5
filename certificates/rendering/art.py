"""The guilloche: woven bands and rosettes as engravers draw them, computed once.

Curves are sampled a few times a wave and joined by cubic Béziers through their true tangents,
so a handful of points draws what hundreds of straight pieces would. Units are millimetres.
"""

from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin, tau


def curve(point, slope, start, end, steps):
    """An SVG path through ``point(t)`` for t from start to end, with its ``slope(t)``."""
    step = (end - start) / steps
    x, y = point(start)
    commands = [f"M{x:.2f} {y:.2f}"]
    for index in range(steps):
        here, there = start + index * step, start + (index + 1) * step
        (x0, y0), (x1, y1) = point(here), point(there)
        (u0, v0), (u1, v1) = slope(here), slope(there)
        third = step / 3
        commands.append(
            f"C{x0 + u0 * third:.2f} {y0 + v0 * third:.2f} "
            f"{x1 - u1 * third:.2f} {y1 - v1 * third:.2f} {x1:.2f} {y1:.2f}"
        )
    return "".join(commands)


def wave(length, height, waves, phase=0.0, swell=0.0):
    """A sine along x. ``swell`` lets the height breathe, twice as slowly as the wave."""
    rate = tau * waves / length

    def point(x):
        return x, height * _breath(x) * sin(rate * x + phase)

    def slope(x):
        breathing = swell * rate / 2 * cos(rate * x / 2) if swell else 0.0
        return 1.0, height * (
            breathing * sin(rate * x + phase) + _breath(x) * rate * cos(rate * x + phase)
        )

    def _breath(x):
        return 1 - swell + swell * sin(rate * x / 2)

    return curve(point, slope, 0.0, length, waves * 6)


def weave(length, height, waves, threads, spread=pi):
    """Threads of one band: the same wave, each a little later than the one before."""
    return [
        wave(length, height, waves, phase=spread * thread / threads) for thread in range(threads)
    ]


def petal_ring(radius, depth, petals, phase=0.0, sharpness=0.0):
    """A closed ring whose radius swings ``petals`` times; a rosette is many of them, turned."""

    def reach(angle):
        swing = petals * angle + phase
        return radius + depth * (cos(swing) + sharpness * cos(2 * swing))

    def change(angle):
        swing = petals * angle + phase
        return -depth * petals * (sin(swing) + 2 * sharpness * sin(2 * swing))

    def point(angle):
        return reach(angle) * cos(angle), reach(angle) * sin(angle)

    def slope(angle):
        r, dr = reach(angle), change(angle)
        return dr * cos(angle) - r * sin(angle), dr * sin(angle) + r * cos(angle)

    return curve(point, slope, 0.0, tau, petals * 6) + "Z"


def rosette(radius, depth, petals, threads, sharpness=0.0):
    return [
        petal_ring(radius, depth, petals, phase=tau * thread / threads, sharpness=sharpness)
        for thread in range(threads)
    ]


@dataclass(frozen=True)
class Side:
    """One side of the frame: where it starts, how it is turned, and its threads."""

    transform: str
    length: float


@cache
def frame(width, height, inset, corner):
    """The four sides of a frame whose corners are left free for medallions."""
    across, down = width - 2 * (inset + corner), height - 2 * (inset + corner)
    near = inset + corner / 2
    return (
        Side(f"translate({inset + corner} {near})", across),
        Side(f"translate({width - near} {inset + corner}) rotate(90)", down),
        Side(f"translate({width - inset - corner} {height - near}) rotate(180)", across),
        Side(f"translate({near} {height - inset - corner}) rotate(270)", down),
    )
