from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    MALE = "m", _("Male")
    FEMALE = "f", _("Female")


class Category(TextChoices):
    """The main class of a person (财社〔2023〕181号, art. 5); exactly one."""

    RELAPSE_MONITORED = "relapse_monitored", _("Member of a household monitored against poverty")
    GRADUATE = "graduate", _("Graduate of the year")
    SCHOOL_LEAVER = "school_leaver", _("School leaver")
    RURAL_WORKER = "rural_worker", _("Rural worker moving to other work")
    UNEMPLOYED = "unemployed", _("Registered unemployed")
    HARD_TO_EMPLOY = "hard_to_employ", _("Person who has difficulty finding work")
    EMPLOYEE = "employee", _("Employee of a firm")
