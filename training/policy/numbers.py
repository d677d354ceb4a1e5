"""Numbers as people write them."""

from decimal import Decimal


def plain(number) -> str:
    """At most one decimal, and none that says nothing: 80, 62.5."""
    return f"{Decimal(number).quantize(Decimal('0.1')).normalize():f}"
