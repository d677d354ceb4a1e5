from contextlib import suppress

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from training.conf import setting
from training.people.sessions import login_required

from .actions import answer
from .errors import AlreadyAnswered
from .forms import SurveyForm
from .models import Invitation, Question


@never_cache
@login_required
@sensitive_post_parameters()
def survey(request, pk):
    """Only the invited person may answer, and nothing here is logged: not who, not when."""
    invitations = Invitation.objects.select_related("enrolment__training_class__course")
    invitation = get_object_or_404(invitations, enrolment=pk, enrolment__person__user=request.user)
    if invitation.spent:
        return render(request, "training/surveys/thanks.html", {"invitation": invitation})
    form = SurveyForm(request.POST or None, Question.objects.asked())
    if form.is_valid():
        with suppress(AlreadyAnswered):  # a second tap: the first was counted
            answer(invitation, form.values(), comment=form.cleaned_data["comment"])
        return redirect("training:survey", pk)
    context = {
        "invitation": invitation,
        "training_class": invitation.enrolment.training_class,
        "form": form,
        "fewest": setting("SURVEY_MIN_ANSWERS"),
    }
    return render(request, "training/surveys/survey.html", context)
