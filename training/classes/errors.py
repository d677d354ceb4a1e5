from collections.abc import Mapping
from datetime import date
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from training.organisations.errors import ReasonNeeded  # noqa: F401  (the verbs here raise it)


class HasState(Protocol):
    def get_state_display(self) -> str: ...


class WrongState(ValidationError):
    """The row is not in a state from which this can be done."""

    def __init__(self, thing: HasState) -> None:
        super().__init__(
            _("This cannot be done now: the state is “%(state)s”."),
            code="wrong_state",
            params={"state": thing.get_state_display()},
        )


class NotOverYet(ValidationError):
    def __init__(self, ends_on: date) -> None:
        super().__init__(
            _("The class runs until %(day)s; it can be concluded from that day on."),
            code="not_over_yet",
            params={"day": date_format(ends_on)},
        )


class NotReady(ValidationError):
    """The class cannot be filed yet; the messages say what is missing."""


class LessonsClash(ValidationError):
    """Lessons want a trainer or a room that is booked; ``by_line`` tells which, and why.

    A line is known by its place in a timetable that is written, by its number in a change.
    """

    def __init__(self, by_line: Mapping[int, list[str]]) -> None:
        super().__init__([sentence for said in by_line.values() for sentence in said])
        self.by_line = by_line


class ChangeWaits(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("The bureau has not answered the last change you asked for. Withdraw it first."),
            code="change_waits",
        )


class NothingChanges(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Nothing is different from what was approved."), code="nothing_changes")


class ChangedMeanwhile(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("The class was changed since this was asked for. The provider must ask again."),
            code="changed_meanwhile",
        )


class NotChangeable(ValidationError):
    """The class cannot stand as asked; the messages say why."""
