from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from .states import ATTENDED


@dataclass(frozen=True)
class Hours:
    """Class hours of one trainee: attended, marked at all, planned by the timetable."""

    attended: Decimal
    marked: Decimal
    planned: Decimal

    @property
    def share_of_planned(self) -> Decimal | None:
        """Per cent of the planned hours; None when nothing was planned."""
        return self.attended * 100 / self.planned if self.planned else None


def hours_of(enrolment) -> Hours:
    """Called-off lessons count neither as planned nor as missed."""
    planned = enrolment.training_class.lessons.filter(cancelled=False).aggregate(
        total=Sum("class_hours", default=Decimal(0))
    )["total"]
    marks = enrolment.marks.filter(lesson__cancelled=False).aggregate(
        marked=Sum("lesson__class_hours", default=Decimal(0)),
        attended=Sum("lesson__class_hours", filter=Q(status__in=ATTENDED), default=Decimal(0)),
    )
    return Hours(planned=planned, **marks)
