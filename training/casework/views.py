"""The village officer's small pages about one person, and the firm's page of people sent to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from training.organisations.reach import reach_of
from training.people.sessions import login_required

from . import actions
from .forms import AboutPersonForm, ContactForm, NeedForm, ServiceForm, StepForm
from .queries import people_in_care_of, people_referred_to

PEOPLE_PER_PAGE = 50


@dataclass(frozen=True)
class SmallPage:
    """One question about a person, and the verb that takes the answer."""

    heading: Any
    form_class: type[AboutPersonForm]
    act: Callable
    done: Any


CONTACT = SmallPage(
    _("I called or visited"),
    ContactForm,
    actions.attempt_contact,
    _("The attempt is written down."),
)
SERVICE = SmallPage(
    _("I did something for them"), ServiceForm, actions.serve, _("It stands on the ledger now.")
)
NEED = SmallPage(
    _("What do they want to learn?"), NeedForm, actions.record_need, _("The wish is written down.")
)
STEP = SmallPage(_("Next step"), StepForm, actions.plan_step, _("The next step is written down."))


def _small_page(request, pk, page):
    people = people_in_care_of(request.user).select_related("region", "case")
    person = get_object_or_404(people, pk=pk)
    # An empty step is a whole answer, so the method decides and not the data.
    data = request.POST if request.method == "POST" else None
    form = page.form_class(data, person=person, for_user=request.user)
    if form.is_valid():
        try:
            page.act(person, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, page.done)
            return redirect("training:village_person", pk)
    context = {"person": person, "page": page, "form": form}
    return render(request, "training/casework/small_page.html", context)


@never_cache
@login_required
def village_contact(request, pk):
    return _small_page(request, pk, CONTACT)


@never_cache
@login_required
def village_service(request, pk):
    return _small_page(request, pk, SERVICE)


@never_cache
@login_required
def village_need(request, pk):
    return _small_page(request, pk, NEED)


@never_cache
@login_required
def village_step(request, pk):
    return _small_page(request, pk, STEP)


@never_cache
@login_required
def referrals(request):
    """The people the bureau introduced to the user's firms, as long as they agree to it."""
    if not reach_of(request.user).employers:
        raise PermissionDenied
    services = people_referred_to(request.user)
    page = Paginator(services, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [(row, row.person.age_on(today)) for row in page],
        "people": services.order_by().values("person").distinct().count(),
        "several": len(reach_of(request.user).employers) > 1,
    }
    return render(request, "training/casework/referrals.html", context)
