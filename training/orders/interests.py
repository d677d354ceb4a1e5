"""Verbs about people who want to learn something before there is a class: they wait for one."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import Course
from training.organisations.models import Region
from training.organisations.reach import User
from training.people.models import Person

from .models import Interest
from .states import Closed, SaidThrough


@transaction.atomic
def wait_for(
    person: Person,
    course: Course,
    region: Region,
    *,
    by: User | None,
    free_from: date | None = None,
    channel: SaidThrough = SaidThrough.SELF,
) -> Interest:
    """``person`` wants to learn ``course`` near ``region``. Saying it again keeps their place in
    the line and changes where and from when."""
    Person.objects.select_for_update().get(pk=person.pk)  # one at a time says it for the person
    waiting = Interest.objects.open().filter(person=person, course=course).first()
    if waiting and (waiting.region_id, waiting.free_from) == (region.pk, free_from):
        return waiting
    if waiting:
        waiting.region, waiting.free_from = region, free_from
        waiting.save(update_fields=["region", "free_from"])
    else:
        waiting = Interest.objects.create(
            person=person,
            course=course,
            region=region,
            free_from=free_from,
            since=timezone.localdate(),
            channel=channel,
            by=by,
        )
    log(waiting, "training.wait_for", user=by, data={"channel": channel})
    return waiting


@transaction.atomic
def close_interest(
    interest: Interest, because: Closed = Closed.WITHDRAWN, *, by: User | None
) -> Interest:
    """The person waits no longer. Closing twice keeps the first reason."""
    interest = Interest.objects.select_for_update().get(pk=interest.pk)
    if interest.closed_at:
        return interest
    interest.closed_at, interest.closed_because = timezone.now(), because
    interest.save(update_fields=["closed_at", "closed_because"])
    log(interest, "training.close_interest", user=by, data={"because": because})
    return interest
