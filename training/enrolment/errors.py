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


class SeatsTaken(ValidationError):
    """Fewer seats than are given already."""

    def __init__(self, given: int) -> None:
        super().__init__(
            ngettext_lazy(
                "%(count)d seat is taken or promised; there cannot be fewer.",
                "%(count)d seats are taken or promised; there cannot be fewer.",
                given,
            ),
            code="seats_taken",
            params={"count": given},
        )


class OthersWait(ValidationError):
    """A seat may be free, but it is for those on the waiting list."""

    def __init__(self, waiting: int) -> None:
        super().__init__(
            ngettext_lazy(
                "%(count)d person waits for a seat in this class; seats that come free are theirs "
                "first. You can join the waiting list.",
                "%(count)d people wait for a seat in this class; seats that come free are theirs "
                "first. You can join the waiting list.",
                waiting,
            ),
            code="others_wait",
            params={"count": waiting},
        )


class SeatsFree(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("Seats are free and nobody waits. Please enrol; there is no need to wait."),
            code="seats_free",
        )


class GroupTooLarge(ValidationError):
    def __init__(self, seats: int) -> None:
        super().__init__(
            ngettext_lazy(
                "The class has %(count)d seat; the group is larger.",
                "The class has %(count)d seats; the group is larger.",
                seats,
            ),
            code="group_too_large",
            params={"count": seats},
        )


class HasSeat(ValidationError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s has a seat in this class already."),
            code="has_seat",
            params={"name": name},
        )


class NothingOffered(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("No seat is offered any more: the time to answer is over, or it was answered."),
            code="nothing_offered",
        )


class NotWaiting(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("One of you does not wait any more, or was just offered a seat."), code="not_waiting"
        )


class NotEnoughFree(ValidationError):
    """Fewer seats are free than are to be reserved."""

    def __init__(self, free: int) -> None:
        super().__init__(
            ngettext_lazy(
                "Only %(count)d seat can be reserved: the others are taken, or people wait for "
                "them.",
                "Only %(count)d seats can be reserved: the others are taken, or people wait for "
                "them.",
                free,
            ),
            code="not_enough_free",
            params={"count": free},
        )


class NotMergeable(ValidationError):
    """Two classes cannot become one; the message says why."""


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
