"""The vouchers of the people on a phone, and of one of a village officer's people."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from training.casework.queries import people_in_care_of
from training.organisations.reach import reach_of
from training.people.models import Person
from training.people.sessions import login_required

from .actions import claim, reserve
from .forms import ClaimForm, UseForm, VouchedClaimForm
from .models import Entitlement
from .queries import issues_near, wallets_of
from .states import ClaimChannel


def _own_people(request):
    return Person.objects.filter(user=request.user)


def _say(request, sentences):
    for sentence in sentences:
        messages.error(request, sentence)


@never_cache
@login_required
def entitlements(request):
    wallets = wallets_of(_own_people(request), timezone.localdate())
    context = {
        "wallets": wallets,
        "several": len(wallets) > 1,
        "held": any(wallet.held for wallet in wallets),
        "offered": any(wallet.offers for wallet in wallets),
    }
    return render(request, "training/entitlements/my.html", context)


@never_cache
@login_required
@require_POST
def claim_entitlement(request, pk):
    people = _own_people(request).select_related("region")
    issue = get_object_or_404(issues_near(people, timezone.localdate()), pk=pk)
    form = ClaimForm(request.POST, people)
    if not form.is_valid():
        _say(request, form.errors.get("person", ()))
        return redirect("training:entitlements")
    try:
        voucher = claim(form.cleaned_data["person"], issue, by=request.user)
    except ValidationError as refusal:
        _say(request, refusal.messages)
    else:
        messages.success(request, _claimed(voucher))
    return redirect("training:entitlements")


def _claimed(voucher):
    return _("%(name)s has the voucher. Its number is %(number)s.") % {
        "name": voucher.person.name,
        "number": voucher.number,
    }


@never_cache
@login_required
@require_POST
def use_entitlement(request, pk):
    """For a seat that was taken before the voucher was claimed."""
    vouchers = Entitlement.objects.filter(person__user=request.user).select_related("person")
    voucher = get_object_or_404(vouchers, pk=pk)
    form = UseForm(request.POST, voucher.person)
    if not form.is_valid():
        _say(request, form.errors.get("seat", ()))
        return redirect("training:entitlements")
    seat = form.cleaned_data["seat"]
    try:
        reserve(voucher, seat, by=request.user)
    except ValidationError as refusal:
        _say(request, refusal.messages)
    else:
        messages.success(
            request,
            _("The voucher is kept for “%(course)s”.")
            % {"course": seat.training_class.course.label},
        )
    return redirect("training:entitlements")


@never_cache
@login_required
def village_entitlements(request, pk):
    people = people_in_care_of(request.user).filter(pk=pk)
    person = get_object_or_404(people.select_related("region"))
    today = timezone.localdate()
    form = None
    if request.method == "POST":
        form = VouchedClaimForm(request.POST, issues_near([person], today))
        if form.is_valid():
            return _claimed_for(request, person, form.cleaned_data["issue"])
    context = {
        "wallet": wallets_of(people, today)[0],
        "person": person,
        "wrong": form and form.errors.get("consent"),
        "asked": form and form.data.get("issue"),
    }
    return render(request, "training/entitlements/village.html", context)


def _claimed_for(request, person, issue):
    villages = reach_of(request.user).villages
    channel = ClaimChannel.VILLAGE_OFFICER if villages else ClaimChannel.BUREAU
    try:
        voucher = claim(person, issue, by=request.user, channel=channel)
    except ValidationError as refusal:
        _say(request, refusal.messages)
    else:
        messages.success(request, _claimed(voucher))
    return redirect("training:village_entitlements", person.pk)
