from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from training.organisations.models import Employer
from training.organisations.reach import reach_of
from training.people.sessions import login_required

from .actions import place_again, place_order, withdraw_order
from .forms import LineForm, OrderForm
from .queries import orders_of, standing_offers, step_of
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
    employers = _employers(request.user)
    form = OrderForm(request.POST or None, employers=employers)
    if form.is_valid():
        try:
            order = place_order(
                form.employer_chosen,
                [form.line],
                by=request.user,
                contact=form.cleaned_data["contact"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Your order is placed. The bureau reads it next."))
            return redirect(order)
    return render(request, "training/orders/new_order.html", {"form": form})


@never_cache
@login_required
def order(request, pk):
    """Where the order stands; a returned one is changed here, and any may be withdrawn."""
    employers = _employers(request.user)
    order = get_object_or_404(orders_of(employers), pk=pk)
    form = _change_form(request, order, employers)
    if request.method == "POST" and _carry_out(request, order, form):
        return redirect(order)
    context = {
        "order": order,
        "form": form,
        "offers": standing_offers(order),
        "steps": STEPS,
        "step": step_of(order),
        "may_withdraw": OrderState.WITHDRAWN in MOVES[OrderState(order.state)],
    }
    return render(request, "training/orders/order.html", context)


def _change_form(request, order, employers):
    """For an order sent back. One of several lines is changed by the bureau, on the telephone."""
    lines = order.lines.all()
    if order.state != OrderState.RETURNED or len(lines) != 1:
        return None
    data = request.POST if "change" in request.POST else None
    return LineForm(data, instance=lines[0], employers=employers)


def _carry_out(request, order, form):
    """What the button asks for. True when the page is to be shown afresh."""
    try:
        if "withdraw" in request.POST:
            withdraw_order(order, by=request.user)
            messages.success(request, _("The order is withdrawn."))
        elif form is None:
            messages.error(request, _("This order cannot be changed now."))
        elif not form.is_valid():
            return False
        else:
            place_again(order, form.line, by=request.user)
            messages.success(request, _("The order is handed in again. The bureau reads it next."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return True
