from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from training.classes.states import OVER
from training.organisations.models import Employer
from training.organisations.reach import reach_of
from training.people.sessions import login_required

from .actions import decline_offer, place_again, place_order, withdraw_order
from .forms import DeclineForm, OrderForm, changes_lines, line_forms
from .models import Offer
from .queries import orders_of, refused_offers, standing_offers, step_of
from .states import MOVES, OrderState

ORDERS_A_PAGE = 20
STEPS = [
    gettext_lazy("You order"),
    gettext_lazy("The bureau approves"),
    gettext_lazy("Schools offer classes"),
    gettext_lazy("Training"),
    gettext_lazy("Finished"),
]


def _employers(user):
    """The employers the user acts for; nobody else has anything to order here."""
    employers = list(
        Employer.objects.filter(pk__in=reach_of(user).employers).select_related("region")
    )
    if not employers:
        raise PermissionDenied
    return employers


@never_cache
@login_required
def my_orders(request):
    orders = orders_of(_employers(request.user))
    page = Paginator(orders, ORDERS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(row, standing_offers(row)) for row in page]
    return render(request, "training/orders/my_orders.html", {"page_obj": page, "rows": rows})


@never_cache
@login_required
def new_order(request):
    """The order and its lines; the buttons beside the lines only bring the page again."""
    employers = _employers(request.user)
    data = request.POST if request.method == "POST" else None
    lines = line_forms(data, orderers=employers)
    if changes_lines(data):
        form = OrderForm(initial=data.dict(), employers=employers)
    else:
        form = OrderForm(data, employers=employers)
        if data is not None and form.is_valid() & lines.is_valid():
            try:
                order = place_order(
                    form.employer_chosen,
                    lines.lines,
                    by=request.user,
                    contact=form.cleaned_data["contact"],
                    kind=form.cleaned_data["kind"],
                )
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, _("Your order is placed. The bureau reads it next."))
                return redirect(order)
    return render(request, "training/orders/new_order.html", {"form": form, "lines": lines})


@never_cache
@login_required
def order(request, pk):
    """Where the order stands; a returned one is changed here, and any may be withdrawn."""
    employers = _employers(request.user)
    order = get_object_or_404(orders_of(employers), pk=pk)
    lines = _change_forms(request, order, employers)
    if request.method == "POST" and _carry_out(request, order, lines):
        return redirect(order)
    context = {
        "order": order,
        "lines": lines,
        "offers": standing_offers(order),
        "refusals": refused_offers(order),
        "steps": STEPS,
        "step": step_of(order),
        "may_withdraw": OrderState.WITHDRAWN in MOVES[OrderState(order.state)],
    }
    return render(request, "training/orders/order.html", context)


def _change_forms(request, order, employers):
    """The lines of an order sent back, to be changed."""
    if order.state != OrderState.RETURNED:
        return None
    data = request.POST if "lines-TOTAL_FORMS" in request.POST else None
    return line_forms(data, orderers=employers, lines=order.lines.all())


def _carry_out(request, order, lines):
    """What the button asks for. True when the page is to be shown afresh."""
    try:
        if "withdraw" in request.POST:
            withdraw_order(order, by=request.user)
            messages.success(request, _("The order is withdrawn."))
        elif lines is None:
            messages.error(request, _("This order cannot be changed now."))
        elif changes_lines(request.POST) or not lines.is_valid():
            return False
        else:
            place_again(order, lines.lines, by=request.user)
            messages.success(request, _("The order is handed in again. The bureau reads it next."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return True


@never_cache
@login_required
def decline(request, pk):
    """The employer does not want a class that was offered, and says why."""
    employers = _employers(request.user)
    offers = Offer.objects.filter(line__order__employer__in=employers).select_related(
        "line__order", "line__course", "training_class__provider", "training_class__venue"
    )
    offer = get_object_or_404(offers, pk=pk)
    order = offer.line.order
    if offer.training_class.state in OVER:
        messages.info(request, _("This class is over; its offer can no longer be declined."))
        return redirect(order)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decline_offer(offer, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The offer is declined. The school reads your reason."))
            return redirect(order)
    return render(
        request, "training/orders/decline.html", {"form": form, "offer": offer, "order": order}
    )
