from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from training.classes.states import ChangeState, ClassState
from training.enrolment.eligibility_states import AppealState
from training.notices.states import TO_DECIDE
from training.orders.states import OrderState
from training.people.states import RequestState

from .queries import waiting_for


def _sentence(kind, count):
    """What waits, as a sentence; written out here so that translators find each of them."""
    return {
        "orders_to_approve": ngettext(
            "%(count)d order to approve", "%(count)d orders to approve", count
        ),
        "classes_to_approve": ngettext(
            "%(count)d class to approve", "%(count)d classes to approve", count
        ),
        "classes_overdue": ngettext(
            "%(count)d class waits longer for a decision than the rule allows",
            "%(count)d classes wait longer for a decision than the rule allows",
            count,
        ),
        "changes_to_decide": ngettext(
            "%(count)d change of an approved class to decide",
            "%(count)d changes of approved classes to decide",
            count,
        ),
        "follow_ups": ngettext(
            "%(count)d trainee to ask about work, six months after the class",
            "%(count)d trainees to ask about work, six months after the class",
            count,
        ),
        "comments": ngettext(
            "%(count)d comment of a trainee to read",
            "%(count)d comments of trainees to read",
            count,
        ),
        "data_requests": ngettext(
            "%(count)d request about personal data to answer",
            "%(count)d requests about personal data to answer",
            count,
        ),
        "appeals": ngettext(
            "%(count)d appeal against a refusal to answer",
            "%(count)d appeals against a refusal to answer",
            count,
        ),
        "messages": ngettext(
            "%(count)d message to decide about",
            "%(count)d messages to decide about",
            count,
        ),
        "lines_to_answer": ngettext(
            "%(count)d order wants a class", "%(count)d orders want a class", count
        ),
        "classes_returned": ngettext(
            "%(count)d class sent back to you", "%(count)d classes sent back to you", count
        ),
        "classes_to_conclude": ngettext(
            "%(count)d class is over and can be concluded",
            "%(count)d classes are over and can be concluded",
            count,
        ),
    }[kind] % {"count": count}


def _address(kind):
    name, query = {
        "orders_to_approve": ("training_order", f"state={OrderState.PLACED}"),
        "classes_to_approve": ("training_class", f"state={ClassState.FILED}"),
        "classes_overdue": ("training_class", "review=late"),
        "changes_to_decide": ("training_change_request", f"state={ChangeState.OPEN}"),
        "follow_ups": ("training_follow_up", "months=6"),
        "comments": ("training_comment", "released=false"),
        "data_requests": ("training_data_request", f"state={RequestState.OPEN}"),
        "appeals": ("training_appeal", f"state={AppealState.OPEN}"),
        "messages": ("training_message", "&".join(f"state={state}" for state in sorted(TO_DECIDE))),
        "lines_to_answer": ("training_orderline", "still=wanted"),
        "classes_returned": ("training_class", f"state={ClassState.RETURNED}"),
        "classes_to_conclude": (
            "training_class",
            f"state={ClassState.APPROVED}&ends_on_to={timezone.localdate():%Y-%m-%d}",
        ),
    }[kind]
    return f"{reverse(f'{name}:index')}?{query}"


class WaitingPanel(Component):
    """On the first page of the office: what waits for whoever signed in."""

    name = "training_waiting"
    order = 10
    template_name = "training/admin/desk/waiting.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {
            "rows": [
                {"sentence": _sentence(row.kind, row.count), "url": _address(row.kind)}
                for row in waiting_for(user)
            ]
        }
