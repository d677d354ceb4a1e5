"""The one place that decides how much of a person the public may read.

Different masks of the same number can be put together again, so nothing else in the product
cuts a name, number or phone. A name is masked as on a certificate, which knows nobody.
"""

from certificates.masking import mask_name

__all__ = ["mask_account", "mask_id_number", "mask_name", "mask_phone"]


def mask_id_number(number: str) -> str:
    """First three and last two of the 18 characters: neither birth date nor county can be read."""
    return _mask(number, "*" * (len(number) - 5))


def mask_phone(phone: str) -> str:
    return _mask(phone, "****")


def mask_account(number: str) -> str:
    """The last four, as the slip of a cash machine shows them."""
    return f"****{number[-4:]}" if len(number) > 8 else "*" * len(number)  # noqa: PLR2004


def _mask(text, stars):
    """First three and last two characters; all of a text too short to hide anything in."""
    short = len(text) <= 5  # noqa: PLR2004  (the three and the two)
    return "*" * len(text) if short else f"{text[:3]}{stars}{text[-2:]}"
