"""Refusals, named as facts. All are ValidationErrors, so a form can show them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class MissingGlyph(ValidationError):
    """A character that no packaged face can draw: it would print as an empty box."""

    def __init__(self, characters: list[str]) -> None:
        self.characters = characters
        names = "、".join(f"{character} (U+{ord(character):04X})" for character in characters)
        super().__init__(
            _(
                "The certificate cannot be printed: our fonts have no sign for %(characters)s. "
                "Check how the name is written on the identity card."
            ),
            code="missing_glyph",
            params={"characters": names},
        )


class MissingFact(ValidationError):
    """The wording of the kind names a fact the caller did not bring."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(
            _("The certificate cannot be issued: %(facts)s is missing."),
            code="missing_fact",
            params={"facts": ", ".join(names)},
        )


class NotInForce(ValidationError):
    def __init__(self, number: str) -> None:
        super().__init__(
            _("Certificate %(number)s is no longer in force, so it cannot be changed."),
            code="not_in_force",
            params={"number": number},
        )


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Say why: the reason is shown to anyone who verifies the number."))
