from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClassState(TextChoices):
    DRAFT = "draft", _("Being prepared")
    FILED = "filed", _("Filed, waiting for the bureau")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", _("Approved")
    CONCLUDED = "concluded", _("Concluded")
    CANCELLED = "cancelled", _("Cancelled")


# From a state, the states a class may go to.
MOVES = {
    ClassState.DRAFT: {ClassState.FILED, ClassState.CANCELLED},
    ClassState.FILED: {ClassState.APPROVED, ClassState.RETURNED, ClassState.CANCELLED},
    ClassState.RETURNED: {ClassState.FILED, ClassState.CANCELLED},
    ClassState.APPROVED: {ClassState.CONCLUDED, ClassState.CANCELLED},
    ClassState.CONCLUDED: set(),
    ClassState.CANCELLED: set(),
}
EDITABLE = {ClassState.DRAFT, ClassState.RETURNED}
OVER = {ClassState.CONCLUDED, ClassState.CANCELLED}
HELD = {ClassState.APPROVED, ClassState.CONCLUDED}


class LessonKind(TextChoices):
    THEORY = "theory", _("Theory")
    PRACTICE = "practice", _("Practice")
