from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from training.organisations.errors import ReasonNeeded  # noqa: F401  (the verbs here raise it)


class MayNotClaim(ValidationError):
    """The messages are the rules' own words."""


class NoneLeft(MayNotClaim):
    def __init__(self, places: int) -> None:
        super().__init__(
            ngettext_lazy(
                "All %(count)d of these vouchers are gone.",
                "All %(count)d of these vouchers are gone.",
                places,
            ),
            code="none_left",
            params={"count": places},
        )


class DoesNotFit(ValidationError):
    """The voucher is not for this class; the messages say why."""


class NotFree(ValidationError):
    """The voucher is spent, kept for another class, expired or taken back."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This voucher cannot be used now: it is “%(state)s”."),
            code="not_free",
            params={"state": state},
        )


class NoSuchSeat(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("A voucher is used for a seat of the same person in a class that is still open."),
            code="no_such_seat",
        )


class PaidAlready(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Another voucher is kept for this class already."), code="paid_already")


class NotUsedYet(ValidationError):
    def __init__(self, state: str) -> None:
        super().__init__(
            _("Only a voucher that was used can be settled. This one is “%(state)s”."),
            code="not_used_yet",
            params={"state": state},
        )


class UsedAlready(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("A class was paid with this voucher, so it cannot be taken back any more."),
            code="used_already",
        )


class NotOurPlace(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("A bureau issues vouchers for its own region or a place in it."), code="not_our_place"
        )


class NotShorter(ValidationError):
    def __init__(self, valid_to: date) -> None:
        super().__init__(
            _("People were told they have until %(day)s. Vouchers can only be valid longer."),
            code="not_shorter",
            params={"day": date_format(valid_to)},
        )
