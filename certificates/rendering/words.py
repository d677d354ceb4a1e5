"""Dates and wordings as they stand on the paper.

The paper is a Chinese document with a small English line whatever language the clerk works in,
so nothing here goes through the interface's translations.
"""

import re
from datetime import date
from typing import NamedTuple

from certificates.errors import MissingFact

DIGITS = "〇一二三四五六七八九"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FACT = re.compile(r"\{(\w+)\}")
LONGEST_UNBROKEN = 4  # a longer fact may break across lines
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class Piece(NamedTuple):
    """A stretch of the wording; facts are set apart in colour."""

    text: str
    is_fact: bool

    @property
    def keeps_together(self):
        return len(self.text) <= LONGEST_UNBROKEN


def chinese_date(day):
    """2026-11-22 → 二〇二六年十一月二十二日."""
    year = "".join(DIGITS[int(digit)] for digit in f"{day.year}")
    return f"{year}年{_counted(day.month)}月{_counted(day.day)}日"


def _counted(number):
    tens, ones = divmod(number, 10)
    ten = (DIGITS[tens] if tens > 1 else "") + "十" if tens else ""
    return ten + (DIGITS[ones] if ones else "")


def english_date(day):
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period(starts, ends):
    first = f"{starts.year}年{starts.month}月{starts.day}日"
    if starts == ends:
        return first
    year = "" if starts.year == ends.year else f"{ends.year}年"
    return f"{first}至{year}{ends.month}月{ends.day}日"


def english_period(starts, ends):
    if starts == ends:
        return f"on {english_date(starts)}"
    return f"from {english_date(starts)} to {english_date(ends)}"


def readable(facts):
    """The facts as the Chinese wording may name them: ISO dates become `period` and words."""
    return _dated(facts, period, lambda day: period(day, day))


def readable_en(facts):
    english = {
        name: facts.get(f"{name}_en") or value
        for name, value in facts.items()
        if not name.endswith("_en")
    }
    return _dated(english, english_period, english_date)


def _dated(facts, spell_period, spell_day):
    words = {name: "" if value is None else f"{value}" for name, value in facts.items()}
    days = {
        name: value if isinstance(value, date) else date.fromisoformat(value)
        for name, value in facts.items()
        if name.endswith("_on") and value
    }
    words |= {name: spell_day(day) for name, day in days.items()}
    if {"starts_on", "ends_on"} <= days.keys():
        words.setdefault("period", spell_period(days["starts_on"], days["ends_on"]))
    return words


def fill(wording, words):
    """The wording in pieces, facts in their places; [optional parts] go when a fact is empty."""
    wording = OPTIONAL.sub(lambda part: part[1] if _all_known(part[1], words) else "", wording)
    if missing := [name for name in FACT.findall(wording) if not words.get(name)]:
        raise MissingFact(missing)
    texts = FACT.split(wording)
    pieces = (
        Piece(words[text] if index % 2 else text, bool(index % 2))
        for index, text in enumerate(texts)
    )
    return [piece for piece in pieces if piece.text]


def _all_known(part, words):
    return all(words.get(name) for name in FACT.findall(part))
