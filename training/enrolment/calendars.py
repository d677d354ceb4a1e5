"""The calendar of those who learn: the lessons of their classes, on their own phone."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from training.classes.calendar_views import as_calendar, calendar_page, feed_or_404
from training.classes.feeds import appointments, told_on
from training.classes.models import TrainingClass
from training.people.sessions import login_required

from .models import Enrolment


@never_cache
@login_required
def my_calendar(request):
    return calendar_page(request, page="training:my_calendar", feed="training:my_feed")


@never_cache
def my_feed(request, token):
    user = feed_or_404(token).user
    if user is None:
        raise Http404
    classes = classes_of(user)
    lessons = told_on(timezone.now()).filter(training_class__in=[row.pk for row in classes])
    more = {row.pk: how_to_get_there(row) for row in classes}
    return as_calendar(_("My class"), appointments(lessons, more))


def classes_of(user):
    """The classes in which somebody of the user's phone has a seat."""
    seats = Enrolment.objects.seated().filter(person__user=user)
    classes = TrainingClass.objects.filter(pk__in=seats.values("training_class"))
    return list(classes.prefetch_related("pick_ups"))


def how_to_get_there(training_class):
    """The bus and what to bring; not the online link, as an address may fall into strange hands."""
    told = []
    if training_class.meets_in_a_place:
        told += [
            _("Bus: %(time)s %(place)s") % {"time": f"{stop.at:%H:%M}", "place": stop.place}
            for stop in training_class.pick_ups.all()
        ]
    return "\n".join(part for part in (*told, training_class.note) if part)
