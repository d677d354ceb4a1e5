from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RuleKey(TextChoices):
    """What may be ruled. The unit stands in the label."""

    MINUTES_PER_CLASS_HOUR = "minutes_per_class_hour", _("Minutes in a class hour")
    MIN_ATTENDANCE = "min_attendance", _("Least attendance to complete, per cent")
    PASS_MARK_THEORY = "pass_mark_theory", _("Pass mark in theory, of 100")  # noqa: S105
    PASS_MARK_PRACTICE = "pass_mark_practice", _("Pass mark in practice, of 100")  # noqa: S105
    LATE_AFTER_MINUTES = "late_after_minutes", _("Minutes after the start from which one is late")
    MIN_AGE = "min_age", _("Youngest age at the first lesson")
    MAX_AGE_MEN = "max_age_men", _("Oldest age for men")
    MAX_AGE_WOMEN = "max_age_women", _("Oldest age for women")
    CLASS_SIZE = "class_size", _("Largest class, people")
    CLASSES_PER_YEAR = "classes_per_year", _("Classes a person may take in a year")
    ARCHIVE_YEARS = "archive_years", _("Years training records are kept")
