from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from . import sessions
from .forms import CodeForm, PhoneForm
from .masking import mask_phone

PENDING = "sign_in"


@never_cache
def sign_in(request):
    wanted = _own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(wanted or sessions.first_page_of(request.user))
    form = PhoneForm(request.POST or None)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            sessions.send_code_to(request, phone)
        except ValidationError as refusal:
            form.add_error("phone", refusal)
        else:
            request.session[PENDING] = {"phone": phone, "next": wanted}
            return redirect("training:sign_in_code")
    return render(request, "training/people/sign_in.html", {"form": form, "next": wanted})


@never_cache
@sensitive_post_parameters("code")
def sign_in_code(request):
    pending = request.session.get(PENDING)
    if not pending:
        return redirect("training:sign_in")
    if "again" in request.POST:
        sessions.send_code_again(request, pending["phone"])
        return redirect("training:sign_in_code")
    form = CodeForm(request.POST or None, pending["phone"])
    if form.is_valid():
        del request.session[PENDING]
        sessions.begin(request, form.user)
        return redirect(pending["next"] or sessions.first_page_of(form.user))
    context = {
        "form": form,
        "phone": mask_phone(pending["phone"]),
        "shown_code": sessions.shown_code(request),
    }
    return render(request, "training/people/sign_in_code.html", context)


@require_POST
def sign_out(request):
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("training:sign_in")


def _own_address(request, address):
    """``address`` if it leads to a page of this site; nobody may be sent elsewhere."""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else ""
