from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ClassFull(ValidationError):
    def __init__(self, seats: int) -> None:
        super().__init__(
            ngettext_lazy(
                "This class is full: its %(count)d seat is taken.",
                "This class is full: all %(count)d seats are taken.",
                seats,
            ),
            code="class_full",
            params={"count": seats},
        )


class ClassNotOpen(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This class is not open for enrolment."), code="class_not_open")


class NotEligible(ValidationError):
    """The messages are the rules' own words."""


class NothingAgainst(ValidationError):
    """An appeal, where the rules do not refuse."""

    def __init__(self) -> None:
        super().__init__(
            _("The rules are not against this person in this class. Please just enrol."),
            code="nothing_against",
        )


class SayWhy(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Please write why you think it is wrong."), code="say_why")


class NoPaperAsked(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("No paper is wanted of this person, or it was seen already."), code="no_paper_asked"
        )
