"""Files of people's data, unreadable on the disk: sealed block by block with the field key."""

import os
import secrets
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from training.conf import setting
from training.people.encryption import open_bytes, seal_bytes

from .models import RegisterFile

BLOCK = 2**20
LENGTH = 4  # bytes before each block that say how long it is


def _folder() -> Path:
    folder = Path(setting("PRIVATE_ROOT") or Path(settings.MEDIA_ROOT).parent / "private")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def seal(file: IO[bytes]) -> str:
    """Keep what ``file`` holds; returns the name it is found by."""
    name = secrets.token_hex(16)
    file.seek(0)
    with (_folder() / name).open("wb") as sealed:
        number = 0
        while block := file.read(BLOCK):
            # The place of a block is bound in, so that none can be moved or left out unseen.
            token = seal_bytes(block, f"{name}:{number}")
            sealed.write(len(token).to_bytes(LENGTH) + token)
            number += 1
        os.fsync(sealed.fileno())
    return name


def opened(register_file: RegisterFile) -> IO[bytes]:
    """The file in the clear, on a disk place that has no name and is gone when it is closed."""
    name = register_file.sealed_as
    clear = TemporaryFile()  # noqa: SIM115  (whoever asked closes it)
    try:
        with (_folder() / name).open("rb") as sealed:
            number = 0
            while head := sealed.read(LENGTH):
                clear.write(open_bytes(sealed.read(int.from_bytes(head)), f"{name}:{number}"))
                number += 1
    except InvalidTag:
        raise ImproperlyConfigured(f"No key opens the register file {name}.") from None
    clear.seek(0)
    return clear


def destroy(register_file: RegisterFile) -> None:
    """Take the file off the disk; what became of its rows stays on record."""
    if register_file.sealed_as:
        (_folder() / register_file.sealed_as).unlink(missing_ok=True)
