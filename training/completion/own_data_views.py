"""“My data”: what is kept about the people on this phone, and what they may do about it."""

import json

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from training.people.models import Person
from training.people.privacy import ask_about_data, give_consent, withdraw_consent
from training.people.sessions import login_required
from training.people.states import Purpose, RequestKind, RequestState

from .keeping import archive_rule, kept_until
from .own_data import agreements_of, looks_at, own_people, take_own_data
from .own_groups import groups_of


class WrongForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What is wrong, and how should it be?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("For example: my name is written with another sign."),
        error_messages={
            "required": gettext_lazy("Please write what is wrong and how it should be.")
        },
    )


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=gettext_lazy("I have read this and want my data erased."),
        error_messages={"required": gettext_lazy("Please tick this if you want it.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Do you want to tell us why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _own(request, pk):
    """One of the user's own people, held lightly: no page of somebody else's exists."""
    return get_object_or_404(Person.objects.filter(user=request.user), pk=pk)


def _back_to(person):
    return redirect(f"{reverse('training:own_data')}?person={person.pk}")


def _chosen(request):
    """The person whose data is shown: one at a time, as a family's would be a long page."""
    everybody = list(Person.objects.filter(user=request.user).only("pk", "name"))
    asked = request.GET.get("person", "")
    if not everybody or (asked and asked not in {str(person.pk) for person in everybody}):
        # Nothing is told about whether there is such a person.
        return everybody, None
    pk = int(asked) if asked else everybody[0].pk
    return everybody, own_people(request.user).get(pk=pk)


@never_cache
@login_required
def own_data(request):
    everybody, person = _chosen(request)
    if everybody and person is None:
        return redirect("training:own_data")
    context = {"people": everybody, "person": person}
    if person:
        context |= {
            "groups": groups_of(person),
            "agreements": agreements_of(person),
            "looks": looks_at(person),
            "requests": person.requests.all(),
        }
    return render(request, "training/completion/own_data.html", context)


@never_cache
@login_required
@require_POST
def own_data_consent(request, pk):
    """Agree to a purpose, or no longer."""
    person = _own(request, pk)
    purpose = request.POST.get("purpose", "")
    if purpose not in Purpose.values:
        return _back_to(person)
    if "give" in request.POST:
        give_consent(person, [Purpose(purpose)], by=request.user)
        messages.success(request, _("We noted that you agree."))
    else:
        withdraw_consent(person, Purpose(purpose), by=request.user)
        messages.success(request, _("We noted it. What was kept for this is erased."))
    return _back_to(person)


@never_cache
@login_required
def own_data_take(request, pk):
    """Everything as a file."""
    person = get_object_or_404(own_people(request.user), pk=pk)
    data = take_own_data(person, by=request.user)
    name = f"my-data-{timezone.localdate():%Y%m%d}.json"
    return HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@login_required
def own_data_print(request, pk):
    """The same as a sheet to print or keep."""
    person = get_object_or_404(own_people(request.user), pk=pk)
    context = {"person": person, "data": take_own_data(person, by=request.user)}
    return render(request, "training/completion/own_data_print.html", context)


@never_cache
@login_required
def own_data_wrong(request, pk):
    person = _own(request, pk)
    form = WrongForm(request.POST or None)
    if form.is_valid():
        ask_about_data(person, RequestKind.CORRECTION, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Thank you. The bureau will look at it and answer here."))
        return _back_to(person)
    context = {"form": form, "person": person}
    return render(request, "training/completion/own_data_wrong.html", context)


@never_cache
@login_required
def own_data_erase(request, pk):
    """What will be erased, what the law makes us keep and until when; then the request."""
    person = _own(request, pk)
    form = EraseForm(request.POST or None)
    if form.is_valid():
        ask_about_data(person, RequestKind.ERASURE, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("The bureau has your request. You will read the answer here."))
        return _back_to(person)
    context = {"form": form, "person": person, **_law(person)}
    waiting = person.requests.filter(kind=RequestKind.ERASURE, state=RequestState.OPEN)
    context["waiting"] = waiting.first()
    return render(request, "training/completion/own_data_erase.html", context)


def _law(person):
    try:
        until = kept_until(person)
        return {"until": until, "rule": archive_rule(person) if until else None}
    except ValidationError:
        return {"unruled": True}
