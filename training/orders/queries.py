"""Where an order stands, and what an employer can ask for."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Q, QuerySet

from courses.models import Course
from training.classes.states import ClassState
from training.organisations.models import Bureau, Employer, Region, RegionQuerySet, Venue
from training.organisations.reach import any_of
from training.organisations.states import RegionLevel

from .models import Offer, Order, OrderQuerySet, Refusal
from .states import OrderState, Refused

Choices = list[tuple[str, list[tuple[int, str]]]]  # grouped

ORDERED, APPROVAL, OFFERS, TRAINING, FINISHED = range(1, 6)


def orders_of(employers: Iterable[Employer]) -> OrderQuerySet:
    """Their orders with everything a list of them tells."""
    return (
        Order.objects.filter(employer__in=employers)
        .select_related("employer", "bureau")
        .prefetch_related(
            "lines__course__trade",
            "lines__region__parent",
            "lines__offers__training_class__venue",
            "lines__offers__training_class__provider",
        )
    )


def standing_offers(order: Order) -> list[Offer]:
    """Offers of classes that were not cancelled, the earliest class first."""
    offers = [
        offer
        for line in order.lines.all()
        for offer in line.offers.all()
        if offer.training_class.state != ClassState.CANCELLED
    ]
    return sorted(offers, key=lambda offer: offer.training_class.starts_on)


def refused_offers(order: Order) -> QuerySet[Refusal]:
    """Offers that one side or the other took back, the latest first."""
    taken_back = Refusal.objects.filter(line__order=order).exclude(kind=Refused.CANNOT)
    return taken_back.select_related("provider", "line__course")


def step_of(order: Order) -> int:
    """What the order waits for, counted from one; one more than the last when all is done."""
    if order.state != OrderState.APPROVED:
        return APPROVAL if order.state == OrderState.PLACED else ORDERED
    offers = standing_offers(order)
    if not offers:
        return OFFERS
    offered = sum(offer.seats for offer in offers)
    ordered = sum(line.seats for line in order.lines.all())
    over = all(offer.training_class.state == ClassState.CONCLUDED for offer in offers)
    return FINISHED + 1 if over and offered >= ordered else TRAINING


def courses_to_order(current: Iterable[int] = ()) -> QuerySet[Course]:
    """The courses on offer, and those already ordered."""
    courses = Course.objects.filter(Q(offered=True) | Q(pk__in=current)).select_related("trade")
    return courses.order_by("trade__position", "trade__slug", "name", "-level")


def by_trade(courses: Iterable[Course]) -> Choices:
    """As choices grouped by trade."""
    return [
        (trade.label, [(row.pk, f"{row.label} · {row.level_label}") for row in rows])
        for trade, rows in groupby(courses, key=lambda course: course.trade)
    ]


def places_for(employers: Iterable[Employer | Bureau]) -> RegionQuerySet:
    """Counties and townships of the orderers' cities, each county before its townships."""
    return places_near([employer.region for employer in employers])


def places_near(regions: Iterable[Region]) -> RegionQuerySet:
    """Counties and townships of the cities these lie in; where no city is known, of all."""
    codes = {code for region in regions for code in region.codes_upwards}
    cities = Region.objects.filter(code__in=codes, level=RegionLevel.CITY)
    places = Region.objects.filter(level__in=[RegionLevel.COUNTY, RegionLevel.TOWNSHIP])
    paths = list(cities.values_list("path", flat=True))
    return places.filter(any_of(Q(path__startswith=path) for path in paths)) if paths else places


def places_to_learn(regions: Iterable[Region | None]) -> RegionQuerySet:
    """Places near those where people live; of whom it is not known, where there is a school."""
    if known := [region for region in regions if region]:
        return places_near(known)
    paths = Venue.objects.values_list("region__path", flat=True).distinct()
    codes = {code for path in paths for code in path.split("/") if code}
    levels = [RegionLevel.COUNTY, RegionLevel.TOWNSHIP]
    return Region.objects.filter(code__in=codes, level__in=levels)


def by_county(places: RegionQuerySet) -> Choices:
    """As choices grouped by county; the county itself stands first in its group."""
    groups = []
    for row in places.order_by("path"):
        if row.level == RegionLevel.COUNTY:
            groups.append((row.label, [(row.pk, row.label)]))
        elif groups:
            groups[-1][1].append((row.pk, row.label))
    return groups
