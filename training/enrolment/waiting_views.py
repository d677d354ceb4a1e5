"""Joining a waiting list, and one's place on it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.queries import page_of
from training.organisations.reach import reach_of
from training.people.models import Person
from training.people.sessions import login_required

from . import waiting_list
from .errors import NothingOffered, SeatsFree
from .forms import FriendForm, QueueForm
from .places import places_of, why_ended
from .queries import classes_shown_to
from .rules import reasons_not_to_wait
from .seats import Waiting
from .states import IN_QUEUE, Channel


@never_cache
@login_required
def queue(request, pk):
    """Join the waiting list of a full class, alone or with others of the same phone."""
    classes = classes_shown_to(request.user).with_rows_for_lists()
    training_class = get_object_or_404(classes, pk=pk)
    people = Person.objects.filter(user=request.user, consented_at__isnull=False)
    if not people:
        return redirect("training:enrol", pk)
    form = QueueForm(request.POST or None, people)
    if form.is_valid():
        try:
            rows = _join(form, training_class, request.user)
        except SeatsFree:
            return redirect("training:enrol", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("training:place", rows[0].pk)
    context = {
        "training_class": training_class,
        "course_page": page_of(training_class.course),
        "closed": reasons_not_to_wait(training_class, timezone.localdate()),
        "form": form,
        "several": len(people) > 1,
    }
    return render(request, "training/enrolment/queue.html", context)


@transaction.atomic
def _join(form, training_class, user):
    people = form.cleaned_data["people"]
    if form.cleaned_data["together"] or len(people) == 1:
        return waiting_list.join(people, training_class, by=user)
    return [waiting_list.join([person], training_class, by=user)[0] for person in people]


def _in_care(user):
    """Places of one's own people, or of those a village officer acts for."""
    reach = reach_of(user)
    return Q(person__user=user) | reach.in_villages("person__region")


ANSWERS = {"accept", "decline", "leave", "friend"}


@never_cache
@login_required
def place(request, pk):
    """Where one stands and why; the offer with its answer; and the way out."""
    rows = Waiting.objects.filter(_in_care(request.user)).select_related(
        "person", "training_class__course", "training_class__venue__region", "party"
    )
    waiting = get_object_or_404(rows, pk=pk)
    friend = FriendForm(request.POST if "friend" in request.POST else None, waiting)
    if request.method == "POST" and ANSWERS & request.POST.keys():
        if answered := _answer(request, waiting, friend):
            return answered
        waiting.refresh_from_db()
    context = {
        "waiting": waiting,
        "training_class": waiting.training_class,
        "place": places_of([waiting])[0] if waiting.state in IN_QUEUE else None,
        "why": why_ended(waiting),
        "back": _back(request.user, waiting),
        "friend": friend,
    }
    return render(request, "training/enrolment/place.html", context)


def _back(user, waiting):
    return "training:my" if waiting.person.user_id == user.pk else "training:village"


def _answer(request, waiting, friend):
    try:
        if "accept" in request.POST:
            made = waiting_list.accept(
                waiting, by=request.user, channel=_channel(request.user, waiting)
            )
            if not made:
                messages.info(request, _("This offer was answered before."))
                return redirect("training:place", waiting.pk)
            names = "、".join(enrolment.person.name for enrolment in made)
            sentence = _("%(name)s has a seat in this class.") % {"name": names}
            messages.success(request, sentence)
            return redirect(_back(request.user, waiting))
        if "decline" in request.POST:
            if waiting_list.decline(waiting, by=request.user):
                sentence = _("The seat goes to the next person. Thank you for saying.")
                messages.success(request, sentence)
            else:
                messages.info(request, _("This offer was answered before."))
        elif "leave" in request.POST:
            waiting_list.leave_queue(waiting, by=request.user)
            messages.success(request, _("You are no longer on this waiting list."))
        elif friend.is_valid():
            waiting_list.wait_together(waiting, friend.other, by=request.user)
            messages.success(request, _("You wait together now: both get a seat, or neither."))
        else:
            return None
    except NothingOffered as refusal:
        waiting_list.sweep(waiting.training_class)  # the next in line need not wait for the clock
        messages.error(request, " ".join(refusal.messages))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("training:place", waiting.pk)


def _channel(user, waiting):
    """Who answers: the person's phone, or a village officer for them."""
    return None if waiting.person.user_id == user.pk else Channel.VILLAGE_OFFICER
