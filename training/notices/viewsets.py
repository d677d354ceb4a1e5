"""The outbox in the back office: what was sent, what was not, and what an officer has to decide."""

from operator import attrgetter

from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from training.organisations.filters import (
    DaysFilter,
    LinkedRowFilter,
    RegionFilter,
    ScopedFilterSet,
    StateFilter,
)
from training.organisations.office import ScopedIndexView, ScopedModelViewSet
from training.organisations.paging import LongListPaginator
from training.organisations.row_pages import ScopedInspectView, Verb
from training.organisations.tables import StateColumn
from training.people.models import Person

from .actions import leave_it, send_again
from .models import Message
from .queries import standing_of
from .states import TO_DECIDE, Kind, MessageState

SHOWN = 40


def decides(user, message):
    return user.has_perm("training.change_message")


def to_decide(message):
    return message.state in TO_DECIDE and not message.is_code


VERBS = (
    Verb(
        slug="send_again",
        label=_("Send again"),
        icon="rotate",
        act=send_again,
        may=decides,
        when=to_decide,
        done=_("The message is on its way again."),
        explain=_(
            "If it did arrive after all, the person gets it twice. Perhaps you would rather call."
        ),
    ),
    Verb(
        slug="leave",
        label=_("Leave it"),
        icon="cross",
        act=leave_it,
        may=decides,
        when=to_decide,
        done=_("The message stays as it is."),
        explain=_("Nothing is sent, and nobody is asked about this message again."),
    ),
)


class MessageFilterSet(ScopedFilterSet):
    state = StateFilter(choices=MessageState.choices)
    kind = StateFilter(choices=Kind.choices, label=_("About"))
    written = DaysFilter(field_name="created_at", label=_("Written"))
    region = RegionFilter(field_name="person__region")
    person = LinkedRowFilter(queryset=Person.objects.all())

    class Meta:
        model = Message
        fields = []


class MessageIndexView(ScopedIndexView):
    paginator_class = LongListPaginator
    results_template_name = "training/admin/notices/index_results.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(standing=standing_of(self.rows()), **kwargs)


class MessageInspectView(ScopedInspectView):
    def notice(self):
        if self.object.state == MessageState.UNSURE:
            return gettext(
                "It was handed over, and no answer came back. Ask the person, or the operator, "
                "whether it arrived. It is not sent a second time unless you say so."
            )
        return ""


def beginning(message):
    return Truncator(message.shown_text).chars(SHOWN)


class MessageViewSet(ScopedModelViewSet):
    """Nobody writes or changes a message here. A code is not shown to anybody."""

    model = Message
    name = "training_message"
    icon = "mail"
    menu_label = _("Messages")
    closed = frozenset({"add", "edit", "delete"})
    verbs = VERBS
    related = ("person__region",)
    ordering = "-created_at"
    index_view_class = MessageIndexView
    inspect_view_class = MessageInspectView
    list_display = [
        "__str__",
        Column("person", label=_("Person"), sort_key="person__name"),
        Column("masked_address", label=_("Sent to"), classname="t-nowrap"),
        Column("text", label=_("Text"), accessor=beginning),
        StateColumn(waiting=TO_DECIDE),
        Column("fault", label=_("What went wrong")),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
    ]
    list_export = [
        "get_kind_display",
        "person",
        "masked_address",
        "shown_text",
        "get_state_display",
        "fault",
        "created_at",
        "sent_at",
    ]
    export_headings = {
        "get_kind_display": _("About"),
        "person": _("Person"),
        "masked_address": _("Sent to"),
        "shown_text": _("Text"),
        "get_state_display": _("State"),
        "fault": _("What went wrong"),
    }
    filterset_class = MessageFilterSet
    search_fields = ["person__name"]
    inspect_view_fields = [
        "kind",
        "person",
        (_("Sent to"), attrgetter("masked_address")),
        (_("By way of"), attrgetter("channel_label")),
        (_("Text"), attrgetter("shown_text")),
        "state",
        (_("What went wrong"), attrgetter("fault")),
        "tries",
        "due_at",
        "expires_at",
        "sent_at",
        "receipt",
        "created_at",
        "written_by",
    ]
