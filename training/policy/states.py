from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from training.people.states import Category, Tag


class RuleKey(TextChoices):
    """What may be ruled; in what it is counted stands in units.py."""

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
    CLASSES_IN_ALL = "classes_in_all", _("Subsidised classes a person may take in all")
    NO_REPEAT = "no_repeat", _("The same occupation and level only once")
    NO_LOWER_LEVEL = "no_lower_level", _("No lower level after a higher one")
    EXCLUDED = "excluded", _("Group that may not be trained with public money")
    PAPER = "paper", _("Group that must show a paper")
    PRIORITY = "priority", _("Rank of a group on the waiting list")
    HOURS_PER_DAY = "hours_per_day", _("Most class hours in a day")
    THEORY_SHARE = "theory_share", _("Least share of theory, per cent")
    PRACTICE_SHARE = "practice_share", _("Least share of practice, per cent")
    SAFETY_HOURS = "safety_hours", _("Least class hours on safety")
    FILING_LEAD_DAYS = "filing_lead_days", _("Working days before the first day to file a class")
    REVIEW_DAYS = "review_days", _("Working days the bureau has to decide")
    MODE_FACTOR = "mode_factor", _("Share of the rate paid for a mode of training, per cent")
    OFFER_HOURS = "offer_hours", _("Hours an offered seat waits for an answer")
    HOLD_MINUTES = "hold_minutes", _("Minutes a seat is held while somebody enrols")
    PARTY_DAYS = "party_days", _("Days a freed seat is kept for a group on the waiting list")
    ARCHIVE_YEARS = "archive_years", _("Years training records are kept")


class DeliveryMode(TextChoices):
    """How a class is taught."""

    GROUP = "group", _("Together in one place")
    AT_HOME = "at_home", _("At the trainee's home")
    MATERIALS = "materials", _("With materials brought to the home")
    ONLINE = "online", _("Online")
    MIXED = "mixed", _("Partly online")


# What a rule may be about, besides a place and a time. A rule that is not here is about everybody.
ABOUT_GROUPS = {RuleKey.EXCLUDED, RuleKey.PAPER, RuleKey.PRIORITY}
SUBJECTS = {key: [*Category.choices, *Tag.choices] for key in ABOUT_GROUPS}
SUBJECTS |= {RuleKey.MODE_FACTOR: DeliveryMode.choices}
