"""A calendar as phones read it: RFC 5545, the few properties that appointments need.

Times are in UTC, which every calendar turns into the clock on its wall: no VTIMEZONE can be wrong.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from unicodedata import category

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST = 75  # octets in a line, its end not counted
REFRESH = "PT6H"


@dataclass(frozen=True)
class Appointment:
    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    stamp: datetime  # when it was last changed
    location: str = ""
    description: str = ""
    sequence: int = 0
    cancelled: bool = False

    def lines(self) -> Iterator[str]:
        yield "BEGIN:VEVENT"
        yield f"UID:{self.uid}"
        yield f"DTSTAMP:{in_utc(self.stamp)}"
        yield f"DTSTART:{in_utc(self.starts_at)}"
        yield f"DTEND:{in_utc(self.ends_at)}"
        yield f"SEQUENCE:{self.sequence}"
        yield f"STATUS:{'CANCELLED' if self.cancelled else 'CONFIRMED'}"
        yield f"SUMMARY:{text(self.summary)}"
        if self.location:
            yield f"LOCATION:{text(self.location)}"
        if self.description:
            yield f"DESCRIPTION:{text(self.description)}"
        yield "END:VEVENT"


def calendar(name: str, appointments: Iterable[Appointment]) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Yiji//Training//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *(line for appointment in appointments for line in appointment.lines()),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text(value: str) -> str:
    """A TEXT value: marks with a meaning are escaped, control characters left out."""
    lines = "\n".join(str(value).splitlines())
    shown = "".join(char for char in lines if char == "\n" or category(char) != "Cc")
    for mark in ("\\", ";", ","):
        shown = shown.replace(mark, f"\\{mark}")
    return shown.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets; no character is cut in two."""
    pieces, piece = [], b""
    for char in line:
        octets = char.encode()
        if len(piece) + len(octets) > LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
