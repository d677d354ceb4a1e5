"""Certificate numbers: ``YJ-445100-2026-000123-37``.

Prefix of the kind, region code, year, serial, and two check digits (ISO 7064 MOD 97-10) that
catch every single mistyped character and every swap of neighbours. The serial of a series is a
locked row raised inside the transaction that issues: a rolled-back issue gives its serial back,
so there are neither gaps nor doubles.
"""

import re
import unicodedata

from stdnum.iso7064 import mod_97_10

from .models import CertificateKind, Serial

COMPACT = re.compile(r"([A-Z]{2,4})(\d{6})(\d{4})(\d{6,})(\d{2})")


def take_turn(kind: CertificateKind, region_code: str, year: int) -> Serial:
    """The counter of a series, ours alone until the transaction ends."""
    series = f"{kind.prefix}-{region_code}-{year}"
    Serial.objects.get_or_create(series=series)
    return _lock(series)


def _lock(series: str) -> Serial:
    """PostgreSQL locks the row. SQLite ignores ``select_for_update`` but lets only one
    transaction write, provided it is opened IMMEDIATE (see the site's settings).
    """
    return Serial.objects.select_for_update().get(series=series)


def next_number(serial: Serial) -> str:
    """Raise a counter taken by ``take_turn`` and write the number out."""
    serial.last += 1
    serial.save(update_fields=["last"])
    return with_check_digits(f"{serial.series}-{serial.last:06d}")


def with_check_digits(number: str) -> str:
    return f"{number}-{mod_97_10.calc_check_digits(number.replace('-', ''))}"


def parse(text: str) -> str | None:
    """The number as we write it, or None when it cannot be one or was mistyped.

    People paste full-width signs, lower case, spaces and missing hyphens; all are forgiven.
    """
    compact = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())
    match = COMPACT.fullmatch(compact)
    if not match or not mod_97_10.is_valid(compact):
        return None
    return "-".join(match.groups())
