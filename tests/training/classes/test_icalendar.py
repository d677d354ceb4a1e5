from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from training.classes.icalendar import Appointment, calendar, folded, text

CHINA = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 9, tzinfo=CHINA)


def lesson(**kwargs):
    facts = {"uid": "lesson-1@yiji", "summary": "刀工", "stamp": MORNING}
    times = {"starts_at": MORNING, "ends_at": MORNING.replace(hour=12)}
    return Appointment(**facts | times | kwargs)


def test_an_appointment_line_by_line():
    told = calendar("我的课", [lesson(location="一号灶间", sequence=2)]).decode().split("\r\n")

    assert told[told.index("BEGIN:VEVENT") : -2] == [
        "BEGIN:VEVENT",
        "UID:lesson-1@yiji",
        "DTSTAMP:20260302T010000Z",
        "DTSTART:20260302T010000Z",
        "DTEND:20260302T040000Z",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "SUMMARY:刀工",
        "LOCATION:一号灶间",
        "END:VEVENT",
    ]
    assert told[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert told[-2:] == ["END:VCALENDAR", ""]


def test_what_was_called_off_is_told_as_called_off():
    assert b"STATUS:CANCELLED\r\n" in calendar("甲", [lesson(cancelled=True)])


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("a, b; c", r"a\, b\; c"),
        ("back\\slash", r"back\\slash"),
        ("one\r\ntwo", r"one\ntwo"),
        ("bell\a全角　空格", "bell全角　空格"),
    ],
    ids=["marks", "backslash", "lines", "control"],
)
def test_text_is_escaped(written, escaped):
    assert text(written) == escaped


def test_a_line_cannot_be_smuggled_in():
    told = calendar("甲", [lesson(summary="刀工\r\nATTACH:http://bad.example")])

    assert b"\r\nATTACH" not in told


@pytest.mark.parametrize("char", ["a", "é", "刀", "𠮷"], ids=["1", "2", "3", "4 octets"])
def test_long_lines_are_folded_and_no_character_is_cut(char):
    line = "SUMMARY:" + char * 100

    pieces = folded(line).split(b"\r\n")

    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:-1])
    assert b"".join(pieces).decode().replace(" ", "") == line  # each piece is whole characters
    assert [piece.decode() for piece in pieces]
