"""The one place that decides how much of a person the public may read.

Different masks of the same number can be put together again, so nothing else in the product
cuts a name, number or phone.
"""


def mask_name(name: str) -> str:
    """The first character, a star for each other, dots of a compound name left in place: 陈**."""
    return name[:1] + "".join(char if char == "·" else "*" for char in name[1:])


def mask_id_number(number: str) -> str:
    """First three and last two of the 18 characters: neither birth date nor county can be read."""
    return _mask(number, "*" * (len(number) - 5))


def mask_phone(phone: str) -> str:
    return _mask(phone, "****")


def _mask(text, stars):
    """First three and last two characters; all of a text too short to hide anything in."""
    short = len(text) <= 5  # noqa: PLR2004  (the three and the two)
    return "*" * len(text) if short else f"{text[:3]}{stars}{text[-2:]}"
