"""The five lists on any day, and who shares a bank account."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, FilteredRelation, Q

from training.organisations.models import Region
from training.organisations.reach import User

from .encryption import blind_indexes
from .models import ListPlace, Person, PersonQuerySet

# A list, or None for people who stood on none.
Place = str | None


def place_on(people: Iterable[Person], day: date) -> dict[int, ListPlace]:
    """Where each of the people stood on ``day``; who stood on no list is not in the answer."""
    places = ListPlace.objects.filter(person__in=people).holding_on(day)
    return {place.person_id: place for place in places}


def lists_on(day: date, user: User, region: Region | None = None) -> dict[Place, int]:
    """How many of the people ``user`` sees stood on each list on ``day``, and how many on none.

    Counted are the people of today's register where they live today: where somebody lived then
    is not known.
    """
    found = (
        _people(user, region).annotate(place=_place_on(day)).values_list("place__list").order_by()
    )
    return Counter(dict(found.annotate(people=Count("pk"))))


def moves_between(
    first: date, last: date, user: User, region: Region | None = None
) -> dict[tuple[Place, Place], int]:
    """(list on the first day, list on the last) → people; one query. Those who stayed, too."""
    found = (
        _people(user, region)
        .annotate(before=_place_on(first), after=_place_on(last))
        .values_list("before__list", "after__list")
        .order_by()
        .annotate(people=Count("pk"))
    )
    return Counter({(before, after): people for before, after, people in found})


def _people(user: User, region: Region | None) -> PersonQuerySet:
    people = Person.objects.visible_to(user)
    return people.filter(region__path__startswith=region.path) if region else people


def _place_on(day: date) -> FilteredRelation:
    """The places of a person never overlap, so that this joins one row at most."""
    still = Q(list_places__until__isnull=True) | Q(list_places__until__gt=day)
    return FilteredRelation("list_places", condition=still & Q(list_places__since__lte=day))


def with_the_same_account(person: Person, user: User) -> PersonQuerySet:
    """Others the same bank account stands with, as far as ``user`` sees them."""
    if not person.bank_account:
        return Person.objects.none()
    indexes = blind_indexes(person.bank_account)
    return Person.objects.visible_to(user).filter(bank_index__in=indexes).exclude(pk=person.pk)
