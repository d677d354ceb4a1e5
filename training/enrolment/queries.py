"""What can still be joined, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from courses.models import Course
from training.classes.models import Trainer, TrainingClass, TrainingClassQuerySet
from training.classes.queries import trainers_of
from training.organisations.models import Region, RegionQuerySet
from training.organisations.reach import User, Visitor, any_of, reach_of
from training.organisations.states import RegionLevel

from .models import Enrolment, EnrolmentQuerySet, with_free_seats


@dataclass(frozen=True)
class OpenClass:
    """A class one can still join; ``free`` may be 0: it is shown, so that people see it exists."""

    training_class: TrainingClass
    trainers: list[Trainer]
    free: int


def open_classes(today: date) -> TrainingClassQuerySet:
    return with_free_seats(TrainingClass.objects.open_on(today)).order_by("starts_on", "pk")


def open_classes_of(course: Course, today: date) -> list[OpenClass]:
    classes = (
        open_classes(today)
        .filter(course=course)
        .with_rows_for_lists()
        .prefetch_related("lessons__trainer")
    )
    return [OpenClass(row, trainers_of(row.lessons.all()), row.free) for row in classes]


def next_classes(courses: Iterable[Course], today: date) -> dict[int, list[TrainingClass]]:
    """Course id → its open classes, soonest first; one query for a page full of courses."""
    found: dict[int, list[TrainingClass]] = {}
    for row in open_classes(today).filter(course__in=courses):
        found.setdefault(row.course_id, []).append(row)
    return found


def places_with_open_classes(today: date) -> RegionQuerySet:
    """Counties and townships in which a class can be joined, each below the one it lies in."""
    paths = TrainingClass.objects.open_on(today).values_list("venue__region__path", flat=True)
    codes = {code for path in paths.distinct() for code in path.split("/") if code}
    levels = [RegionLevel.COUNTY, RegionLevel.TOWNSHIP]
    return Region.objects.filter(code__in=codes, level__in=levels).order_by("path")


def classes_near(user: User, today: date) -> TrainingClassQuerySet:
    """Open classes with a free seat in the counties of the places an officer answers for."""
    reach = reach_of(user)
    paths = [*reach.villages, *reach.regions]
    codes = {code for path in paths for code in path.split("/") if code}
    counties = Region.objects.filter(code__in=codes, level=RegionLevel.COUNTY)
    near = any_of(
        Q(venue__region__path__startswith=path)
        for path in [*paths, *counties.values_list("path", flat=True)]
    )
    return open_classes(today).filter(near, free__gt=0).with_rows_for_lists()


def classes_shown_to(user: Visitor) -> TrainingClassQuerySet:
    """What the bureau approved is public. The rest is seen by those concerned with it."""
    shown = Q(pk__in=TrainingClass.objects.held().values("pk"))
    if user.is_authenticated:
        seats = Enrolment.objects.filter(person__user=user)
        shown |= Q(pk__in=TrainingClass.objects.visible_to(user).values("pk"))
        shown |= Q(pk__in=seats.values("training_class"))
    return with_free_seats(TrainingClass.objects.filter(shown))


def seats_of(user: Visitor, training_class: TrainingClass) -> EnrolmentQuerySet:
    """The seats in this class of the people who share the user's phone."""
    if not user.is_authenticated:
        return Enrolment.objects.none()
    seated = Enrolment.objects.seated().filter(person__user=user, training_class=training_class)
    return seated.select_related("person")
