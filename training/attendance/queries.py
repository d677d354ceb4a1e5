from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum

from training.classes.models import Lesson, LessonQuerySet, TrainingClass
from training.enrolment.models import Enrolment, EnrolmentQuerySet
from training.enrolment.states import SEATED
from training.organisations.reach import User

from .models import Mark
from .rules import OPENS_BEFORE
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


COUNTED = {
    "marked": Sum("lesson__class_hours", default=Decimal(0)),
    "attended": Sum("lesson__class_hours", filter=Q(status__in=ATTENDED), default=Decimal(0)),
}


def _planned(training_class: TrainingClass) -> Decimal:
    return training_class.lessons.filter(cancelled=False).aggregate(
        total=Sum("class_hours", default=Decimal(0))
    )["total"]


def hours_of(enrolment: Enrolment) -> Hours:
    """Called-off lessons count neither as planned nor as missed."""
    marks = enrolment.marks.filter(lesson__cancelled=False).aggregate(**COUNTED)
    return Hours(planned=_planned(enrolment.training_class), **marks)


def hours_in(training_class: TrainingClass, enrolments: Iterable[Enrolment]) -> dict[int, Hours]:
    """The same for many enrolments of one class, by their id."""
    planned = _planned(training_class)
    marks = Mark.objects.filter(lesson__training_class=training_class, lesson__cancelled=False)
    # Each row: the enrolment, then the sums in the order of COUNTED.
    sums = marks.order_by().values_list("enrolment").annotate(**COUNTED)
    counted = {pk: Hours(attended, marked, planned) for pk, marked, attended in sums}
    nothing = Hours(Decimal(0), Decimal(0), planned)
    return {row.pk: counted.get(row.pk, nothing) for row in enrolments}


def lessons_with_marked(training_class: TrainingClass) -> LessonQuerySet:
    """The timetable, each lesson with how many of those seated were ``marked``."""
    seated = Q(marks__enrolment__state__in=SEATED)
    return training_class.lessons.select_related("trainer").annotate(
        marked=Count("marks", filter=seated)
    )


@dataclass(frozen=True)
class Presence:
    """How many of those with a seat were there, were not, and nobody marked yet."""

    there: int
    away: int
    seated: int

    @property
    def blank(self) -> int:
        return self.seated - self.there - self.away

    @property
    def marked(self) -> int:
        return self.there + self.away


def presence_in(lesson: Lesson) -> Presence:
    seated = lesson.training_class.enrolments.seated()
    marked = lesson.marks.filter(enrolment__in=seated)
    there = marked.attended().count()
    return Presence(there, marked.count() - there, seated.count())


def never_there(enrolments: EnrolmentQuerySet) -> set[int]:
    """Those who attended no lesson although others of their class did.

    Where nobody was ever marked nothing is known, so there nobody is.
    """
    held = Mark.objects.attended().values("enrolment__training_class")
    seen = Mark.objects.attended().values("enrolment")
    missing = enrolments.filter(training_class__in=held).exclude(pk__in=seen)
    return set(missing.values_list("pk", flat=True))


def lessons_open_for(user: User, moment: datetime) -> LessonQuerySet:
    """Lessons in which someone on this user's phone could check in now."""
    seats = Enrolment.objects.seated().filter(person__user=user)
    return (
        Lesson.objects.filter(
            cancelled=False,
            starts_at__lte=moment + OPENS_BEFORE,
            ends_at__gte=moment,
            training_class__in=TrainingClass.objects.held(),
            training_class__enrolments__in=seats,
        )
        .select_related("training_class__course")
        .distinct()
    )
