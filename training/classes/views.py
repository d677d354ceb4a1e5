from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from training.organisations.reach import reach_of
from training.people.sessions import login_required

from .queries import desk_of


@never_cache
@login_required
def teach(request):
    """The trainer's page: the lesson of the hour on top, then what follows, then the classes."""
    reach = reach_of(request.user)
    if not (reach.everything or reach.teaching or reach.providers):
        raise PermissionDenied
    desk = desk_of(request.user, timezone.now())
    return render(request, "training/classes/teach.html", {"desk": desk})
