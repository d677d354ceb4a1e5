"""Many rows at once: COPY on PostgreSQL, Django's bulk verbs elsewhere.

Neither calls ``save()``: whoever uses this brings every column, cleaned.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from django.db import OperationalError, connection, models, transaction

from .encryption import EncryptedField, sealer

BATCH = 500


def _postgresql():
    return connection.vendor == "postgresql"


def do_not_wait_for_the_disk() -> None:
    """For this transaction of many that can be done again: its commit returns before it is safe
    on the disk. Should the server lose power, whole last transactions are missing, in order."""
    if _postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")


def take_off_indexes(model) -> list[str]:
    """Drop what only makes rows easy to find, and return how to make it again. What keeps rows
    apart (primary key, unique) stays. To be done before the rows come, and undone after them:
    a million rows are indexed at once in the time in which some ten thousand are one by one.
    Nothing happens while others hold the table, or where the database is not PostgreSQL."""
    if not _postgresql():
        return []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout TO '3s'")
            cursor.execute(
                "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
                "WHERE indrelid = %s::regclass AND NOT indisunique",
                [model._meta.db_table],
            )
            found = cursor.fetchall()
            for name, _how in found:
                cursor.execute(f"DROP INDEX {name}")
    except OperationalError:
        return []
    return [how.replace("INDEX", "INDEX IF NOT EXISTS", 1) for _name, how in found]


def put_back_indexes(how: Sequence[str]) -> None:
    """Make the indexes again that were taken off. Writers wait, readers do not."""
    with transaction.atomic(), connection.cursor() as cursor:
        if how:
            cursor.execute("SET LOCAL maintenance_work_mem TO '256MB'")
        for statement in how:
            cursor.execute(statement)


def insert(model, fields: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Insert ``rows``, each with the values of ``fields`` in order."""
    if _postgresql():
        _copy(model, model._meta.db_table, fields, rows)
    else:
        new = (model(**dict(zip(fields, row, strict=True))) for row in rows)
        model._default_manager.bulk_create(new, batch_size=BATCH)


@dataclass(frozen=True)
class Same:
    """A column that holds one value in every row."""

    value: object


def insert_columns(model, columns: Mapping[str, Sequence | Same], count: int) -> None:
    """Insert ``count`` rows, given column by column."""
    if not _postgresql():
        cells = [
            repeat(column.value, count) if isinstance(column, Same) else column
            for column in columns.values()
        ]
        insert(model, list(columns), zip(*cells, strict=True))
        return
    found = {model._meta.get_field(name): column for name, column in columns.items()}
    names = ", ".join(f'"{field.column}"' for field in found)
    written = [_written(field, column, count) for field, column in found.items()]
    lines = "\n".join(map("\t".join, zip(*written, strict=True)))
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        copy.write(f"{lines}\n" if count else "")


# What stands for itself in PostgreSQL's text format once these are escaped.
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
NEEDS_ESCAPE = re.compile(r"[\\\n\r\t]")


def _written(field, column, count):
    """A column as PostgreSQL reads it in text format."""
    if isinstance(column, Same):
        return repeat(_written(field, [column.value], 1)[0], count)
    if prepare := _prepared(field):
        column = [prepare(value) for value in column]
    if isinstance(field, models.CharField | models.TextField):
        plain = not NEEDS_ESCAPE.search("".join(filter(None, column)))
        if plain and None not in column:
            return column
    return ["\\N" if value is None else str(value).translate(ESCAPES) for value in column]


def overwrite(model, fields: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Write ``fields`` of existing rows; the first value of each row is the primary key."""
    if not _postgresql():
        changed = [model(pk=row[0], **dict(zip(fields, row[1:], strict=True))) for row in rows]
        model._default_manager.bulk_update(changed, fields, batch_size=BATCH)
        return
    table, key = model._meta.db_table, model._meta.pk
    columns = [model._meta.get_field(name).column for name in fields]
    quoted = ", ".join(f'"{column}"' for column in columns)
    # Names of tables and columns come from the model alone.
    with connection.cursor() as cursor:
        as_they_are = f'SELECT "{key.column}", {quoted} FROM "{table}"'  # noqa: S608
        cursor.execute(f'CREATE TEMPORARY TABLE "overwritten" AS {as_they_are} WITH NO DATA')
        _copy(model, "overwritten", [key.name, *fields], rows)
        settings = ", ".join(f'"{column}" = o."{column}"' for column in columns)
        cursor.execute(
            f'UPDATE "{table}" t SET {settings} FROM "overwritten" o '  # noqa: S608
            f'WHERE t."{key.column}" = o."{key.column}"'
        )
        cursor.execute('DROP TABLE "overwritten"')


def _copy(model, table, fields, rows):
    found = [model._meta.get_field(name) for name in fields]
    columns = ", ".join(f'"{field.column}"' for field in found)
    prepared = [(place, _prepared(field)) for place, field in enumerate(found)]
    prepared = [(place, prepare) for place, prepare in prepared if prepare]
    with (
        connection.wrap_database_errors,  # a refused row is an IntegrityError here too
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy,
    ):
        for row in rows:
            values = list(row)
            for place, prepare in prepared:
                values[place] = prepare(values[place])
            copy.write_row(values)


def _prepared(field):
    """How a value must be written where COPY would not know; None where it goes as it is."""
    if isinstance(field, EncryptedField):
        seal = sealer(field.context)
        return lambda value: seal(value) if value else value
    if isinstance(field, models.JSONField):
        return json.dumps
    return None
