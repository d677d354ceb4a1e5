"""An employer's people in a class that was offered for its order.

It reads of them what it brought itself, and the state of the seats it took; nothing else.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from training.classes.states import ClassState
from training.orders.models import Offer
from training.orders.states import OrderState
from training.organisations.reach import reach_of
from training.people.sessions import login_required

from .rosters import Line, Outcome, Verdict, queue_roster, seat_roster, withdraw_staff
from .rules import reasons_class_is_closed
from .staff_forms import (
    FIRST_LINES,
    MORE_LINES,
    StaffForm,
    blank_lines,
    written_lines,
)
from .staff_seats import StaffSeat
from .states import Channel, EnrolmentState


@dataclass(frozen=True)
class AskedLine:
    """A line of the form, with what is wrong about it."""

    line: Line
    reasons: tuple[str, ...] = ()


def _offer_or_404(request, pk, class_pk):
    employers = reach_of(request.user).employers
    if not employers:
        raise PermissionDenied
    offers = Offer.objects.filter(
        line__order=pk,
        line__order__employer__in=employers,
        line__order__state=OrderState.APPROVED,
        training_class=class_pk,
    ).exclude(training_class__state=ClassState.CANCELLED)
    offers = offers.select_related(
        "line__order__employer", "training_class__course", "training_class__venue__region"
    )
    # Two lines of one order may be answered by one class; that is rare, and the first one serves.
    return get_object_or_404(offers.order_by("pk")[:1])


@never_cache
@login_required
@sensitive_post_parameters("name", "id_number", "phone", "pasted")
def staff(request, pk, class_pk):
    offer = _offer_or_404(request, pk, class_pk)
    if "withdraw" in request.POST:
        return _withdraw(request, offer)
    lines, form = [], StaffForm()
    if "more" in request.POST:
        lines, form = written_lines(request.POST), StaffForm(initial=_ticks(request))
        return _page(request, offer, form, _asked(lines, len(lines) + MORE_LINES))
    too_late = offer.training_class.starts_on < timezone.localdate()  # the page says so
    if request.method != "POST" or too_late:
        return _page(request, offer, form, _asked(lines, FIRST_LINES))
    return _enrol(request, offer)


def _enrol(request, offer):
    lines, form = written_lines(request.POST), StaffForm(request.POST)
    if not lines:
        form.add_error(None, _("Please name at least one person."))
    if not form.is_valid():
        return _page(request, offer, _unpasted(form), _asked(lines, FIRST_LINES))
    try:
        outcomes = seat_roster(
            offer.training_class,
            lines,
            by=request.user,
            channel=Channel.EMPLOYER,
            offer=offer,
            all_or_none=form.cleaned_data["all_or_none"] or form.cleaned_data["wait"],
        )
        if form.cleaned_data["wait"] and not all(row.is_good for row in outcomes):
            outcomes = _queued(request, offer, lines)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, offer, _unpasted(form), _asked(lines, FIRST_LINES))
    _tell(request, outcomes)
    left = [AskedLine(row.line, row.reasons) for row in outcomes if not row.is_good]
    if not left:
        return redirect("training:staff", offer.line.order_id, offer.training_class_id)
    return _page(request, offer, _unpasted(form), left)


def _queued(request, offer, lines):
    """Those who could not all be seated wait together; the name of the firm stands at the group."""
    return queue_roster(
        offer.training_class,
        lines,
        by=request.user,
        channel=Channel.EMPLOYER,
        label=offer.line.order.employer.name,
    )


def _tell(request, outcomes: list[Outcome]):
    counted = {verdict: sum(row.verdict == verdict for row in outcomes) for verdict in Verdict}
    if seated := counted[Verdict.SEATED]:
        sentence = ngettext(
            "%(count)d of your people is enrolled now.",
            "%(count)d of your people are enrolled now.",
            seated,
        )
        messages.success(request, sentence % {"count": seated})
    if already := counted[Verdict.ALREADY]:
        sentence = ngettext(
            "%(count)d was in the class already.", "%(count)d were in the class already.", already
        )
        messages.info(request, sentence % {"count": already})
    if waiting := counted[Verdict.WAITS]:
        sentence = ngettext(
            "%(count)d of your people waits for a seat.",
            "%(count)d of your people wait for seats, together.",
            waiting,
        )
        messages.success(request, sentence % {"count": waiting})
    if counted[Verdict.HELD_BACK]:
        messages.warning(
            request, _("Nobody was enrolled, because not all of them can be. See below why.")
        )
    elif counted[Verdict.REFUSED]:
        messages.warning(request, _("Some could not be enrolled. See below why."))


def _withdraw(request, offer):
    asked = request.POST["withdraw"]
    seats = StaffSeat.objects.filter(offer=offer)
    seat = get_object_or_404(seats, pk=int(asked) if asked.isdecimal() else 0)
    try:
        withdraw_staff(seat, request.POST.get("reason", ""), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("%(name)s has left the class. The seat is free for someone else.")
            % {"name": seat.enrolment.person.name},
        )
    return redirect("training:staff", offer.line.order_id, offer.training_class_id)


def _asked(lines, count):
    """The lines written, and empty ones so that there are ``count``."""
    blank = blank_lines(max(count - len(lines), 0), len(lines))
    return [AskedLine(line) for line in [*lines, *blank]]


def _ticks(request):
    return {name: name in request.POST for name in ("agreed", "all_or_none", "wait")}


def _unpasted(form):
    """The same form with its text area empty: what was pasted stands in the lines now."""
    form.data = form.data.copy()
    form.data["pasted"] = ""
    return form


def _page(request, offer, form, asked):
    training_class = offer.training_class
    seats = StaffSeat.objects.filter(offer=offer).select_related("enrolment__person")
    taken = sum(seat.enrolment.state == EnrolmentState.ENROLLED for seat in seats)
    today = timezone.localdate()
    context = {
        "offer": offer,
        "order": offer.line.order,
        "training_class": training_class,
        "seats": seats,
        "taken": taken,
        "left": max(offer.seats - taken, 0),
        "closed": reasons_class_is_closed(training_class, today),
        "begun": today >= training_class.starts_on,
        "form": form,
        "asked": asked,
        "wrong": [row for row in asked if row.reasons],
    }
    return render(request, "training/enrolment/staff.html", context)
