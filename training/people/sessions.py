"""What a browser session knows of signing in by a code to the phone."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import decorators, login
from django.urls import reverse
from django.utils.translation import gettext as _

from training.conf import setting
from training.organisations.reach import reach_of

from .actions import send_code
from .errors import TooManyCodes
from .models import PhoneLogin

BACKEND = "django.contrib.auth.backends.ModelBackend"
SHOWN_CODE = "shown_code"

# Workers have no password: whatever a host's LOGIN_URL is, our pages send them to our door.
login_required = partial(decorators.login_required, login_url="training:sign_in")


def send_code_to(request, phone):
    """Send a code. The demonstration also keeps it, to be shown on the next page."""
    code = send_code(phone)
    request.session[SHOWN_CODE] = code if setting("SHOW_CODES") else ""


def send_code_again(request, phone):
    try:
        send_code_to(request, phone)
    except TooManyCodes as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("We sent a new code."))


def shown_code(request):
    return request.session.get(SHOWN_CODE, "")


def begin(request, user):
    """Sign in. What an anonymous visitor had begun (a scan, a form) stays in the session."""
    request.session.pop(SHOWN_CODE, None)
    login(request, user, backend=BACKEND)


def proven_phone(user) -> str:
    """The phone this user signs in with; empty for visitors and for staff with a password."""
    if not user.is_authenticated:
        return ""
    login_row = PhoneLogin.objects.filter(user=user).first()
    return login_row.phone if login_row else ""


def first_page_of(user):
    """Where someone who just signed in has their desk; a worker's is "my class"."""
    reach = reach_of(user)
    if reach.villages:
        return reverse("training:village")
    if reach.teaching:
        return reverse("training:teach")
    if reach.employers:
        return reverse("training:orders")
    if user.has_perm("wagtailadmin.access_admin"):
        return reverse("wagtailadmin_home")
    return reverse("training:my")
