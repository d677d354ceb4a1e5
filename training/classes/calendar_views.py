"""Calendars of those who teach, and of places."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from training.organisations.reach import reach_of
from training.people.sessions import login_required

from .feeds import appointments, feed_at, feed_of, held_in, renew_calendar, taught_by, token_of
from .icalendar import MEDIA_TYPE, calendar


@never_cache
@login_required
def teach_calendar(request):
    reach = reach_of(request.user)
    if not (reach.everything or reach.teaching or reach.providers):
        raise PermissionDenied
    return calendar_page(request, page="training:teach_calendar", feed="training:teach_feed")


def calendar_page(request, *, page, feed):
    """The address of one's calendar; POST makes one, or another one."""
    if request.method == "POST":
        renew_calendar(request.user, by=request.user)
        messages.success(request, _("The calendar has a new address."))
        return redirect(page)
    found = feed_of(request.user)
    context = {"address": ""}
    if found:
        path = reverse(feed, args=[token_of(found)])
        context["address"] = request.build_absolute_uri(path)
        context["subscribe"] = f"webcal://{request.get_host()}{path}"
    return render(request, "training/classes/calendar.html", context)


@never_cache
def teach_feed(request, token):
    user = feed_or_404(token).user
    if user is None:
        raise Http404
    return as_calendar(_("My lessons"), appointments(taught_by(user, timezone.now())))


@never_cache
def place_feed(request, token):
    feed = feed_or_404(token)
    place = feed.room or feed.venue
    if place is None:
        raise Http404
    name = f"{place.venue.label} · {place}" if feed.room else place.label
    return as_calendar(name, appointments(held_in(place, timezone.now())))


def feed_or_404(token):
    feed = feed_at(token)
    if feed is None:
        raise Http404
    return feed


def as_calendar(name, told):
    return HttpResponse(
        calendar(name, told), content_type=MEDIA_TYPE, headers={"X-Robots-Tag": "noindex"}
    )
