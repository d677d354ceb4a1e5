"""The five lists in the back office: how many stood on each, then and now, and who moved where."""

import csv
from operator import attrgetter

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from training.organisations.models import Region
from training.organisations.reach import any_of, reach_of

from .errors import InTheFuture
from .queries import moves_between
from .states import StandingList

PLACES = [*StandingList.values, None]


def may_read(user):
    """Officers and inspectors: schools and firms have no people of their own on the lists."""
    reach = reach_of(user)
    return bool(reach.everything or reach.regions or reach.inspected)


def regions_of(user):
    reach = reach_of(user)
    regions = Region.objects.select_related("parent")
    if reach.everything:
        return regions
    paths = {*reach.regions, *reach.inspected}
    return regions.filter(any_of(Q(path__startswith=path) for path in paths))


class DaysForm(forms.Form):
    region = forms.ModelChoiceField(
        None, label=_("Region"), required=False, empty_label=_("All regions")
    )
    first = forms.DateField(label=_("Then"), widget=AdminDateInput)
    last = forms.DateField(label=_("Now"), widget=AdminDateInput)

    def __init__(self, user, asked):
        today = timezone.localdate()
        usual = {"first": today.replace(month=1, day=1).isoformat(), "last": today.isoformat()}
        super().__init__(usual | {name: asked[name] for name in asked if asked[name]})
        self.fields["region"].queryset = regions_of(user)
        self.fields["region"].label_from_instance = attrgetter("long_label")

    def clean_last(self):
        if self.cleaned_data["last"] > timezone.localdate():
            raise InTheFuture
        return self.cleaned_data["last"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("first") and cleaned.get("last") and cleaned["first"] > cleaned["last"]:
            self.add_error("first", _("The first day must not come after the second."))
        return cleaned


class Table:
    """The matrix of moves with its sums: a row for each list then, a column for each list now."""

    def __init__(self, moves):
        self.moves = moves
        self.names = [StandingList(place).label if place else _("On no list") for place in PLACES]
        self.rows = [
            (name, [moves.get((before, after), 0) for after in PLACES])
            for name, before in zip(self.names, PLACES, strict=True)
        ]
        self.then = [sum(counts) for _name, counts in self.rows]
        self.now = [sum(column) for column in zip(*(row for _name, row in self.rows), strict=True)]
        self.moved = sum(people for (before, after), people in moves.items() if before != after)

    @property
    def both(self):
        """List, how many then, how many now, the difference."""
        for name, then, now in zip(self.names, self.then, self.now, strict=True):
            yield name, then, now, now - then

    @property
    def lines(self):
        """A row of the matrix, each cell with whether it says who stayed."""
        for number, (name, counts) in enumerate(self.rows):
            yield name, [(count, place == number) for place, count in enumerate(counts)]


class FiveListsView(WagtailAdminTemplateMixin, View):
    template_name = "training/admin/people/five_lists.html"
    page_title = _("Five lists")
    header_icon = "list-ol"

    def dispatch(self, request, *args, **kwargs):
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        form = DaysForm(request.user, request.GET)
        return self.answer(form, self._table(form.cleaned_data) if form.is_valid() else None)

    def _table(self, asked):
        return Table(
            moves_between(asked["first"], asked["last"], self.request.user, asked["region"])
        )

    def answer(self, form, table):
        return self.render_to_response(self.get_context_data(form=form, table=table))

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_header_buttons(self):
        query = self.request.GET.urlencode()
        url = reverse("training_lists:export") + (f"?{query}" if query else "")
        return [HeaderButton(_("Download CSV"), url=url, icon_name="download")]


class FiveListsExport(FiveListsView):
    """The same table as a file that a Chinese Excel opens. That it was taken is on record."""

    def answer(self, form, table):
        if table is None:
            return super().answer(form, None)
        asked = form.cleaned_data
        days = {name: asked[name].isoformat() for name in ("first", "last")}
        data = {"what": "training.ListPlace", **days, "region": str(asked["region"] or "")}
        log(self.request.user, "training.export", user=self.request.user, data=data)
        name = f"five-lists-{asked['first']:%Y%m%d}-{asked['last']:%Y%m%d}.csv"
        response = HttpResponse(
            "\ufeff",
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
        sheet = csv.writer(response)
        corner = gettext("%(first)s (down) → %(last)s (across)") % days
        sheet.writerow([corner, *table.names, gettext("Together")])
        for (label, counts), total in zip(table.rows, table.then, strict=True):
            sheet.writerow([label, *counts, total])
        sheet.writerow([gettext("Together"), *table.now, sum(table.now)])
        return response


class FiveListsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)


class FiveListsViewSet(ViewSet):
    name = "training_lists"
    icon = "list-ol"
    menu_label = _("Five lists")
    menu_item_class = FiveListsMenuItem

    def get_urlpatterns(self):
        return [
            path("", FiveListsView.as_view(), name="index"),
            path("export/", FiveListsExport.as_view(), name="export"),
        ]
