from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrderState(TextChoices):
    PLACED = "placed", _("Waiting for the bureau")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MOVES = {
    OrderState.PLACED: {OrderState.APPROVED, OrderState.RETURNED, OrderState.WITHDRAWN},
    OrderState.RETURNED: {OrderState.PLACED, OrderState.WITHDRAWN},
    OrderState.APPROVED: {OrderState.WITHDRAWN},
    OrderState.WITHDRAWN: set(),
}
