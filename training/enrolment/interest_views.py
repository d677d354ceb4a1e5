"""Who wants to learn something and finds no class says so here."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from training.casework.queries import people_in_care_of
from training.orders.forms import InterestForm, NewcomerInterestForm, OwnInterestForm
from training.orders.interests import close_interest, wait_for
from training.orders.models import Interest
from training.orders.queries import places_to_learn
from training.orders.states import SaidThrough
from training.organisations.reach import reach_of
from training.people.actions import register
from training.people.models import Person
from training.people.sessions import login_required, proven_phone

FACTS = ("course", "region")  # what the address may say already


def _asked(request):
    return {name: request.GET[name] for name in FACTS if request.GET.get(name, "").isdecimal()}


@never_cache
@login_required
@sensitive_post_parameters("name", "id_number")
def interests(request):
    """What the people on this phone want to learn; one more is said here."""
    people = Person.objects.filter(user=request.user, consented_at__isnull=False)
    people = people.select_related("region")
    form = _own_form(request, people)
    if form and form.is_valid():
        try:
            _say(request, form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("training:interest")
    waiting = (
        Interest.objects.open()
        .filter(person__user=request.user)
        .select_related("person", "course__trade", "region__parent")
    )
    context = {"form": form, "waiting": waiting, "several": len(people) > 1}
    return render(request, "training/orders/interests.html", context)


def _own_form(request, people):
    """None for whoever signs in with a password: nobody is registered on no phone."""
    data = request.POST if request.method == "POST" else None
    places = places_to_learn(person.region for person in people)
    if people:
        return OwnInterestForm(data, people=people, places=places, initial=_asked(request))
    if proven_phone(request.user):
        return NewcomerInterestForm(data, places=places, initial=_asked(request))
    return None


def _say(request, form):
    person = form.cleaned_data.get("person")
    if not person:
        phone = proven_phone(request.user)
        person = register(**form.who(), phone=phone, by=request.user)
    waiting = wait_for(person, **form.facts(), by=request.user)
    messages.success(
        request,
        _("It is written down: %(name)s wants to learn %(course)s. The bureau sees it.")
        % {"name": person.name, "course": waiting.course.label},
    )


@never_cache
@login_required
def end_interest(request, pk):
    """The person no longer wants it: they say so, or the officer to whom they said it."""
    own = Interest.objects.filter(person__user=request.user)
    cared_for = Interest.objects.filter(person__in=people_in_care_of(request.user))
    found = (own | cared_for).select_related("person", "course", "region")
    interest = get_object_or_404(found, pk=pk)
    is_own = interest.person.user_id == request.user.pk
    back = redirect("training:interest")
    if not is_own:
        back = redirect("training:village_person", interest.person_id)
    if request.method == "POST":
        close_interest(interest, by=request.user)
        messages.success(
            request, _("It is written down. You can say at any time that you want it.")
        )
        return back
    context = {"interest": interest, "back": back.url}
    return render(request, "training/orders/end_interest.html", context)


@never_cache
@login_required
def village_interest(request, pk):
    """An officer writes down what somebody in their care wants to learn."""
    people = people_in_care_of(request.user).select_related("region")
    person = get_object_or_404(people, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = InterestForm(data, places=places_to_learn([person.region]), initial=_asked(request))
    if form.is_valid():
        wait_for(person, **form.facts(), by=request.user, channel=_channel_of(request.user))
        messages.success(request, _("The wish is written down."))
        return redirect("training:village_interest", pk)
    waiting = person.interests.open().select_related("course", "region__parent")
    context = {"person": person, "form": form, "waiting": waiting}
    return render(request, "training/orders/village_interest.html", context)


def _channel_of(user):
    return SaidThrough.VILLAGE_OFFICER if reach_of(user).villages else SaidThrough.BUREAU
