"""The plans of a course as lines of text, so that an officer edits them without seeing JSON.

One line is one row, its parts divided by ``|``, or by tabs when pasted from a spreadsheet.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DIVIDER = re.compile(r"[|｜\t]")


@dataclass(frozen=True)
class Column:
    key: str
    label: str | Promise
    number: bool = False
    required: bool = True


MODULES = (
    Column("title", gettext_lazy("module")),
    Column("theory", gettext_lazy("theory class hours"), number=True),
    Column("practice", gettext_lazy("practice class hours"), number=True),
    Column("title_en", gettext_lazy("English name"), required=False),
)
TASKS = (
    Column("task", gettext_lazy("task")),
    Column("weight", gettext_lazy("weight"), number=True),
    Column("task_en", gettext_lazy("English name"), required=False),
)
TOPICS = (
    Column("section", gettext_lazy("section")),
    Column("topic", gettext_lazy("topic")),
    Column("weight", gettext_lazy("weight"), number=True),
    Column("points", gettext_lazy("knowledge points"), number=True, required=False),
)


def to_lines(rows: Iterable[dict], columns: Sequence[Column]) -> str:
    return "\n".join(
        " | ".join(str(row.get(column.key, "")) for column in columns).rstrip(" |") for row in rows
    )


def from_lines(text: str, columns: Sequence[Column]) -> list[dict]:
    """The rows written in ``text``; a ValidationError names every bad line and why."""
    rows, errors = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip(" |｜\t"):
            continue
        try:
            rows.append(_row(line, columns))
        except ValueError as error:
            errors.append(
                _("Line %(number)d: %(reason)s") % {"number": number, "reason": error.args[0]}
            )
    if errors:
        raise ValidationError(errors)
    return rows


def _row(line: str, columns: Sequence[Column]) -> dict:
    parts = [part.strip() for part in DIVIDER.split(line)]
    if len(parts) > len(columns):
        raise ValueError(
            _("there are %(found)d parts, but at most %(allowed)d are read.")
            % {"found": len(parts), "allowed": len(columns)}
        )
    parts += [""] * (len(columns) - len(parts))
    values = {column.key: _value(part, column) for part, column in zip(parts, columns, strict=True)}
    return {key: value for key, value in values.items() if value != ""}


def _value(part: str, column: Column) -> str | float:
    if not part:
        if column.required:
            raise ValueError(_("the %(column)s is missing.") % {"column": column.label})
        return ""
    return _number(part, column) if column.number else part


def _number(part: str, column: Column) -> float:
    try:  # full-width digits come with a Chinese keyboard
        value = Decimal(unicodedata.normalize("NFKC", part))
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or value < 0:
        raise ValueError(
            _("“%(value)s” is not a number for the %(column)s.")
            % {"value": part, "column": column.label}
        )
    return int(value) if value == value.to_integral_value() else float(value)
