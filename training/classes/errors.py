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
