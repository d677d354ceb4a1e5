"""“May I?” before anybody has typed much, and “I think this is wrong” after a refusal."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from courses.queries import page_of
from training.organisations.reach import deciding, reach_of
from training.people import sessions
from training.people.errors import NameDiffers, PhoneDiffers
from training.people.models import Person
from training.people.sessions import login_required

from .appeal_actions import appeal, register_and_appeal
from .eligibility import eligibilities, eligibility, groups_asked_about
from .eligibility_forms import AppealForForm, AppealForm, MayIForm, NewcomerAppealForm
from .queries import classes_shown_to
from .rules import reasons_class_is_closed


def _class_or_404(request, pk):
    classes = classes_shown_to(request.user).with_rows_for_lists()
    return get_object_or_404(classes, pk=pk)


@never_cache
def may_i(request, pk):
    """Answered from the address alone: nothing is kept of who asked or what they said."""
    training_class = _class_or_404(request, pk)
    asked = request.GET if "year" in request.GET else None
    form = MayIForm(asked, groups_asked_about(training_class))
    answered = asked is not None and form.is_valid()
    context = {
        "training_class": training_class,
        "form": form,
        "eligibility": eligibility(form.sketch(), training_class) if answered else None,
        "closed": reasons_class_is_closed(training_class, timezone.localdate()),
        "course_page": page_of(training_class.course),
    }
    return render(request, "training/enrolment/may_i.html", context)


# An appeal


@never_cache
@login_required
@sensitive_post_parameters("name", "id_number", "words")
def appeal_refusal(request, pk):
    training_class = _class_or_404(request, pk)
    reach = reach_of(request.user)
    if reach.everything or reach.villages or reach.regions:
        return _appeal_for(request, training_class)
    people = Person.objects.filter(user=request.user, consented_at__isnull=False)
    people = list(people.order_by("name", "pk"))
    if "other" in request.GET or not people:
        phone = sessions.proven_phone(request.user)
        if phone:
            return _appeal_of_newcomer(request, training_class, phone)
    return _appeal_of_own(request, training_class, people)


def _appeal_of_own(request, training_class, people):
    answers = eligibilities(people, training_class) if people else {}
    refused = [person for person in people if answers[person.pk].against]
    form = AppealForm(request.POST or None, refused)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            appeal(facts["person"], training_class, facts["words"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _sent(request, "training:my")
    rows = [(person, answers[person.pk].against) for person in refused]
    return _ask(request, training_class, form, refused=rows, people=people)


def _appeal_of_newcomer(request, training_class, phone):
    form = NewcomerAppealForm(request.POST or None)
    if form.is_valid():
        try:
            register_and_appeal(training_class, **form.details(), phone=phone, by=request.user)
        except (NameDiffers, PhoneDiffers) as refusal:
            form.add_error("name" if isinstance(refusal, NameDiffers) else "id_number", refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _sent(request, "training:my")
    return _ask(request, training_class, form, newcomer=True)


def _appeal_for(request, training_class):
    """An officer writes it down for a person of their place who stands beside them."""
    people = Person.objects.visible_to(deciding(request.user))
    form = AppealForForm(request.POST or None, people)
    if form.is_valid():
        try:
            appeal(form.person, training_class, form.cleaned_data["words"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _sent(request, "training:village")
    return _ask(request, training_class, form, officer=True)


def _sent(request, to):
    messages.success(request, _("The bureau has it. You will read the answer on this page."))
    return redirect(to)


def _ask(request, training_class, form, **more):
    context = {"training_class": training_class, "form": form, **more}
    return render(request, "training/enrolment/appeal.html", context)
