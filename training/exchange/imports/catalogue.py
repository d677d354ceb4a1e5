"""Which table is this, and what do its rows say? Reading changes nothing (see `land_rates`)."""

import unicodedata

from django.utils.translation import gettext as _
from wagtail import hooks

from training.exchange.errors import UnknownTable
from training.subsidies.models import Rate

from .base import CatalogueTable, Reading, Refusal, Refused, Row
from .course_hours import CourseHoursTable
from .dongguan import DongguanTable
from .qinghai import QinghaiTable
from .shenzhen import ShenzhenTable

HEADING_WITHIN = 5  # published tables carry a title or two above the headings
LIMITS = {
    name: Rate._meta.get_field(name).max_length
    for name in ("certificate_type", "tier", "source_url")
}


def catalogue_tables() -> dict[str, CatalogueTable]:
    """The shapes we know; a package adds one through `register_exchange_formats`."""
    tables = [
        DongguanTable(),
        QinghaiTable(),
        ShenzhenTable(),
        CourseHoursTable(),
        *(register() for register in hooks.get_hooks("register_exchange_formats")),
    ]
    return {table.slug: table for table in tables if isinstance(table, CatalogueTable)}


def recognise(rows, file_name, slug=None) -> tuple[CatalogueTable, list[Row]]:
    """The table and its rows below the headings. Raises ``UnknownTable``."""
    tables = catalogue_tables()
    wanted = [tables[slug]] if slug else list(tables.values())
    for place, (_number, cells) in enumerate(rows[:HEADING_WITHIN]):
        headings = [unicodedata.normalize("NFKC", cell).lower() for cell in cells]
        for table in wanted:
            if set(table.headings) <= set(headings):
                return table, [
                    Row(number, dict(zip(headings, cells, strict=False)))
                    for number, cells in rows[place + 1 :]
                ]
    raise UnknownTable(file_name, [", ".join(table.headings) for table in wanted])


def read(table, rows) -> Reading:
    """Good lines, and each bad row with its number and reason."""
    reading = Reading(rows=len(rows), warnings=list(table.warnings(rows)))
    first = {}  # what was said about a thing → the line, and the row that said it
    for row in rows:
        try:
            lines = list(table.lines(row))
            _refuse_too_long(lines)
            _refuse_said_before(lines, first)
        except Refused as refused:
            reading.refusals.append(Refusal(row, str(refused)))
            continue
        first |= {line.key: (line, row.number) for line in lines}
        reading.lines += lines
    return reading


def _refuse_too_long(lines):
    for line in lines:
        for name, most in LIMITS.items():
            if len(getattr(line, name)) > most:
                raise Refused(
                    _("The %(field)s is longer than %(most)d characters.")
                    % {"field": Rate._meta.get_field(name).verbose_name, "most": most}
                )


def _refuse_said_before(lines, first):
    for line in lines:
        earlier, number = first.get(line.key, (None, None))
        if earlier == line:
            raise Refused(_("It repeats row %(number)d.") % {"number": number})
        if earlier:
            raise Refused(
                _("It contradicts row %(number)d, which gives the same line other figures.")
                % {"number": number}
            )
