from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class AlreadyAnswered(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("You have already answered. Thank you; every answer is counted once."),
            code="already_answered",
        )
