"""Why one line of a roster cannot be taken. Whoever brings it reads of the register only what
they brought themselves, so no sentence here names a telephone, a place or another class."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class TwiceInTheRoster(ValidationError):
    def __init__(self, number: int) -> None:
        super().__init__(
            _("This identity number stands in row %(number)d already."),
            code="twice_in_the_roster",
            params={"number": number},
        )


class OtherName(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("This identity number is registered under another name. Please ask the bureau."),
            code="other_name",
        )


class OtherPhone(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The register has another telephone for this person, and a roster does not change "
                "it. Leave the telephone empty, and the one in the register stays."
            ),
            code="other_phone",
        )


class PhoneMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("This person is new here and needs a mobile phone of their own."),
            code="phone_missing",
        )


class PhoneTaken(ValidationError):
    """Whoever signs in with the phone would see the new person's data."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This telephone already speaks for somebody else. Write the person's own, or let "
                "the village officer enrol them."
            ),
            code="phone_taken",
        )


class NotThisPerson(ValidationError):
    """The rules say no, and the grounds are the person's own affair."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "By the rules this person cannot take this class now. They learn the reason when "
                "they enrol themselves, or from the bureau of their place."
            ),
            code="not_this_person",
        )


class OfferUsedUp(ValidationError):
    def __init__(self, seats: int) -> None:
        super().__init__(
            ngettext_lazy(
                "The school offered you %(count)d seat in this class, and it is taken.",
                "The school offered you %(count)d seats in this class, and all are taken.",
                seats,
            ),
            code="offer_used_up",
            params={"count": seats},
        )


class TooManyLines(ValidationError):
    def __init__(self, most: int) -> None:
        super().__init__(
            _("A roster may name %(most)d people at most. Please divide it."),
            code="too_many_lines",
            params={"most": most},
        )


class ColumnsMissing(ValidationError):
    """Nothing can be read without a column of names and one of identity numbers."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(file)s needs a column “Full name” and a column “Identity number”."),
            code="columns_missing",
            params={"file": name},
        )


class AlreadyBegun(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("The class has begun. Please speak with the school."), code="already_begun"
        )
