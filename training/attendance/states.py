from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MarkStatus(TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    EXCUSED = "excused", _("On leave")
    ABSENT = "absent", _("Absent")


ATTENDED = {MarkStatus.PRESENT, MarkStatus.LATE}
