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


class OrderKind(TextChoices):
    ORDER_BASED = "order", _("Order-based")
    TARGETED = "targeted", _("Targeted")


KINDS_TOLD = [
    (OrderKind.ORDER_BASED, _("Order-based: people are trained for this kind of work")),
    (OrderKind.TARGETED, _("Targeted: they are trained for you, and you take them on")),
]


class Refused(TextChoices):
    """Who said no, and to what."""

    DECLINED = "declined", _("The offer was declined by the employer")
    WITHDRAWN = "withdrawn", _("The offer was withdrawn by the training provider")
    CANNOT = "cannot", _("The training provider cannot answer this order")


class RefusalReason(TextChoices):
    TOO_LATE = "too_late", _("The dates do not fit")
    TOO_FAR = "too_far", _("The place is too far away")
    NO_TRAINER = "no_trainer", _("No trainer, room or equipment for it")
    NO_PAPERS = "no_papers", _("Not accredited for this course")
    TOO_FEW = "too_few", _("Too few people want to come")
    NOT_NEEDED = "not_needed", _("The people are no longer needed")
    CONDITIONS = "conditions", _("Wage or conditions do not fit")
    OTHER = "other", _("Another reason")


# Which reasons make sense in whose mouth; asked in this order.
SAID_BY = {
    Refused.DECLINED: (
        *(RefusalReason.TOO_LATE, RefusalReason.TOO_FAR, RefusalReason.NOT_NEEDED),
        RefusalReason.OTHER,
    ),
    Refused.WITHDRAWN: (
        *(RefusalReason.NO_TRAINER, RefusalReason.TOO_FEW, RefusalReason.TOO_LATE),
        RefusalReason.OTHER,
    ),
    Refused.CANNOT: (
        *(RefusalReason.NO_TRAINER, RefusalReason.NO_PAPERS, RefusalReason.TOO_LATE),
        *(RefusalReason.TOO_FAR, RefusalReason.TOO_FEW, RefusalReason.CONDITIONS),
        RefusalReason.OTHER,
    ),
}


class SaidThrough(TextChoices):
    """Who wrote down that a person wants to learn something."""

    SELF = "self", _("Themselves")
    VILLAGE_OFFICER = "village_officer", _("Village officer")
    BUREAU = "bureau", _("Bureau")


class Closed(TextChoices):
    """Why an interest waits no longer."""

    ENROLLED = "enrolled", _("Has a seat in a class")
    WITHDRAWN = "withdrawn", _("No longer wants it")
