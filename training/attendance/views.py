from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from training.classes.models import Lesson, TrainingClass
from training.people.sessions import login_required

from . import codes, scans
from .actions import mark
from .errors import NotInThisClass
from .forms import DigitsForm
from .methods import attendance_methods
from .models import Mark
from .queries import lessons_open_for, presence_in
from .rules import check_in_opens_at, reason_closed
from .states import MarkStatus

METHOD = "rotating-code"
ROLL = "roll-call"


@require_safe
@never_cache
def scan(request, token):
    """Where the trainer's code leads. The moment of reading counts, not that of signing in."""
    moment = timezone.now()
    lesson_id = codes.lesson_of_token(token, moment)
    if lesson_id is None:
        return render(request, "training/attendance/scan.html", status=410)
    scans.keep(request, lesson_id, moment)
    if not request.user.is_authenticated:
        messages.info(request, _("We noted when you scanned. Sign in once, then check in."))
    return redirect("training:check_in")


@never_cache
@login_required
def check_in(request):
    moment = timezone.now()
    if "mark" in request.GET:
        return _show_mark(request)
    if scan := scans.pending(request, moment):
        return _say_who(request, scan)
    lessons = lessons_open_for(request.user, moment)
    form = DigitsForm(request.POST or None, lessons, request.user, moment)
    if form.is_valid():
        scans.keep(request, form.cleaned_data["lesson"].pk, moment)
        return redirect("training:check_in")
    return render(request, "training/attendance/digits.html", {"form": form, "lessons": lessons})


def _say_who(request, scan):
    method = attendance_methods()[METHOD]
    form = method.form(scan.lesson, request.POST or None, user=request.user, scanned_at=scan.at)
    enrolments = list(form.fields["enrolment"].queryset)
    if form.is_valid():
        mark(scan.lesson, method.presences(form), method=METHOD, by=request.user, at=scan.at)
        scans.drop(request)
        row = get_object_or_404(Mark, lesson=scan.lesson, enrolment=form.cleaned_data["enrolment"])
        return redirect(f"{reverse('training:check_in')}?mark={row.pk}")
    refusal = _refusal(scan, enrolments)
    if refusal:
        scans.drop(request)  # or it would bar the way to another lesson for half an hour
    context = {
        "scan": scan,
        "form": form,
        "only": enrolments[0] if len(enrolments) == 1 else None,
        "refusal": refusal,
    }
    return render(request, "training/attendance/check_in.html", context)


def _refusal(scan, enrolments):
    """Said at once, not after the button was pressed."""
    if not enrolments:
        return NotInThisClass().messages[0]
    return reason_closed(scan.lesson, scan.at)


def _show_mark(request):
    marks = Mark.objects.select_related("lesson__training_class__course", "enrolment__person")
    number = request.GET["mark"]
    row = get_object_or_404(
        marks, pk=number if number.isdecimal() else 0, enrolment__person__user=request.user
    )
    return render(request, "training/attendance/checked_in.html", {"mark": row})


@never_cache
@login_required
def roll(request, pk):
    """The names to be called. Who may see the class but does not teach it only reads."""
    lesson = get_object_or_404(_lessons().visible_to(request.user), pk=pk)
    early = _not_yet(lesson)
    may_mark = _teaches(request.user, lesson) and not early
    if request.method == "POST" and not may_mark:
        raise PermissionDenied
    method = attendance_methods()[ROLL]
    form = method.form(lesson, request.POST or None, user=request.user)
    filled = request.POST.get("fill") == MarkStatus.PRESENT
    if filled:
        form = method.form(lesson, form.with_the_rest(MarkStatus.PRESENT), user=request.user)
    elif form.is_valid() and _take_roll(request, lesson, method, form):
        return redirect("training:roll", pk=lesson.pk)
    context = {
        "lesson": lesson,
        "form": form,
        "filled": filled,
        "presence": presence_in(lesson),
        "early": early,
        "may_mark": may_mark and lesson.training_class.is_held and not lesson.cancelled,
    }
    return render(request, "training/attendance/roll.html", context)


def _not_yet(lesson):
    """No roll is taken in advance, not even by one who tapped the wrong lesson of a list."""
    moment = timezone.now()
    return reason_closed(lesson, moment) if moment < check_in_opens_at(lesson) else ""


def _take_roll(request, lesson, method, form):
    try:
        mark(lesson, method.presences(form), method=ROLL, by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    now = presence_in(lesson)
    messages.success(
        request,
        _("Saved: %(there)d present, %(away)d absent, %(blank)d not called yet.")
        % {"there": now.there, "away": now.away, "blank": now.blank},
    )
    return True


@require_safe
@never_cache
@login_required
def code_screen(request, pk):
    """The rotating code for a whole room; the page renews itself, by script only the part."""
    lesson = get_object_or_404(
        _lessons().filter(training_class__in=TrainingClass.objects.taught_by(request.user)), pk=pk
    )
    moment = timezone.now()
    context = {
        "lesson": lesson,
        "presence": presence_in(lesson),
        "closed": reason_closed(lesson, moment),
        "seconds": _renewed_in(lesson, moment),
        "qr": codes.drawn(_scan_address(request, lesson, moment)),
        "digits": codes.digits_at(lesson.pk, moment),
    }
    part = "_code" if "part" in request.GET else "code_screen"
    return render(request, f"training/attendance/{part}.html", context)


def _renewed_in(lesson, moment):
    """Seconds until the screen should look again; None when nothing more will change."""
    if not reason_closed(lesson, moment):
        return codes.seconds_left(moment)
    wait = int((check_in_opens_at(lesson) - moment).total_seconds()) + 1
    return min(wait, 60) if wait > 0 else None


def _scan_address(request, lesson, moment):
    # In the site's own language, not the trainer's: the trainees read it.
    with override(settings.LANGUAGE_CODE):
        address = reverse("training:scan", args=[codes.token_at(lesson.pk, moment)])
    return request.build_absolute_uri(address)


def _lessons():
    return Lesson.objects.select_related(
        "training_class__course", "training_class__venue__region", "trainer"
    )


def _teaches(user, lesson):
    return TrainingClass.objects.taught_by(user).filter(pk=lesson.training_class_id).exists()
