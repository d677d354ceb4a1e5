from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class WrongState(ValidationError):
    """The row is not in a state from which this can be done."""

    def __init__(self, thing):
        super().__init__(
            _("This cannot be done now: the state is “%(state)s”."),
            code="wrong_state",
            params={"state": thing.get_state_display()},
        )


class ReasonNeeded(ValidationError):
    def __init__(self):
        super().__init__(_("Please give the reason; it will be read."), code="reason_needed")


class NotReady(ValidationError):
    """The class cannot be filed yet; the messages say what is missing."""
