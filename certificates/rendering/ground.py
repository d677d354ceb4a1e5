"""What the framed design is composed of: band, medallions, field and inner frame, in mm."""

from dataclasses import dataclass
from functools import cache

from . import art

WIDTH, HEIGHT = 297, 210
INSET, CORNER, BAND = 9.0, 14.0, 8.4


@dataclass(frozen=True)
class Threads:
    """Curves that share one place on the sheet."""

    transform: str
    paths: tuple


@dataclass(frozen=True)
class Ground:
    bands: tuple  # (x, y, width, height) of the dyed strips beneath the weave
    weaves: tuple
    corners: tuple  # (x, y) of each corner's square
    medallions: tuple  # middles of corners and sides
    knots: tuple
    medallion: tuple
    field: tuple
    rose: tuple
    halo: tuple
    inner: str


@cache
def ground():
    near, far_x, far_y = INSET + CORNER / 2, WIDTH - INSET - CORNER / 2, HEIGHT - INSET - CORNER / 2
    centres = [(x, y) for x in (near, far_x) for y in (near, far_y)]
    middles = [(WIDTH / 2, near), (WIDTH / 2, far_y), (near, HEIGHT / 2), (far_x, HEIGHT / 2)]
    return Ground(
        bands=_bands(near, far_x, far_y),
        weaves=tuple(
            Threads(side.transform, tuple(_weave(side.length)))
            for side in art.frame(WIDTH, HEIGHT, INSET, CORNER)
        ),
        corners=tuple((x - CORNER / 2, y - CORNER / 2) for x, y in centres),
        medallions=tuple(centres),
        knots=tuple(middles),
        medallion=tuple(art.rosette(3.6, 1.7, 8, 3) + art.rosette(1.5, 0.55, 8, 2)),
        field=tuple(_field()),
        rose=tuple(art.rosette(43, 11, 12, 10)),
        halo=tuple(art.rosette(25, 6.5, 12, 6)),
        inner=begonia(29, 29, WIDTH - 58, HEIGHT - 58, 7),
    )


def _bands(near, far_x, far_y):
    half = BAND / 2
    across, down = WIDTH - 2 * near, HEIGHT - 2 * near
    return (
        (near, near - half, across, BAND),
        (near, far_y - half, across, BAND),
        (near - half, near, BAND, down),
        (far_x - half, near, BAND, down),
    )


def _weave(length):
    waves = round(length / 14)
    return (
        art.weave(length, BAND * 0.41, waves, 6, spread=1.5)
        + art.weave(length, -BAND * 0.41, waves, 6, spread=1.5)
        + art.weave(length, BAND * 0.12, waves * 2, 2)
    )


def _field():
    """Long quiet waves behind the text, in pairs that cross."""
    left, width = 29.0, WIDTH - 58
    for line in range(14):
        y = 38 + line * 10.3
        for phase in (0.0, 3.14159):
            yield Threads(f"translate({left} {y:.1f})", (art.wave(width, 2.6, 9, phase),))


def begonia(x, y, width, height, notch):
    """A frame whose corners bow inward, as on lattice windows and old ledgers."""
    right, bottom = x + width, y + height
    return (
        f"M{x + notch} {y}H{right - notch}a{notch} {notch} 0 0 0 {notch} {notch}"
        f"V{bottom - notch}a{notch} {notch} 0 0 0 -{notch} {notch}"
        f"H{x + notch}a{notch} {notch} 0 0 0 -{notch} -{notch}"
        f"V{y + notch}a{notch} {notch} 0 0 0 {notch} -{notch}z"
    )
