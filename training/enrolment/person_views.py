"""One of "my people": what a village officer needs in hand when they call or knock."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from training.casework.queries import case_of, done_for, people_in_care_of
from training.people.sessions import login_required

from .models import Enrolment
from .places import places_of, with_class
from .seats import Waiting


@never_cache
@login_required
def village_person(request, pk):
    """The short form first; whatever is sensitive (hardship, bank) is not here at all."""
    people = people_in_care_of(request.user).select_related(
        "region__parent", "officer", "training_wish"
    )
    person = get_object_or_404(people, pk=pk)
    seats = (
        Enrolment.objects.of(person)
        .select_related("training_class__course")
        .order_by("-training_class__starts_on")
    )
    context = {
        "person": person,
        "age": person.age_on(timezone.localdate()),
        "summary": case_of(person),
        "done": done_for(person),
        "seats": seats,
        "places": places_of(with_class(Waiting.objects.in_queue().filter(person=person))),
    }
    return render(request, "training/enrolment/person.html", context)
