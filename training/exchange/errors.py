from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Unreadable(ValidationError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(file)s cannot be read. Save it as CSV (UTF-8 or GB 18030) or as an Excel book."),
            code="unreadable",
            params={"file": name},
        )


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
