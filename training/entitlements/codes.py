"""Numbers of vouchers: eight digits nobody can guess and one that catches a slip of the pen.

Digits alone, in threes, because they are read out over the telephone. The last is Damm's, which
catches every single wrong digit and every swap of neighbours.
"""

import re
import secrets
import unicodedata

from stdnum import damm

DIGITS = 8
LENGTH = DIGITS + 1


def drawn() -> str:
    stem = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    return stem + damm.calc_check_digit(stem)


def written(code: str) -> str:
    """In threes: 482 913 075."""
    return " ".join(code[at : at + 3] for at in range(0, len(code), 3))


def parse(text: str) -> str | None:
    """The number as it is kept, or None when it cannot be one or was mistyped."""
    code = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))
    is_one = len(code) == LENGTH and code.isascii() and code.isdigit() and damm.is_valid(code)
    return code if is_one else None
