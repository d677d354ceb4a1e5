from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


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
