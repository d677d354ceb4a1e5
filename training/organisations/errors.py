from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ReasonNeeded(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Please give the reason; it will be read."), code="reason_needed")
