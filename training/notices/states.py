from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a message is about."""

    CODE = "code", _("Sign-in code")
    OFFER = "offer", _("A seat is offered")
    REMINDER = "reminder", _("Reminder")
    CHANGED = "changed", _("The class was changed")
    ENROLLED = "enrolled", _("Seated in a class")
    WAITING = "waiting", _("On the waiting list")
    CANCELLED = "cancelled", _("The class was cancelled")
    CERTIFICATE = "certificate", _("Certificate")
    OTHER = "other", _("Another message")


class MessageState(TextChoices):
    """waiting → sending → sent; or back to waiting, and after some tries failed.

    Unsure: it went to the sender, and nobody can tell whether it arrived. An officer decides.
    """

    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    UNSURE = "unsure", _("Nobody knows whether it arrived")
    DROPPED = "dropped", _("Not sent")


# What an officer has to look at, and may send again or leave.
TO_DECIDE = {MessageState.FAILED, MessageState.UNSURE}
# What still needs its text: everything else of a code is wiped.
UNDERWAY = {MessageState.WAITING, MessageState.SENDING}
# What may be sent in the middle of the night: somebody waits for it with the phone in hand.
AT_ANY_HOUR = {Kind.CODE}


class Fault(TextChoices):
    """Why a message did not go out. Not choices: a sender may have words of its own."""

    NO_ADDRESS = "no_address", _("There is no number to send it to")
    NO_SENDER = "no_sender", _("Nothing is set up that sends such messages")
    REFUSED = "refused", _("The operator refused it")
    UNREACHABLE = "unreachable", _("The operator could not be reached")
    NO_ANSWER = "no_answer", _("The operator did not answer")
    CUT_OFF = "cut_off", _("The program was stopped while it was sent")
    BROKEN = "broken", _("The program that sends it has a fault")
    EXPIRED = "expired", _("It was too late to send it")
    LEFT = "left", _("An officer left it at that")


# Not choices: a plug-in brings a channel without a migration.
CHANNELS = {"sms": _("Text message"), "wechat": _("WeChat"), "email": _("E-mail")}
