from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class TooManyOffered(ValidationError):
    def __init__(self, ordered: int, excess: int) -> None:
        super().__init__(
            ngettext_lazy(
                "The employer ordered %(ordered)d; this offer is %(count)d too many.",
                "The employer ordered %(ordered)d; this offer is %(count)d too many.",
                excess,
            ),
            code="too_many_offered",
            params={"ordered": ordered, "count": excess},
        )


class CourseDiffers(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("The class teaches another course than the one ordered."), code="course_differs"
        )


class TooFewSeats(ValidationError):
    def __init__(self, left: int) -> None:
        super().__init__(
            ngettext_lazy(
                "The class has %(count)d seat left to offer.",
                "The class has %(count)d seats left to offer.",
                left,
            ),
            code="too_few_seats",
            params={"count": left},
        )


class NotTooMany(ValidationError):
    """An overrun was to be accepted where there is none."""

    def __init__(self, ordered: int) -> None:
        super().__init__(
            ngettext_lazy(
                "This is no more than the %(count)d that was ordered; the training provider can "
                "offer it without an exception.",
                "This is no more than the %(count)d that were ordered; the training provider can "
                "offer it without an exception.",
                ordered,
            ),
            code="not_too_many",
            params={"count": ordered},
        )


class NoLine(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Please say what you order: at least one course."), code="no_line")
