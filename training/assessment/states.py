from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Moment(TextChoices):
    BEFORE = "before", _("Before the class")
    AFTER = "after", _("After the class")
