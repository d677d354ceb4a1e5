from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from training.people.states import Category, Tag

# What a rule may be about, by the name people know it by.
GROUPS = dict([*Category.choices, *Tag.choices])


class Answer(TextChoices):
    """May this person take this class?"""

    YES = "yes", _("Yes")
    PAPER = "paper", _("Yes, with a paper")
    NO = "no", _("No")


class ReasonKind(TextChoices):
    NO = "no", _("Against it")
    PAPER = "paper", _("Paper to bring")


class CheckMoment(TextChoices):
    """When the question is asked again; what is true today may not be true at the claim."""

    ENROLMENT = "enrolment", _("At enrolment")
    START = "start", _("When the class began")
    CLAIM = "claim", _("At the claim")


class AppealState(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    UPHELD = "upheld", _("Upheld")
    REFUSED = "refused", _("Refused")
