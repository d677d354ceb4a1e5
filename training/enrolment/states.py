from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnrolmentState(TextChoices):
    ENROLLED = "enrolled", _("Enrolled")
    WITHDRAWN = "withdrawn", _("Withdrew before the class began")
    DROPPED = "dropped", _("Left during the class")


SEATED = {EnrolmentState.ENROLLED}
# Those who took part, however long: the "whole" of every quality figure.
STARTED = {EnrolmentState.ENROLLED, EnrolmentState.DROPPED}


class Channel(TextChoices):
    """Who enrolled the person."""

    SELF = "self", _("Themselves")
    VILLAGE_OFFICER = "village_officer", _("Village officer")
    PROVIDER = "provider", _("Training provider")
    EMPLOYER = "employer", _("Employer")
    BUREAU = "bureau", _("Bureau")


# An officer stood beside the person; no code was sent to prove the phone.
VOUCHED = {Channel.VILLAGE_OFFICER, Channel.BUREAU}


class SeatUse(TextChoices):
    """What a seat is used for. It is one of these at a time, so it is never given twice."""

    FREE = "free", _("Free")
    HELD = "held", _("Held while somebody enrols")
    OFFERED = "offered", _("Offered to somebody on the waiting list")
    TAKEN = "taken", _("Taken")


PROMISED = {SeatUse.HELD, SeatUse.OFFERED}  # until a moment


class WaitingState(TextChoices):
    WAITING = "waiting", _("Waiting")
    OFFERED = "offered", _("A seat is offered")
    SEATED = "seated", _("Accepted the seat")
    DECLINED = "declined", _("Declined the seat")
    EXPIRED = "expired", _("Did not answer in time")
    LEFT = "left", _("Left the waiting list")
    UNSERVED = "unserved", _("The class began; no seat came free")
    STRUCK = "struck", _("Taken off the list")


IN_QUEUE = {WaitingState.WAITING, WaitingState.OFFERED}
