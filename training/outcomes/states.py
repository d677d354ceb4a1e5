from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Contact(TextChoices):
    """How the attempt to reach the person ended."""

    REACHED = "reached", _("Reached")
    DEAD_NUMBER = "dead_number", _("Empty, wrong or stopped number")
    REFUSED = "refused", _("Hung up or refused")
    NOT_THE_PERSON = "not_the_person", _("Not the person, or moved away")
    NOT_TRIED = "not_tried", _("Not tried yet")


class Work(TextChoices):
    EMPLOYEE = "employee", _("Employee")
    SELF_EMPLOYED = "self_employed", _("Own business")
    FAMILY_BUSINESS = "family_business", _("Family business")
    WORKSHOP = "workshop", _("Village workshop")
    PUBLIC_POST = "public_post", _("Public-welfare post")
    NOT_WORKING = "not_working", _("Not working")
    UNKNOWN = "unknown", _("Not known")


AT_WORK = {
    Work.EMPLOYEE,
    Work.SELF_EMPLOYED,
    Work.FAMILY_BUSINESS,
    Work.WORKSHOP,
    Work.PUBLIC_POST,
}
