from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class UnknownTable(ValidationError):
    """No row of the file is a heading we know."""

    def __init__(self, name: str, headings: list[str]) -> None:
        super().__init__(
            _(
                "No heading row in %(file)s is known. The file must have one of these rows of "
                "headings: %(headings)s."
            ),
            code="unknown_table",
            params={"file": name, "headings": "; ".join(headings)},
        )


class ColumnMissing(ValidationError):
    def __init__(self, column: str) -> None:
        super().__init__(
            _("Please say which column holds “%(column)s”."),
            code="column_missing",
            params={"column": column},
        )


class ColumnTwice(ValidationError):
    def __init__(self, heading: str) -> None:
        super().__init__(
            _("The column “%(heading)s” cannot hold two things."),
            code="column_twice",
            params={"heading": heading},
        )


class NotReady(ValidationError):
    """A step was asked for before the one it stands on, or while another is being done."""

    def __init__(self) -> None:
        super().__init__(
            _("This file is not ready for that now. Please look at its page again."),
            code="not_ready",
        )


class RegisteredElsewhere(ValidationError):
    """A list names somebody whom another bureau answers for."""

    def __init__(self) -> None:
        super().__init__(
            _("This person is registered in another place. Please ask the bureau there."),
            code="registered_elsewhere",
        )


class FileGone(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("There is nothing left of this file to read. Please bring it again."),
            code="file_gone",
        )
