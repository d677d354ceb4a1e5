from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from courses.queries import page_of
from training.casework.queries import cases_due
from training.classes.models import TrainingClass
from training.classes.queries import meetings, trainers_of
from training.classes.states import OVER
from training.organisations.models import Region
from training.organisations.reach import any_of, deciding, reach_of
from training.people import sessions
from training.people.errors import NameDiffers, PhoneDiffers
from training.people.forms import CodeForm
from training.people.masking import mask_phone
from training.people.models import Person
from training.people.sessions import login_required

from . import drafts
from .actions import enrol, leave, refusal_of, register_and_enrol, register_and_join
from .allotting import hold_seat, holder_of
from .errors import ClassFull, OthersWait, SeatsFree
from .forms import DetailsForm, EnrolForForm, FamilyForm, LeaveForm, SeatForm
from .ledger import reserved_for
from .models import Enrolment, with_something_left
from .places import waiting_of
from .queries import classes_near, classes_shown_to, seats_of
from .rules import reasons_class_is_closed, reasons_not_to_wait
from .seats import Waiting
from .states import Channel, EnrolmentState, WaitingState

PEOPLE_PER_PAGE = 20
CLASSES_NEARBY = 12
DUE_SHOWN = 10
SEATS_GONE = (ClassFull, OthersWait)


def _class_or_404(request, pk):
    classes = classes_shown_to(request.user).with_rows_for_lists()
    return get_object_or_404(classes, pk=pk)


def _vouches(user):
    """May this user enrol others who stand beside them?"""
    reach = reach_of(user)
    return bool(reach.everything or reach.villages or reach.regions)


def class_detail(request, pk):
    training_class = _class_or_404(request, pk)
    lessons = list(training_class.lessons.select_related("trainer"))
    context = {
        "training_class": training_class,
        "course_page": page_of(training_class.course),
        "meetings": meetings(lessons, timezone.now()),
        "trainers": trainers_of(lessons),
        "closed": reasons_class_is_closed(training_class, timezone.localdate()),
        "seats": list(seats_of(request.user, training_class)),
        "waiting": list(waiting_of(request.user).filter(training_class=training_class)),
        "vouches": _vouches(request.user),
        **_waits(training_class),
    }
    return render(request, "training/enrolment/class_detail.html", context)


# A worker's own seat


@never_cache
@sensitive_post_parameters("name", "id_number", "phone")
def enrol_here(request, pk):
    people = _people_of(request.user)
    known = people and "other" not in request.GET
    if known and request.method == "POST":
        return _enrol_in_a_rush(request, pk, people)
    training_class = _class_or_404(request, pk)
    if refused := _too_late(request, training_class):
        return refused
    if known:
        if not training_class.free and not _offered(people, training_class):
            return redirect("training:queue", pk)
        return _enrol_known(request, training_class, people)
    return _enrol_somebody_else(request, training_class)


def _enrol_somebody_else(request, training_class):
    """Whose name is still to be typed; the phone may be proven already."""
    phone = sessions.proven_phone(request.user)
    if not phone:
        return _enrol_newcomer(request, training_class)
    form = FamilyForm(request.POST or None)
    if form.is_valid():
        return _enrol_details(request, training_class, form.details() | {"phone": phone})
    return _ask_details(request, training_class, form, mask_phone(phone))


def _enrol_in_a_rush(request, pk, people):
    """The form as a thousand send it at once: the class is not asked how many seats are free, and
    whoever comes too late is told so without holding anybody up."""
    classes = TrainingClass.objects.held().select_related("course", "venue__region")
    training_class = with_something_left(classes, people).filter(pk=pk).first()
    if training_class is None:
        return _enrol_known(request, _class_or_404(request, pk), people)
    if refused := _too_late(request, training_class):
        return refused
    if not training_class.something_left:
        reasons = refusal_of(training_class).messages
        return _refused(request, training_class, reasons, **_waits(training_class))
    return _enrol_known(request, training_class, people)


def _too_late(request, training_class):
    """The answer of a class nobody can join. A second tap is no stranger."""
    closed = reasons_class_is_closed(training_class, timezone.localdate())
    if not closed or seats_of(request.user, training_class).exists():
        return None
    return _refused(request, training_class, closed)


def _people_of(user):
    """Those of the phone who agreed to be enrolled."""
    if not user.is_authenticated:
        return []
    return list(Person.objects.filter(user=user, consented_at__isnull=False))


