"""Fields that are unreadable in the database, and a keyed hash by which they can be found.

AES-256-GCM with the key's id in front, so that keys can be rotated; the column's name is bound
in as associated data, so that a value moved to another column does not open.
"""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

from training.conf import setting

NONCE_BYTES = 12


def _derived(purpose):
    return hashlib.sha256(f"training:{purpose}:{settings.SECRET_KEY}".encode()).digest()


def _keys():
    """Key id → 32 bytes, newest first. Without configured keys: one derived from SECRET_KEY."""
    configured = [entry.split(":", 1) for entry in setting("FIELD_KEYS")]
    return {name: base64.b64decode(key) for name, key in configured} or {"0": _derived("field")}


def blind_index(value: str) -> str:
    """A keyed hash of ``value``: equal values have equal indexes, and it cannot be undone."""
    key = setting("INDEX_KEY").encode() or _derived("index")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def encrypt(value: str, context: str) -> str:
    name, key = next(iter(_keys().items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, value.encode(), context.encode())
    return f"{name}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(token: str, context: str) -> str:
    name, _, payload = token.partition(":")
    try:
        key = _keys()[name]
    except KeyError:
        raise ImproperlyConfigured(f"No key {name!r} among TRAINING['FIELD_KEYS'].") from None
    raw = base64.b64decode(payload)
    try:
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()
    except InvalidTag:
        raise ImproperlyConfigured(f"The key {name!r} does not open {context}.") from None


class EncryptedField(models.TextField):
    """Text encrypted at rest. It can be read row by row, never searched: use a blind index."""

    @property
    def _context(self):
        return f"{self.model._meta.label_lower}.{self.name}"

    def from_db_value(self, value, expression, connection):
        return decrypt(value, self._context) if value else value

    def get_prep_value(self, value):
        return encrypt(value, self._context) if value else value

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: look it up by its index.")
        return super().get_lookup(lookup_name)
