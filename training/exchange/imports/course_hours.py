"""Published class hours by occupation, level and scheme; no amounts.

The same occupation and level has 400, 150 or 70 hours by the scheme, so the scheme belongs to
the line.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.subsidies.queries import RateLine

from .base import CatalogueTable, Refused, hours_in, level_in, occupation_in


class CourseHoursTable(CatalogueTable):
    slug = "course-hours"
    label = gettext_lazy("Class hours by level and scheme")
    headings = ("occupation", "level", "min_hours", "scheme")
    valid_from = date(2018, 1, 1)  # statements of several years, collected
    source = "各职业标准与培训方案公布的学时"

    def lines(self, row):
        occupation = occupation_in(row, "occupation")
        hours = hours_in(row, "min_hours")
        if hours is None:
            raise Refused(_("The class hours are missing."))
        parts = [hours_in(row, "theory_hours"), hours_in(row, "practice_hours")]
        if None not in parts and sum(parts) != hours:
            raise Refused(
                _("%(theory)d theory and %(practice)d practice hours do not make %(hours)d.")
                % {"theory": parts[0], "practice": parts[1], "hours": hours}
            )
        level = level_in(row["level"])
        yield RateLine(
            occupation=occupation,
            certificate_type=row["scheme"],
            tier="" if level else row["level"],
            level=level,
            class_hours=hours,
            source_url=row["source_url"],
        )
