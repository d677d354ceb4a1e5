from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    ISSUED = "issued", _("In force")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Replaced")
