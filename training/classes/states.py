from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from training.policy.states import DeliveryMode


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
# Prepared or with the bureau: what such a class wants to book may still change.
PLANNED = {ClassState.DRAFT, ClassState.FILED, ClassState.RETURNED}
TOGETHER = {DeliveryMode.GROUP, DeliveryMode.MIXED}
ON_SCREEN = {DeliveryMode.ONLINE, DeliveryMode.MIXED}


class LessonKind(TextChoices):
    THEORY = "theory", _("Theory")
    PRACTICE = "practice", _("Practice")


class StudyForm(TextChoices):
    FULL_TIME = "full_time", _("Full time")
    PART_TIME = "part_time", _("Part time")


class TestForm(TextChoices):
    """How a test is held."""

    __test__ = False  # not one of pytest's

    WRITTEN = "written", _("On paper")
    COMPUTER = "computer", _("On a computer")
    ORAL = "oral", _("Questions answered aloud")
    PRACTICAL = "practical", _("A task done before the assessor")
    WORK = "work", _("A piece of work handed in")


class ChangeState(TextChoices):
    OPEN = "open", _("Waiting for the bureau")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
