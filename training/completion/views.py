from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from training.attendance.queries import lessons_with_marked
from training.classes.models import TrainingClass
from training.classes.queries import meetings
from training.enrolment.places import ended_for, places_of, waiting_of
from training.people.sessions import login_required

from .queries import my_classes
from .standings import standings_in, tested

NEWS = timedelta(days=14)  # for so long a waiting that ended is told


@never_cache
@login_required
def my(request):
    """The worker's own page. It stands this high because it tells what every room knows."""
    people = my_classes(request.user, timezone.now())
    context = {
        "people": people,
        "places": places_of(waiting_of(request.user)),
        "ended": ended_for(request.user, timezone.now() - NEWS),
        "several": len(people) > 1,
        "urgent": [
            row
            for _person, rows in people
            for row in rows
            if row.today or row.survey_waits or row.new_certificate
        ],
        "has_seats": any(rows for _person, rows in people),
    }
    return render(request, "training/completion/my.html", context)


@never_cache
@login_required
def teach_class(request, pk):
    """A class as those who teach it, or answer for it, see it."""
    classes = TrainingClass.objects.visible_to(request.user).with_rows_for_lists()
    training_class = get_object_or_404(classes.select_related("venue", "assessor"), pk=pk)
    moment = timezone.now()
    standings = standings_in(training_class, request.user)
    this_class = TrainingClass.objects.filter(pk=pk)
    context = {
        "training_class": training_class,
        "meetings": meetings(lessons_with_marked(training_class), moment),
        "standings": standings,
        "seated": sum(not row.left for row in standings),
        "tested": tested(standings),
        "may_test": this_class.tested_by(request.user).exists(),
        "may_mark": this_class.taught_by(request.user).exists(),
    }
    return render(request, "training/completion/teach_class.html", context)
