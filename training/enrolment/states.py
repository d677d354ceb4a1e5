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
    BUREAU = "bureau", _("Bureau")
    EMPLOYER = "employer", _("Employer")


# An officer stood beside the person; no code was sent to prove the phone.
VOUCHED = {Channel.VILLAGE_OFFICER, Channel.BUREAU}