def _offered(people, training_class):
    """Whether a seat of the class is offered to one of them, or kept for people like them."""
    offered = Waiting.objects.filter(
        person__in=people, training_class=training_class, state=WaitingState.OFFERED
    )
    return offered.exists() or any(reserved_for(training_class, person) for person in people)


def _enrol_newcomer(request, training_class):
    form = DetailsForm(request.POST or None)
    if form.is_valid():
        try:
            sessions.send_code_to(request, form.cleaned_data["phone"])
        except ValidationError as refusal:
            form.add_error("phone", refusal)
        else:
            drafts.keep(request, training_class, form.details())
            hold_seat(training_class, form.cleaned_data["phone"])
            return redirect("training:enrol_code", training_class.pk)
    return _ask_details(request, training_class, form)


def _ask_details(request, training_class, form, phone=""):
    context = {"training_class": training_class, "form": form, "phone": phone}
    return render(request, "training/enrolment/enrol.html", context)


def _enrol_known(request, training_class, people):
    form = SeatForm(request.POST or None, people)
    if form.is_valid():
        try:
            person = form.cleaned_data["person"]
            held = {"held_by": holder_of(person.phone)} if person.phone else {}
            return _seated(request, enrol(person, training_class, by=request.user, **held))
        except SEATS_GONE as refusal:
            return _refused(request, training_class, refusal.messages, **_waits(training_class))
        except ValidationError as refusal:
            return _refused(request, training_class, refusal.messages)
    context = {"training_class": training_class, "form": form}
    return render(request, "training/enrolment/enrol_known.html", context)


@never_cache
@login_required
def wait_from_draft(request, pk):
    """After a full class: onto its waiting list, with what was typed before."""
    training_class = _class_or_404(request, pk)
    details = drafts.read(request, training_class)
    if request.method != "POST" or not details:
        return redirect("training:class_detail", pk)
    if details["phone"] != sessions.proven_phone(request.user):  # typed before it was proven
        return redirect("training:enrol_code", pk)
    drafts.drop(request)
    try:
        waiting = register_and_join(training_class, **details, by=request.user)
    except SeatsFree:
        return _enrol_details(request, training_class, details)
    except ValidationError as refusal:
        return _refused(request, training_class, refusal.messages)
    return redirect("training:place", waiting.pk)


@never_cache
@sensitive_post_parameters("code")
def enrol_code(request, pk):
    training_class = _class_or_404(request, pk)
    details = drafts.read(request, training_class)
    if not details:
        seated = seats_of(request.user, training_class).exists()
        return redirect("training:my") if seated else redirect("training:enrol", pk)
    if "again" in request.POST:
        sessions.send_code_again(request, details["phone"])
        return redirect("training:enrol_code", pk)
    form = CodeForm(request.POST or None, details["phone"])
    if form.is_valid():
        sessions.begin(request, form.user)
        drafts.drop(request)
        return _enrol_details(request, training_class, details)
    context = {
        "training_class": training_class,
        "form": form,
        "phone": mask_phone(details["phone"]),
        "shown_code": sessions.shown_code(request),
    }
    return render(request, "training/enrolment/enrol_code.html", context)


def _enrol_details(request, training_class, details):
    """The phone is proven: only now may the answer tell what the register knows."""
    try:
        enrolment = register_and_enrol(training_class, **details, by=request.user)
    except SEATS_GONE as refusal:
        return _full(request, training_class, refusal, details)
    except (NameDiffers, PhoneDiffers) as refusal:
        form = FamilyForm(details | {"consent": True})
        form.add_error("name" if isinstance(refusal, NameDiffers) else "id_number", refusal)
        return _ask_details(request, training_class, form, mask_phone(details["phone"]))
    except ValidationError as refusal:
        return _refused(request, training_class, refusal.messages)
    return _seated(request, enrolment)


def _seated(request, enrolment, to="training:my"):
    training_class = enrolment.training_class
    messages.success(
        request,
        _("%(name)s has a seat: %(course)s, from %(day)s.")
        % {
            "name": enrolment.person.name,
            "course": training_class.course.label,
            "day": date_format(training_class.starts_on, "MONTH_DAY_FORMAT"),
        },
    )
    return redirect(to)


def _full(request, training_class, refusal, details):
    """Somebody who just proved their phone and finds the class full is asked to wait, and need
    not type anything again."""
    drafts.keep(request, training_class, details)
    more = {"draft": True, **_waits(training_class)}
    return _refused(request, training_class, refusal.messages, **more)


