"""Issues and vouchers for the bureau that gives them out and pays, and for those who read it."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button

from training.organisations.forms import ReasonForm
from training.organisations.office import ScopedAddView, ScopedIndexView, ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import ScopedInspectView, Section, Verb
from training.organisations.tables import DayColumn, PlainTable, RegionColumn

from . import actions
from .filters import EntitlementFilterSet, IssueFilterSet
from .forms import ExtendForm, IssueForm, SettleForm
from .models import Entitlement, Issue
from .queries import figures_of, parts_of
from .states import NOT_USED, EntitlementState
from .tables import (
    PART_COLUMNS,
    StandingColumn,
    claimed_of,
    people_of,
    schools_of,
    trades_of,
    used_of,
)


def issues_there(user, issue):
    return reach_of(user).answers_for(issue.region)


def issued_it(user, entitlement):
    return reach_of(user).answers_for(entitlement.issue.region)


EXTEND = Verb(
    slug="extend",
    label=_("Make valid longer"),
    icon="date",
    act=actions.extend_issue,
    may=issues_there,
    form_class=ExtendForm,
    done=_("The vouchers are valid longer."),
)
CLOSE = Verb(
    slug="close",
    label=_("Close the issue"),
    icon="lock",
    act=actions.close_issue,
    may=issues_there,
    when=lambda issue: not issue.is_closed,
    done=_("The issue is closed. What people have claimed they keep."),
    explain=_("Nobody can claim these vouchers any more. What people have claimed they keep."),
)
SETTLE = Verb(
    slug="settle",
    label=_("Settle"),
    icon="check",
    act=actions.settle,
    may=issued_it,
    when=lambda row: row.state == EntitlementState.USED,
    form_class=SettleForm,
    done=_("The voucher is settled."),
    explain=_("The school was paid for this class."),
)
WITHDRAW = Verb(
    slug="withdraw",
    label=_("Take back"),
    icon="cross",
    act=actions.withdraw,
    may=issued_it,
    when=lambda row: row.state in NOT_USED,
    form_class=ReasonForm,
    done=_("The voucher is taken back; somebody else may have its place."),
    explain=_("The person reads your reason. A seat they have in a class they keep."),
    serious=True,
)


class IssueIndexView(ScopedIndexView):
    add_item_label = _("Issue vouchers")

    def get_base_queryset(self):
        return super().get_base_queryset().with_spent().prefetch_related("trades")


class IssueAddView(ScopedAddView):
    page_title = _("Issue vouchers")
    success_message = _("%(object)s: people can claim these vouchers now.")
    submit_button_label = _("Issue")

    def save_instance(self):
        return actions.issue(by=self.request.user, **self.form.cleaned_data)


class IssueInspectView(ScopedInspectView):
    def links(self):
        url = reverse("training_entitlement:index") + f"?issue={self.object.pk}"
        return [Button(gettext("Its vouchers"), url=url, icon_name="list-ul")]

    def sections(self):
        parts = parts_of(figures_of(self.object))
        return [
            Section("figures", _("What became of them"), "tasks", PlainTable(PART_COLUMNS, parts))
        ]


class IssueViewSet(ScopedModelViewSet):
    """What was given out is not rewritten: it is closed, or made valid longer."""

    model = Issue
    name = "training_issue"
    icon = "clipboard-list"
    menu_label = _("Issues of vouchers")
    closed = frozenset({"edit", "delete"})
    verbs = (EXTEND, CLOSE)
    related = ("bureau", "region__parent")
    ordering = "-opened_at"
    index_view_class = IssueIndexView
    add_view_class = IssueAddView
    inspect_view_class = IssueInspectView
    list_display = [
        "name",
        RegionColumn(),
        Column("trades", label=_("Trades"), accessor=trades_of),
        Column("claimed", label=_("Claimed"), accessor=claimed_of, sort_key="claimed"),
        Column("spent", label=_("Used of those claimed"), accessor=used_of, sort_key="spent"),
        DayColumn("valid_to", label=_("Valid to"), sort_key="valid_to"),
        Column("told", label=_("State")),
    ]
    list_export = [
        *("name", "bureau.name", "region.name", "places", "claimed", "spent"),
        *("amount", "valid_from", "valid_to", "opened_at", "closed_at", "source"),
    ]
    export_headings = {
        "bureau.name": _("Bureau"),
        "region.name": _("Region"),
        "spent": _("Used of those claimed"),
    }
    filterset_class = IssueFilterSet
    search_fields = ["name", "name_en", "source"]
    inspect_view_fields = [
        "bureau",
        "region",
        (_("Trades"), trades_of),
        (_("Groups of people"), people_of),
        (_("Training providers"), schools_of),
        "valid_from",
        "valid_to",
        "amount",
        "opened_at",
        "by",
        "closed_at",
        "source",
    ]

    def get_form_class(self, for_update=False):  # noqa: FBT002  (Wagtail's signature)
        return IssueForm


def class_of(entitlement):
    return entitlement.enrolment and entitlement.enrolment.training_class


class EntitlementViewSet(ScopedModelViewSet):
    model = Entitlement
    name = "training_entitlement"
    icon = "pick"
    menu_label = _("Training vouchers")
    closed = frozenset({"add", "edit", "delete"})
    verbs = (SETTLE, WITHDRAW)
    related = (
        *("person__region", "issue__region", "by"),
        *("enrolment__training_class__course", "enrolment__training_class__provider"),
    )
    ordering = "-claimed_at"
    list_display = [
        "person",
        Column("number", label=_("Voucher number"), sort_key="code"),
        Column("issue", label=_("Issue"), sort_key="issue__name"),
        StandingColumn(waiting={EntitlementState.USED}),
        Column("training_class", label=_("Class"), accessor=class_of),
        DateColumn("claimed_at", label=_("Claimed"), sort_key="claimed_at"),
        DayColumn("valid_to", label=_("Valid to"), accessor="issue.valid_to"),
    ]
    list_export = [
        *("person.name", "person.masked_id_number", "number", "issue.name", "told"),
        *("enrolment.training_class.number", "enrolment.training_class.provider.name"),
        *("issue.amount", "get_channel_display", "claimed_at", "used_at", "settled_at"),
        *("reference", "returned_at", "reason"),
    ]
    export_headings = {
        "person.name": _("Full name"),
        "person.masked_id_number": _("Identity number"),
        "number": _("Voucher number"),
        "issue.name": _("Issue"),
        "told": _("State"),
        "enrolment.training_class.number": _("Class number"),
        "enrolment.training_class.provider.name": _("Training provider"),
        "issue.amount": _("yuan a class"),
        "get_channel_display": _("claimed by"),
    }
    filterset_class = EntitlementFilterSet
    search_fields = ["person__name", "issue__name", "code", "reference"]
    inspect_view_fields = [
        "person",
        (_("Voucher number"), lambda row: row.number),
        "issue",
        (_("State"), lambda row: row.told),
        (_("Class"), class_of),
        "channel",
        "claimed_at",
        "by",
        "reserved_at",
        "used_at",
        "settled_at",
        "reference",
        "returned_at",
        "reason",
    ]
