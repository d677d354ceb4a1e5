from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .states import RuleKey


class NoRule(ValidationError):
    """Nobody has ruled on this for the place and day; the answer is unknown, not zero."""

    def __init__(self, key: RuleKey, on: date) -> None:
        super().__init__(
            _("No rule on “%(rule)s” is in force on %(day)s."),
            code="no_rule",
            params={"rule": key.label, "day": on.isoformat()},
        )