def _waits(training_class):
    """Whether a refusal offers the waiting list."""
    return {"can_wait": not reasons_not_to_wait(training_class, timezone.localdate())}


def _refused(request, training_class, reasons, **more):
    context = more | {
        "training_class": training_class,
        "course_page": page_of(training_class.course),
        "reasons": reasons,
    }
    return render(request, "training/enrolment/refused.html", context, status=409)


@never_cache
@login_required
def leave_class(request, pk):
    reach = reach_of(request.user)
    theirs = Q(person__user=request.user) | reach.in_villages("person__region")
    enrolments = Enrolment.objects.filter(theirs).select_related(
        "person", "training_class__course", "training_class__venue"
    )
    enrolment = get_object_or_404(enrolments, pk=pk)
    back = "training:my" if enrolment.person.user_id == request.user.pk else "training:village"
    over = enrolment.training_class.is_over or enrolment.training_class.state in OVER
    if enrolment.state != EnrolmentState.ENROLLED or over:
        messages.info(request, _("There is no seat to give back: the class is over or left."))
        return redirect(back)
    form = LeaveForm()
    # An empty reason is a whole answer, so the method decides and not the data.
    if request.method == "POST" and (form := LeaveForm(request.POST)).is_valid():
        leave(enrolment, form.cleaned_data["reason"], by=request.user)
        messages.success(
            request,
            _("%(name)s has left the class. The seat is free for someone else.")
            % {"name": enrolment.person.name},
        )
        return redirect(back)
    context = {"enrolment": enrolment, "form": form, "back": back}
    return render(request, "training/enrolment/leave.html", context)


# A village officer's people


@never_cache
@login_required
def village(request):
    if not _vouches(request.user):
        raise PermissionDenied
    asked = request.GET.get("q", "").strip()
    seats = Enrolment.objects.select_related("training_class__course").order_by(
        "-training_class__starts_on"
    )
    people = Person.objects.visible_to(deciding(request.user))
    people = people.found_by(asked) if asked else people
    people = people.select_related("region").prefetch_related(Prefetch("enrolments", seats))
    context = {
        "asked": asked,
        "page": Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "due": cases_due(request.user, timezone.localdate())[:DUE_SHOWN],
        "classes": classes_near(request.user, timezone.localdate())[:CLASSES_NEARBY],
    }
    return render(request, "training/enrolment/village.html", context)


@never_cache
@login_required
@sensitive_post_parameters("name", "id_number", "phone")
def enrol_for(request, pk):
    if not _vouches(request.user):
        raise PermissionDenied
    training_class = _class_or_404(request, pk)
    closed = reasons_class_is_closed(training_class, timezone.localdate())
    # A second tap on the last seat must find the seat, so there the verb decides.
    if closed and request.method != "POST":
        return _refused(request, training_class, closed)
    form = EnrolForForm(request.POST or None, _regions_of(request.user))
    if training_class.free:
        del form.fields["wait"]
    if form.is_valid():
        try:
            enrolment = register_and_enrol(
                training_class,
                **form.details(),
                by=request.user,
                channel=_channel_of(request.user),
            )
            return _seated(request, enrolment, to="training:village")
        except SEATS_GONE as refusal:
            if form.cleaned_data.get("wait"):
                return _made_wait(request, training_class, form)
            form.add_error("wait" if "wait" in form.fields else None, refusal)
        except NameDiffers:  # its sentence sends people to the officer, who is the one asking
            form.add_error(
                "name",
                _("This identity number is registered under another name. Please ask the bureau."),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"training_class": training_class, "form": form}
    return render(request, "training/enrolment/enrol_for.html", context)


def _made_wait(request, training_class, form):
    try:
        waiting = register_and_join(
            training_class, **form.details(), by=request.user, channel=_channel_of(request.user)
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        context = {"training_class": training_class, "form": form}
        return render(request, "training/enrolment/enrol_for.html", context)
    name = waiting.person.name
    messages.success(request, _("%(name)s is on the waiting list.") % {"name": name})
    return redirect("training:place", waiting.pk)


def _channel_of(user):
    return Channel.VILLAGE_OFFICER if reach_of(user).villages else Channel.BUREAU


def _regions_of(user):
    """Where the people an officer answers for may live."""
    reach = reach_of(user)
    regions = Region.objects.order_by("path")
    if reach.everything:
        return regions
    return regions.filter(
        any_of(Q(path__startswith=path) for path in [*reach.villages, *reach.regions])
    )
