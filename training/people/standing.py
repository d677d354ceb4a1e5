"""What a person is from one day to another: a place on the five lists, and tags."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from training.organisations.reach import User

from .errors import InTheFuture, TooEarly
from .models import ListPlace, Person, Tagging
from .states import StandingList, Tag


@transaction.atomic
def move_to_list(
    person: Person, place: StandingList, *, on: date, reason: str = "", by: User | None
) -> ListPlace:
    """Stand on another list from the day ``on``; the last place ends where this one begins.

    Where the person stands already, that place is returned. Raises ``InTheFuture``, or
    ``TooEarly`` when the day is not after the one the last move was made on.
    """
    last = _last_place(person, on)
    if last and last.until is None and last.list == place:
        return last
    _close(last, on)
    moved = person.list_places.create(list=place, since=on, reason=reason.strip(), moved_by=by)
    log(person, "training.move_to_list", user=by, data={"list": place, "on": on.isoformat()})
    return moved


@transaction.atomic
def take_off_lists(person: Person, *, on: date, reason: str = "", by: User | None) -> None:
    """From the day ``on`` the person stands on none of the lists: moved away, or died."""
    last = _last_place(person, on)
    if last is None or last.until is not None:
        return
    _close(last, on)
    data = {"list": None, "on": on.isoformat()}
    if reason.strip():
        data["reason"] = reason.strip()
    log(person, "training.move_to_list", user=by, data=data)


def _last_place(person: Person, on: date) -> ListPlace | None:
    """Moves of one person queue here; two at once would both close the same place."""
    if on > timezone.localdate():
        raise InTheFuture
    Person.objects.select_for_update().get(pk=person.pk)
    return person.list_places.order_by("-since").first()


def _close(last: ListPlace | None, on: date) -> None:
    if last is None:
        return
    if last.until is None:
        if on <= last.since:
            raise TooEarly(last.since)
        last.until = on
        last.save(update_fields=["until"])
    elif on < last.until:
        raise TooEarly(last.until)


@transaction.atomic
def tag(person: Person, tag: Tag, *, since: date, source: str = "", by: User | None) -> Tagging:
    """Note that the person is this, too, from the day ``since``. Twice is once."""
    if since > timezone.localdate():
        raise InTheFuture
    Person.objects.select_for_update().get(pk=person.pk)
    earlier = person.taggings.filter(tag=tag).order_by("-since").first()
    if earlier:
        if earlier.until is None:
            return earlier
        if since < earlier.until:
            raise TooEarly(earlier.until)
    tagging = person.taggings.create(tag=tag, since=since, source=source.strip())
    log(person, "training.tag", user=by, data={"tag": tag})
    return tagging


@transaction.atomic
def untag(tagging: Tagging, *, until: date, by: User | None) -> Tagging:
    """The person is this no longer from the day ``until``. A tag that has ended stays so."""
    if until > timezone.localdate():
        raise InTheFuture
    tagging = Tagging.objects.select_for_update().get(pk=tagging.pk)
    if tagging.until is not None:
        return tagging
    if until <= tagging.since:
        raise TooEarly(tagging.since)
    tagging.until = until
    tagging.save(update_fields=["until"])
    log(tagging.person, "training.untag", user=by, data={"tag": tagging.tag})
    return tagging
