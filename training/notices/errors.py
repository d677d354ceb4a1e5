from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .states import Fault


class NotSent(Exception):
    """What a sender raises when it is certain that the message did not go out.

    ``temporary``: another try later may succeed. Whatever else a sender raises means that nobody
    knows, and then nothing is sent a second time unasked.
    """

    def __init__(self, fault: str = Fault.REFUSED, *, temporary: bool = False) -> None:
        super().__init__(fault)
        self.fault, self.temporary = str(fault), temporary


class TooLate(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("What this message says no longer holds."), code="too_late")


class NobodySeated(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Nobody has a seat in this class."), code="nobody_seated")
