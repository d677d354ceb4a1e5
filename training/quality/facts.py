"""What the figures are made of: one row of plain numbers for each class."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

Pair = tuple[float, float]  # score before, score after, each out of 100


class Name(NamedTuple):
    pk: int
    label: str


NOBODY = Name(0, "")


@dataclass(frozen=True)
class ClassFacts:
    """A class in numbers. Read once; every indicator is arithmetic over a list of these.

    A trainee is someone who took part, also one who left during the class.
    """

    training_class: Name = NOBODY
    provider: Name = NOBODY
    trade: Name = NOBODY
    places: tuple[Name, ...] = ()  # from the province down to the venue's own region
    ends_on: date | None = None
    over: bool = True
    followed_up: bool = True  # six months have passed, so an outcome is due
    planned: int = 0
    trainees: int = 0
    left: int = 0
    concluded: int = 0
    completed: int = 0
    certified: int = 0
    hours_held: float = 0
    hours_marked: float = 0
    hours_attended: float = 0
    invited: int = 0
    answered: int = 0
    answers: tuple[int, ...] = (0, 0, 0, 0, 0)  # to the overall question: how many gave 1, 2, …
    pairs: tuple[Pair, ...] = ()
    at_work: int = 0
    not_working: int = 0


Facts = Iterable[ClassFacts]


def total(facts: Facts, name: str) -> float:
    """The sum of one number over the classes."""
    return sum(getattr(row, name) for row in facts)


def answers_of(facts: Facts) -> list[int]:
    """How many gave 1, 2, … 5 to the overall question in all the classes."""
    return [sum(column) for column in zip(*(row.answers for row in facts), strict=True)] or [0] * 5


def pairs_of(facts: Facts) -> list[Pair]:
    return [pair for row in facts for pair in row.pairs]
