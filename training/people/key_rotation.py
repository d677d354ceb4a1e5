"""From old keys to the newest, while the site runs.

Every write asks whether the row is still as it was read: what somebody edits meanwhile is sealed
with the newest key anyway and is never overwritten. Nothing is remembered between runs; a row's
token says by its first letters which key sealed it, so whoever is cut off simply runs it again.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Substr

from .encryption import EncryptedField, blind_index, newest_key
from .models import Person

BATCH = 500
TRIES = 3
# Index of a person → the sealed fact it is made of.
INDEXES = {"id_index": "id_number", "bank_index": "bank_account"}

Told = Callable[[int], None]


def sealed_fields() -> Iterator[EncryptedField]:
    """Every encrypted field of every installed model."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedField):
                yield field


def _tokens(field: EncryptedField) -> QuerySet:
    """The rows that hold something, with what is stored as it is stored."""
    rows = field.model._base_manager.annotate(stored=Cast(field.attname, TextField()))
    return rows.exclude(stored="").order_by("pk")


def under_old_keys(field: EncryptedField) -> QuerySet:
    mark = f"{newest_key()}:"
    return _tokens(field).annotate(mark=Substr("stored", 1, len(mark))).exclude(mark=mark)


def reseal(field: EncryptedField, *, tell: Told | None = None) -> int:
    """Seal every value of the field with the newest key; returns how many were rewritten."""
    done, last = 0, None
    rows = under_old_keys(field)
    while batch := list(_after(rows, last).values_list("pk", "stored")[:BATCH]):
        done += _write(
            f"UPDATE {_name(field.model._meta.db_table)} SET {_name(field.column)} = %s "  # noqa: S608
            f"WHERE {_name(field.model._meta.pk.column)} = %s AND {_name(field.column)} = %s",
            [(_sealed_again(field, token), pk, token) for pk, token in batch],
        )
        last = batch[-1][0]
        if tell:
            tell(done)
    return done


def _sealed_again(field: EncryptedField, token: str) -> str:
    return field.get_prep_value(field.from_db_value(token, None, connection))


def reindex(index: str, *, tell: Told | None = None) -> tuple[int, list[int]]:
    """Make an index of the people anew with today's key.

    Returns how many were rewritten, and the people who could not be because somebody else has the
    same identity number: registered a second time by a process that knew only one of the keys.
    """
    field: Any = Person._meta.get_field(INDEXES[index])
    done, last = 0, None
    stuck: list[int] = []
    while rows := list(_after(_tokens(field), last).values_list("pk", "stored", index)[:BATCH]):
        wanted = [
            (blind_index(field.from_db_value(token, None, connection)), pk, token, old)
            for pk, token, old in rows
        ]
        written, refused = _write_indexes(index, field, [row for row in wanted if row[0] != row[3]])
        done, stuck, last = done + written, stuck + refused, rows[-1][0]
        if tell:
            tell(done)
    return done, stuck


def _write_indexes(
    index: str, field: EncryptedField, rows: list[tuple[str, int, str, str]]
) -> tuple[int, list[int]]:
    meta = Person._meta
    sql = (
        f"UPDATE {_name(meta.db_table)} SET {_name(index)} = %s "  # noqa: S608
        f"WHERE {_name(meta.pk.column)} = %s AND {_name(field.column)} = %s AND {_name(index)} = %s"
    )
    try:
        return _write(sql, rows), []
    except IntegrityError:
        done, stuck = 0, []
    for row in rows:
        try:
            done += _write(sql, [row])
        except IntegrityError:
            stuck.append(row[1])
    return done, stuck


def _after(rows: QuerySet, last: int | None) -> QuerySet:
    return rows if last is None else rows.filter(pk__gt=last)


def _name(name: Any) -> str:
    return connection.ops.quote_name(name)


def _write(sql: str, rows: list[tuple]) -> int:
    """Names in ``sql`` come from the models alone. A deadlock with an import is tried again."""
    if not rows:
        return 0
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(sql, rows)
                return cursor.rowcount
        except OperationalError:
            if not tries_left:
                raise
    return 0
