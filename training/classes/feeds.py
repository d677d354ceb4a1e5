"""Calendars that a phone asks for by itself: their addresses, and what stands in them.

Phones cannot sign in, so whoever has the address reads the calendar. It is a secret, signed by
this site, and made anew whenever its owner likes. No trainee's name stands in any calendar.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from training.organisations.models import Venue
from training.organisations.reach import User

from .icalendar import Appointment
from .models import CalendarFeed, Lesson, LessonQuerySet, Room
from .states import HELD, ClassState

SIGNER = Signer(salt="training.classes.feeds", sep=".")
KEPT = timedelta(days=60)  # how far back a calendar tells


def _of(thing: User | Room | Venue) -> dict[str, User | Room | Venue]:
    if isinstance(thing, Room):
        return {"room": thing}
    return {"venue": thing} if isinstance(thing, Venue) else {"user": thing}


def feed_of(thing: User | Room | Venue) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(**_of(thing)).first()


@transaction.atomic
def renew_calendar(thing: User | Room | Venue, *, by: User | None) -> CalendarFeed:
    """Give the calendar an address, or another one: the old address leads nowhere from now on."""
    feed, _made = CalendarFeed.objects.update_or_create(
        **_of(thing), defaults={"secret": secrets.token_urlsafe(24)}
    )
    log(feed, "training.renew_calendar", user=by)
    return feed


def token_of(feed: CalendarFeed) -> str:
    return SIGNER.sign(feed.secret)


def feed_at(token: str) -> CalendarFeed | None:
    """The feed of a token; None for one that was renewed, forged, or whose user is gone."""
    try:
        secret = SIGNER.unsign(token)
    except BadSignature:
        return None
    feed = CalendarFeed.objects.select_related("user", "room__venue", "venue")
    found = feed.filter(secret=secret).first()
    return None if found is None or (found.user and not found.user.is_active) else found


# What stands in them


def told_on(moment: datetime) -> LessonQuerySet:
    """Lessons a calendar tells: of classes that were approved, and if called off, that they are."""
    was_decided = Q(training_class__state=ClassState.CANCELLED) & ~Q(
        training_class__decided_at=None
    )
    return (
        Lesson.objects.filter(Q(training_class__state__in=HELD) | was_decided)
        .filter(ends_at__gte=moment - KEPT)
        .select_related("training_class__course", "training_class__venue__region", "room")
        .order_by("starts_at", "pk")
    )


def taught_by(user: User, moment: datetime) -> LessonQuerySet:
    """The lessons of a trainer, at the schools they still teach for."""
    given = Lesson.objects.given_by(user).filter(trainer__user=user)
    return told_on(moment).filter(pk__in=given.values("pk"))


def held_in(place: Room | Venue, moment: datetime) -> LessonQuerySet:
    if isinstance(place, Room):
        return told_on(moment).filter(room=place)
    return told_on(moment).filter(training_class__venue=place)


def appointments(
    lessons: Iterable[Lesson], more: dict[int, str] | None = None
) -> list[Appointment]:
    """``more``: by the number of a class, what is said with each of its lessons."""
    return [_appointment(lesson, (more or {}).get(lesson.training_class_id)) for lesson in lessons]


def _appointment(lesson: Lesson, more: str | None) -> Appointment:
    training_class = lesson.training_class
    cancelled = lesson.cancelled or training_class.state == ClassState.CANCELLED
    facts = {"course": training_class.course.label, "lesson": lesson.title}
    said = [_("Class %(number)s") % {"number": training_class.number}, more or ""]
    return Appointment(
        uid=f"lesson-{lesson.pk}@{_here()}.yiji",
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        summary=_("%(course)s: %(lesson)s") % facts,
        stamp=lesson.revised_at or training_class.decided_at or timezone.now(),
        location=_where(lesson),
        description="\n".join(part for part in said if part),
        sequence=lesson.revision + cancelled,
        cancelled=cancelled,
    )


def _where(lesson: Lesson) -> str:
    venue = lesson.training_class.venue
    told = [venue.label, lesson.room.name if lesson.room else "", venue.region.label, venue.address]
    return ", ".join(part for part in told if part)


def _here() -> str:
    """This site and no other, whatever its address is today."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"training.classes.feeds", hashlib.sha256).hexdigest()[:12]
