"""The facts a certificate may freeze, by the names people know them by."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LABELS = {
    "course": _("Course"),
    "course_en": _("Course, in English"),
    "level": _("Level"),
    "level_en": _("Level, in English"),
    "class_number": _("Class number"),
    "hours": _("Class hours"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "result": _("Result"),
    "result_en": _("Result, in English"),
}
SPECIMEN_HOLDER = "李晓雯"
SPECIMEN_FACTS = {
    "course": "潮州菜烹饪",
    "course_en": "Chaozhou Cuisine",
    "level": "五级/初级工",
    "level_en": "Level 5",
    "class_number": "2026-001",
    "hours": 160,
    "starts_on": "2026-09-02",
    "ends_on": "2026-10-20",
    "result": "合格",
    "result_en": "passed",
}


def told(facts):
    """In one line; a fact only its issuer knows keeps the name the issuer gave it."""
    return "；".join(
        gettext("%(fact)s: %(value)s") % {"fact": LABELS.get(name, name), "value": value}
        for name, value in facts.items()
        if value not in {None, ""}
    )
