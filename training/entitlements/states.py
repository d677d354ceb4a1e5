from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EntitlementState(TextChoices):
    CLAIMED = "claimed", _("Can be used")
    RESERVED = "reserved", _("Kept for a class")
    USED = "used", _("Used")
    SETTLED = "settled", _("Settled")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Taken back")


# In these, and in no others, a voucher stands for a seat.
FOR_A_SEAT = {EntitlementState.RESERVED, EntitlementState.USED, EntitlementState.SETTLED}
SPENT = {EntitlementState.USED, EntitlementState.SETTLED}
# What a bureau may still take back: no class was paid with it.
NOT_USED = {EntitlementState.CLAIMED, EntitlementState.RESERVED, EntitlementState.EXPIRED}


class ClaimChannel(TextChoices):
    """Who asked for the voucher."""

    SELF = "self", _("Themselves")
    VILLAGE_OFFICER = "village_officer", _("Village officer")
    BUREAU = "bureau", _("Bureau")
