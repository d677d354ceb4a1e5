"""The rotating code: a keyed hash of lesson and time step. There is no table of codes to go stale.

A code is good during its own step and the one after, so that a hand that is slow, or a clock
that is a little off, does not cost the mark. Refreshing the trainer's page changes nothing.
"""

import hashlib
import hmac
from datetime import datetime

import segno
from django.conf import settings

from training.conf import setting
from training.people.cleaning import only_digits

TOLERANCE = 1  # steps after its own in which a code is still good
DIGITS = 6


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // setting("QR_STEP_SECONDS")


def seconds_left(moment: datetime) -> int:
    """Until the next code is due; never 0."""
    step = setting("QR_STEP_SECONDS")
    return step - int(moment.timestamp()) % step


def _digest(lesson_id: int, step: int) -> str:
    key = f"training.attendance:{settings.SECRET_KEY}".encode()
    return hmac.new(key, f"{lesson_id}:{step}".encode(), hashlib.sha256).hexdigest()


def token_at(lesson_id: int, moment: datetime) -> str:
    """What the QR code carries."""
    return f"{lesson_id}-{_digest(lesson_id, step_at(moment))[:20]}"


def digits_at(lesson_id: int, moment: datetime) -> str:
    """The same for a phone without a camera: six digits to type."""
    return _as_digits(_digest(lesson_id, step_at(moment)))


def _as_digits(digest: str) -> str:
    return f"{int(digest[-12:], 16) % 10**DIGITS:0{DIGITS}}"


def _good_digests(lesson_id: int, moment: datetime) -> list[str]:
    return [_digest(lesson_id, step_at(moment) - back) for back in range(TOLERANCE + 1)]


def lesson_of_token(token: str, moment: datetime) -> int | None:
    """The lesson a scanned token stands for, or None when it is stale or forged."""
    lesson_id, _, digest = token.partition("-")
    if not (token.isascii() and lesson_id.isdigit()):
        return None
    good = any(
        hmac.compare_digest(digest, expected[:20])
        for expected in _good_digests(int(lesson_id), moment)
    )
    return int(lesson_id) if good else None


def digits_match(lesson_id: int, typed: str, moment: datetime) -> bool:
    typed = only_digits(typed)
    return any(
        hmac.compare_digest(typed, _as_digits(digest))
        for digest in _good_digests(lesson_id, moment)
    )


def drawn(address: str) -> str:
    """The QR code of an address as SVG: black on white whatever the colours of the page."""
    return segno.make(address, error="m").svg_inline(
        border=2, dark="#000", light="#fff", omitsize=True
    )
