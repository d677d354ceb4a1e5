"""What is wanted where: who waits for a class, what was ordered, what is offered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from courses.models import Course
from training.classes.states import ClassState
from training.orders.models import Interest, OrderLine
from training.orders.states import OrderState
from training.organisations.models import Region
from training.organisations.reach import Reach, User, reach_of
from training.organisations.states import RegionLevel

FEWEST_SHOWN = 5  # a provider is not told of fewer people: two of a village are soon guessed
Key = tuple[int, str]  # a course, and the path of a place


@dataclass(frozen=True)
class Demand:
    """One course in one place. ``waiting`` is None where it is told as "fewer than five"."""

    course: Course
    place: Region
    waiting: int | None
    since: date | None
    ordered: int
    offered: int

    @property
    def is_few(self) -> bool:
        return self.waiting is None

    @property
    def missing(self) -> int:
        """Seats that neither an order nor an offer stands for, as far as it is told."""
        return max((self.waiting or 0) - max(self.ordered, self.offered), 0)


def demand_for(
    user: User, *, region: Region | None = None, course: Course | None = None
) -> list[Demand]:
    """A row for each course and county; below a county, for each township of it.

    Officers read of the places they answer for or inspect, providers of every place, as they
    read every approved order; but of people in numbers only, and of few not even the number.
    """
    reach = reach_of(user)
    level = _level(region)
    waiting = _waiting(reach, region, course)
    seats = _seats(user, region, course)
    paths = {path for _course, path in [*waiting, *seats]}
    places = _places(paths, level)
    rows: dict[tuple[int, int], list] = defaultdict(lambda: [0, None, 0, 0])
    for (wanted, path), (count, since) in waiting.items():
        row = rows[wanted, places[path].pk]
        row[0] += count
        row[1] = min(filter(None, (row[1], since)))
    for (wanted, path), (ordered, offered) in seats.items():
        row = rows[wanted, places[path].pk]
        row[2] += ordered
        row[3] += offered
    return _told(rows, places, in_full=sees_people(reach))


def sees_people(reach: Reach) -> bool:
    """Officers and inspectors read of the people of their places by name, so of every number."""
    return bool(reach.everything or reach.regions or reach.inspected)


def _level(region: Region | None) -> str:
    below_a_county = region and region.level in {
        RegionLevel.COUNTY,
        RegionLevel.TOWNSHIP,
        RegionLevel.VILLAGE,
    }
    return RegionLevel.TOWNSHIP if below_a_county else RegionLevel.COUNTY


def _asked(region: Region | None, course: Course | None) -> Q:
    asked = Q()
    if region:
        asked &= Q(region__path__startswith=region.path)
    if course:
        asked &= Q(course=course)
    return asked


def _waiting(
    reach: Reach, region: Region | None, course: Course | None
) -> dict[Key, tuple[int, date]]:
    open_ones = Interest.objects.open().filter(_asked(region, course))
    if sees_people(reach) and not reach.everything:
        open_ones = open_ones.filter(reach.in_regions("region"))
    counted = (
        open_ones.order_by()
        .values("course", "region__path")
        .annotate(people=Count("pk"), first=Min("since"))
    )
    return {(row["course"], row["region__path"]): (row["people"], row["first"]) for row in counted}


def _seats(user: User, region: Region | None, course: Course | None) -> dict[Key, tuple[int, int]]:
    """Ordered and offered, of the approved lines. Not in one sum: the join would multiply."""
    lines = (
        OrderLine.objects.visible_to(user)
        .filter(_asked(region, course), order__state=OrderState.APPROVED)
        .filter(needed_by__gte=timezone.localdate())  # what is past was wanted once
        .order_by()
    )
    ordered = lines.values("course", "region__path").annotate(total=Sum("seats"))
    kept = ~Q(offers__training_class__state=ClassState.CANCELLED)
    offered = lines.values("course", "region__path").annotate(
        total=Sum("offers__seats", filter=kept, default=0)
    )
    promised = {(row["course"], row["region__path"]): row["total"] for row in offered}
    return {
        key: (row["total"], promised.get(key, 0))
        for row in ordered
        for key in [(row["course"], row["region__path"])]
    }


def _places(paths: set[str], level: str) -> dict[str, Region]:
    """The county (or township) each path lies in; the place itself where it lies above one."""
    codes = {code for path in paths for code in path.split("/") if code}
    regions = {
        row.code: row for row in Region.objects.filter(code__in=codes).select_related("parent")
    }
    found = {}
    for path in paths:
        way = [regions[code] for code in path.split("/") if code]
        found[path] = next((row for row in way if row.level == level), way[-1])
    return found


def _told(
    rows: dict[tuple[int, int], list], places: dict[str, Region], *, in_full: bool
) -> list[Demand]:
    by_number = {row.pk: row for row in places.values()}
    courses = Course.objects.select_related("trade").in_bulk([course for course, _ in rows])
    found = []
    for (course, place), (people, since, ordered, offered) in rows.items():
        told = in_full or people == 0 or people >= FEWEST_SHOWN
        found.append(
            Demand(
                courses[course],
                by_number[place],
                people if told else None,
                since if told else None,
                ordered,
                offered,
            )
        )
    return sorted(found, key=_first_where_most_wait)


def _first_where_most_wait(row: Demand) -> tuple:
    return -(row.waiting or 0), row.is_few is False, row.place.path, row.course.name
