"""Fields that are unreadable in the database, and a keyed hash by which they can be found.

AES-256-GCM with the key's id in front, so that keys can be rotated; the column's name is bound
in as associated data, so that a value moved to another column does not open.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models import lookups

from training.conf import setting

NONCE_BYTES = 12


def _derived(purpose, secret):
    return hashlib.sha256(f"training:{purpose}:{secret}".encode()).digest()


@lru_cache(maxsize=16)
def _ring(configured, secret):
    """Key id → cipher, newest first. Without configured keys: one derived from SECRET_KEY."""
    entries = [entry.split(":", 1) for entry in configured]
    keys = {name: base64.b64decode(key) for name, key in entries}
    return {name: AESGCM(key) for name, key in (keys or {"0": _derived("field", secret)}).items()}


def _keys():
    return _ring(tuple(setting("FIELD_KEYS")), settings.SECRET_KEY)


def newest_key() -> str:
    """The id of the key that seals from now on; it stands in front of what it sealed."""
    return next(iter(_keys()))


def blind_index(value: str) -> str:
    """A keyed hash of ``value``: equal values have equal indexes, and it cannot be undone."""
    return _index(value, setting("INDEX_KEY"))


def indexer() -> Callable[[str], str]:
    """``blind_index`` for many values: the key is looked up once."""
    key = _index_key(setting("INDEX_KEY"), settings.SECRET_KEY)
    digest = hmac.digest
    return lambda value: digest(key, value.encode(), "sha256").hex()


def blind_indexes(value: str) -> list[str]:
    """The index of ``value`` under today's key and those before it, for looking rows up: some
    may not have been rewritten yet (`manage.py rotate_keys`)."""
    return [_index(value, key) for key in (setting("INDEX_KEY"), *setting("OLD_INDEX_KEYS"))]


def _index(value, configured):
    key = _index_key(configured, settings.SECRET_KEY)
    return hmac.digest(key, value.encode(), "sha256").hex()


@lru_cache(maxsize=16)
def _index_key(configured, secret):
    return configured.encode() or _derived("index", secret)


def fingerprinter(start: str) -> Callable[[str], int]:
    """Keyed hashes of 64 bits of texts that all begin with ``start``, for telling whether one was
    seen before; never an identity. Two of a million meet by chance once in some ten million tries.
    """
    key = _index_key(setting("INDEX_KEY"), settings.SECRET_KEY)[:64]
    begun = hashlib.blake2b(start.encode(), key=key, digest_size=8, person=b"landed")

    def fingerprint(value: str) -> int:
        whole = begun.copy()
        whole.update(value.encode())
        return int.from_bytes(whole.digest(), signed=True)

    return fingerprint


def encrypt(value: str, context: str) -> str:
    return sealer(context)(value)


def sealer(context: str) -> Callable[[str], str]:
    """``encrypt`` for many values of one column: the key is looked up once."""
    name, key = next(iter(_keys().items()))
    seal, prefix, bound = key.encrypt, f"{name}:", context.encode()

    def sealed(value: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        raw = nonce + seal(nonce, value.encode(), bound)
        return prefix + base64.b64encode(raw).decode()

    return sealed


def decrypt(token: str, context: str) -> str:
    name, _, payload = token.partition(":")
    try:
        key = _keys()[name]
    except KeyError:
        raise ImproperlyConfigured(f"No key {name!r} among TRAINING['FIELD_KEYS'].") from None
    raw = base64.b64decode(payload)
    try:
        return key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()
    except InvalidTag:
        raise ImproperlyConfigured(f"The key {name!r} does not open {context}.") from None


def seal_bytes(block: bytes, context: str) -> bytes:
    """The same for what is not text: key id, nonce and sealed bytes."""
    name, key = next(iter(_keys().items()))
    nonce = os.urandom(NONCE_BYTES)
    return name.encode() + b":" + nonce + key.encrypt(nonce, block, context.encode())


def open_bytes(token: bytes, context: str) -> bytes:
    name, _, payload = token.partition(b":")
    key = _keys()[name.decode()]
    return key.decrypt(payload[:NONCE_BYTES], payload[NONCE_BYTES:], context.encode())


class IsEmpty(lookups.Exact):
    """Whether anything is written there at all: the empty text is kept as it is."""

    def __init__(self, lhs, rhs):
        if rhs != "":
            raise FieldError("An encrypted value cannot be compared: look it up by its index.")
        super().__init__(lhs, rhs)


class EncryptedField(models.TextField):
    """Text encrypted at rest. It can be read row by row, never searched: use a blind index."""

    @property
    def context(self):
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value, expression, connection):
        return decrypt(value, self.context) if value else value

    def get_prep_value(self, value):
        return encrypt(value, self.context) if value else value

    def get_lookup(self, lookup_name):
        if lookup_name == "exact":
            return IsEmpty
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: look it up by its index.")
        return super().get_lookup(lookup_name)
