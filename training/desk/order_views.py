"""Orders at the desk: with what became of them, which no room below can know."""

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from training.orders.filters import OrderFilterSet
from training.orders.lead_times import lead_times_of, lead_times_together
from training.orders.viewsets import (
    OrderIndexView,
    OrderInspectView,
    OrderLineInspectView,
    OrderLineViewSet,
    OrderViewSet,
)
from training.organisations.row_pages import Section
from training.organisations.tables import PlainTable

from .order_standing import order_standings, standings_of

# What a filter may ask of a standing.
STANDINGS = {
    "wanted": (_("Not offered in full"), lambda row: row.offered < row.ordered),
    "unfilled": (
        _("Offered in full, seats free"),
        lambda row: row.filled < row.ordered <= row.offered,
    ),
    "filled": (_("Filled"), lambda row: row.filled >= row.ordered),
    "exceeded": (_("More offered than ordered"), lambda row: row.offered > row.ordered),
    "unknown": (_("Not known yet who was hired"), lambda row: row.unknown > 0),
}

HEADINGS = {
    "standing.ordered": _("Ordered"),
    "standing.offered": _("Offered"),
    "standing.filled": _("Filled"),
    "standing.completed": _("Completed"),
    "standing.hired": _("Hired"),
    "standing.unknown": _("Not known whether hired"),
    "times.approved": _("Days to the approval"),
    "times.first_offer": _("Days to the first offer"),
    "times.full": _("Days until offered in full"),
    "times.class_start": _("Days to the first class"),
}


def offered(row):
    """Of what was ordered; more only where the bureau agreed."""
    return gettext("%(part)d of %(whole)d") % {
        "part": row.standing.offered,
        "whole": row.standing.ordered,
    }


def completed(row):
    found = row.standing.completed
    return gettext("not over yet") if found is None else found


def hired(row):
    standing = row.standing
    if not standing.filled:
        return "–"
    if not standing.asked:
        return gettext("not known yet")
    if not standing.unknown:
        return standing.hired
    return ngettext(
        "%(hired)d, %(count)d not known", "%(hired)d, %(count)d not known", standing.unknown
    ) % {"hired": standing.hired, "count": standing.unknown}


STANDING_COLUMNS = [
    Column("offered", label=_("Offered"), accessor=offered, classname="t-number t-nowrap"),
    Column("filled", label=_("Filled"), accessor="standing.filled", classname="t-number"),
    Column("completed", label=_("Completed"), accessor=completed, classname="t-number"),
    Column("hired", label=_("Hired"), accessor=hired, classname="t-number"),
]


def days(name):
    def read(line):
        found = getattr(line.times, name)
        if found is None:
            return "–"
        return ngettext("%(count)d day", "%(count)d days", found) % {"count": found}

    return read


LEAD_COLUMNS = [
    Column("line", label=_("What is ordered"), accessor="__str__"),
    Column("approved", label=_("Approved after"), accessor=days("approved")),
    Column("first_offer", label=_("First offer after"), accessor=days("first_offer")),
    Column("full", label=_("Offered in full after"), accessor=days("full")),
    Column("class_start", label=_("First class begins after"), accessor=days("class_start")),
]


def lines_with_all(lines):
    """Order lines with their standing and how long each step took; constant queries."""
    lines = list(
        lines.select_related("course", "order").prefetch_related(
            "offers__training_class", "refusals"
        )
    )
    found = standings_of(lines)
    for line in lines:
        line.standing, line.times = found[line.pk], lead_times_of(line)
    return lines


def standing_sections(lines):
    columns = [Column("line", label=_("What is ordered"), accessor="__str__"), *STANDING_COLUMNS]
    return [
        Section("standing", _("Where it stands"), "tasks", PlainTable(columns, lines)),
        Section(
            "times",
            _("How long it took, counted from the day it was placed"),
            "time",
            PlainTable(LEAD_COLUMNS, lines),
        ),
    ]


class DeskOrderFilterSet(OrderFilterSet):
    standing = django_filters.ChoiceFilter(
        label=_("Where it stands"),
        choices=[(name, label) for name, (label, _holds) in STANDINGS.items()],
        method="by_standing",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    def by_standing(self, queryset, name, value):
        _label, holds = STANDINGS[value]
        found = order_standings(queryset.order_by().prefetch_related("lines"))
        return queryset.filter(pk__in=[pk for pk, standing in found.items() if holds(standing)])


class StandingsOnPage:
    """Gives each row of the page, and of the file, its ``standing``."""

    def paginate_queryset(self, queryset, page_size):
        paginator, page, rows, is_cut = super().paginate_queryset(queryset, page_size)
        found = self.standings(rows)
        for row in rows:  # read once: the queryset keeps its rows
            row.standing = found[row.pk]
        return paginator, page, rows, is_cut

    @cached_property
    def all_standings(self):
        return self.standings(self.get_queryset())

    def to_row_dict(self, item):
        item.standing = self.all_standings[item.pk]
        return super().to_row_dict(item)


class DeskOrderIndexView(StandingsOnPage, OrderIndexView):
    @staticmethod
    def standings(rows):
        return order_standings(rows)

    @cached_property
    def all_times(self):
        answers = ("lines__offers__training_class", "lines__refusals", "lines__order")
        orders = self.get_queryset().prefetch_related(*answers)
        return {order.pk: lead_times_together(order.lines.all()) for order in orders}

    def to_row_dict(self, item):
        item.times = self.all_times[item.pk]
        return super().to_row_dict(item)


class DeskOrderInspectView(OrderInspectView):
    def sections(self):
        lines = lines_with_all(self.object.lines.all())
        ordered, *others = super().sections()
        return [ordered, *standing_sections(lines), *others]


class DeskOrderViewSet(OrderViewSet):
    index_view_class = DeskOrderIndexView
    inspect_view_class = DeskOrderInspectView
    filterset_class = DeskOrderFilterSet
    list_display = [
        *OrderViewSet.list_display[:-1],
        *STANDING_COLUMNS,
        OrderViewSet.list_display[-1],
    ]
    list_export = [*OrderViewSet.list_export, *HEADINGS]
    export_headings = OrderViewSet.export_headings | HEADINGS


class DeskOrderLineInspectView(OrderLineInspectView):
    def sections(self):
        lines = lines_with_all(type(self.object).objects.filter(pk=self.object.pk))
        return [*standing_sections(lines), *super().sections()]


class DeskOrderLineViewSet(OrderLineViewSet):
    inspect_view_class = DeskOrderLineInspectView
