"""The cinnabar seal: 技 cut out of a square, the issuer's name around it.

Signs are drawn as outlines, so the seal needs no font where it is shown and cannot be edited
as text. It is our mark, deliberately not a copy of the state's round star seal.
"""

from dataclasses import dataclass

from .fonts import KAI, SONG, outline, signs

EM = 1000


@dataclass(frozen=True)
class Stroke:
    d: str
    transform: str


def _place(sign, size, turn, radius):
    """A sign of ``size`` centred on the circle, upright towards the outside."""
    path = SONG if ord(sign) in signs(SONG) else KAI
    scale = size / EM
    # Han signs fill their em square: its middle lies at (500, 380) with the baseline at 0.
    transform = (
        f"rotate({turn:.2f}) translate(0 {-radius:.2f}) "
        f"scale({scale:.4f} {-scale:.4f}) translate(-500 -380)"
    )
    return Stroke(outline(sign, path), transform)


def ring_text(text, radius=14.2, sweep=250.0):
    """The issuer's name along the upper arc; long names come closer and smaller."""
    count = max(len(text), 1)
    step = min(sweep / count, 30.0)
    size = min(4.3, step * 0.0174533 * radius * 0.95)
    first = -step * (count - 1) / 2
    return [
        _place(sign, size, first + index * step, radius)
        for index, sign in enumerate(text)
        if not sign.isspace()
    ]


def mark():
    """技, to be cut out of the square in the middle."""
    return Stroke(outline("技"), "scale(0.0108 -0.0108) translate(-500 -380)")
