from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .states import Purpose


class WrongCode(ValidationError):
    def __init__(self, tries_left: int) -> None:
        super().__init__(
            ngettext_lazy(
                "This code is not right. You can try %(count)d more time.",
                "This code is not right. You can try %(count)d more times.",
                tries_left,
            ),
            code="wrong_code",
            params={"count": tries_left},
        )


class CodeExpired(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("This code is no longer valid. Please ask for a new one."), code="code_expired"
        )


class TooManyCodes(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("Too many codes were sent to this phone. Please try again in an hour."),
            code="too_many_codes",
        )


class NameDiffers(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This identity number is registered under another name. "
                "Please check both, or ask your village officer."
            ),
            code="name_differs",
        )


class PhoneDiffers(ValidationError):
    def __init__(self, masked_phone: str) -> None:
        super().__init__(
            _(
                "This person is registered with the phone %(phone)s. "
                "Please use that phone, or ask your village officer to change it."
            ),
            code="phone_differs",
            params={"phone": masked_phone},
        )


class AlreadyRegistered(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("A person with this identity number is already in the register."),
            code="already_registered",
        )


class ConsentNeeded(ValidationError):
    """A sensitive fact, and the person did not agree that it is kept."""

    def __init__(self, purpose: Purpose) -> None:
        super().__init__(
            _("“%(purpose)s” may only be kept when the person agreed to it."),
            code="consent_needed",
            params={"purpose": purpose.label},
        )


class InTheFuture(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This day has not come yet."), code="in_the_future")


class TooEarly(ValidationError):
    """What is entered would lie before, or on the day of, what is already known."""

    def __init__(self, since: date) -> None:
        super().__init__(
            _("Something is already on record from %(day)s. Please choose a later day."),
            code="too_early",
            params={"day": since.isoformat()},
        )


class NotATelephone(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("This is not a telephone number. A landline needs its area code."),
            code="not_a_telephone",
        )


class SayWhatIsWrong(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("Please write what is wrong and how it should be."), code="say_what_is_wrong"
        )


class StillNeeded(ValidationError):
    """Records hang on the person which the law makes us keep."""

    def __init__(self) -> None:
        super().__init__(
            _("There are training records of this person which the law makes us keep."),
            code="still_needed",
        )


class Unreadable(ValidationError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(file)s cannot be read. Save it as CSV (UTF-8 or GB 18030) or as an Excel book."),
            code="unreadable",
            params={"file": name},
        )


class NoHeadings(ValidationError):
    """A table of people in which no row looks like headings."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "No row of headings was found in the first rows of %(file)s. The table needs a row "
                "with headings such as name, identity number and telephone."
            ),
            code="no_headings",
            params={"file": name},
        )
