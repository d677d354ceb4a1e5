"""Register files and comparisons in the back office: bring, confirm, check, import, decide."""

import json

from django.http import FileResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from training.organisations.filters import ScopedFilterSet
from training.organisations.office import ScopedAddView, ScopedIndexView, ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import RowFormView, ScopedInspectView, Section, Verb
from training.organisations.rows import READ, RowsInReach
from training.organisations.tables import PlainTable, StateColumn
from training.people.errors import NoHeadings, Unreadable
from training.people.models import Person

from . import tasks
from .actions import bring_file, confirm_columns, samples_of
from .comparing import begin_comparison, start_comparison
from .exports.refused_rows import refused_file, refused_name
from .forms import BringForm, ColumnsForm, CompareForm
from .models import RegisterFile
from .states import FileState, FileUse

SHOWN_REFUSALS = 20
TO_CHECK = {FileState.UPLOADED, FileState.CHECKED, FileState.FAILED}


def brought_it(user, register_file):
    return reach_of(user).everything or register_file.brought_by_id == user.pk


def bringer(register_file):
    user = register_file.brought_by
    return (user.get_full_name() or user.get_username()) if user else ""


def to_import(register_file):
    return register_file.use == FileUse.IMPORT and bool(register_file.sealed_as)


CHECK = Verb(
    slug="check",
    label=_("Check, write nothing"),
    icon="view",
    act=tasks.check,
    may=brought_it,
    when=lambda file: to_import(file) and file.state in TO_CHECK,
    done=_("The file is being checked. This page says how far it is."),
    explain=_("The file is held against the register as it is now. Nothing is written."),
)
LAND = Verb(
    slug="land",
    label=_("Import"),
    icon="download",
    act=tasks.land,
    may=brought_it,
    when=lambda file: to_import(file) and file.state == FileState.CHECKED,
    done=_("The file is being imported. This page says how far it is."),
    explain=_(
        "New people are entered and changed facts are written. Refused rows are left out; you can "
        "take them away with their reasons, mend them and bring them again. Importing the same "
        "file twice changes nothing."
    ),
)
GO_ON = Verb(
    slug="go_on",
    label=_("Go on"),
    icon="rotate",
    act=tasks.go_on,
    may=brought_it,
    when=lambda file: file.stalled,
    done=_("The reading goes on where it stopped."),
)


class BringView(ScopedAddView):
    page_title = _("Bring a file of people")
    submit_button_label = _("Bring it")
    asks = BringForm

    @cached_property
    def add_url(self):
        """Where the form is sent: back to the door it came from, of which there are two."""
        return self.request.path

    def get_page_subtitle(self):
        """Nothing: Wagtail would call both doors after the model."""
        return ""

    def get_breadcrumbs_items(self):
        *above, _new = super().get_breadcrumbs_items()
        return [*above, {"url": "", "label": self.page_title}]

    def get_form_class(self):
        return self.asks

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("instance", None)
        return kwargs | {"for_user": self.request.user}

    def is_valid(self, form):
        """A file that cannot be read is the form's fault, and is said at its field."""
        if super().is_valid(form):
            try:
                self.object = self.bring(dict(form.cleaned_data))
            except (Unreadable, NoHeadings) as refusal:
                form.add_error("file", refusal)
        return super().is_valid(form)

    def form_valid(self, form):
        return redirect(self.door("columns", self.object))

    def bring(self, chosen):
        file = chosen["file"]
        return bring_file(file, file.name, by=self.request.user)


class BringToCompareView(BringView):
    page_title = _("Compare another office's list")
    asks = CompareForm

    def bring(self, chosen):
        file = chosen.pop("file")
        return start_comparison(file, file.name, by=self.request.user, **chosen).file


@method_decorator(never_cache, name="dispatch")
class ColumnsView(RowFormView):
    """The mapping page: what we think each column holds, with a look into the first rows."""

    row_actions = ["change"]
    any_permission_required = ["change"]
    form_class = ColumnsForm
    template_name = "training/admin/exchange/columns.html"
    page_title = _("What the columns hold")
    header_icon = "list-ul"

    @property
    def submit_label(self):
        return _("Compare") if self.compares else _("Check, write nothing")

    @cached_property
    def compares(self):
        return self.object.use == FileUse.COMPARE

    def dispatch(self, request, *args, **kwargs):
        if not self.object.sealed_as or self.object.at_work:
            messages.warning(request, gettext("The columns of this file are settled."))
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "register_file": self.object,
            "for_user": self.request.user,
            "samples": samples_of(self.object),
        }

    def get_initial(self):
        return {"home": self.object.region, "agreed_on_paper": self.object.agreed_on_paper}

    def form_valid(self, form):
        chosen = {
            "by": self.request.user,
            "agreed_on_paper": form.cleaned_data["agreed_on_paper"],
        }
        if self.compares:
            begin_comparison(self.object.comparison, form.columns(), **chosen)
            tasks.start(self.object)
        else:
            region = form.cleaned_data["home"]
            file = confirm_columns(self.object, form.columns(), region=region, **chosen)
            tasks.check(file, by=self.request.user)
        return redirect(self.get_success_url())


class FileView(ScopedInspectView):
    template_name = "training/admin/exchange/file.html"

    def get_context_data(self, **kwargs):
        progress = self.door("progress", self.object)
        return super().get_context_data(progress_url=progress, **kwargs)

    @cached_property
    def mine(self):
        """What the rows say is for whoever brought them; others see how far they got."""
        return self.may(["change"], self.object)

    def links(self):
        links = super().links()
        file = self.object
        if self.mine and file.sealed_as and not file.at_work:
            url = self.door("columns", file)
            links.append(Button(gettext("Columns"), url=url, icon_name="list-ul"))
        if self.mine and file.refused:
            url = self.door("refused", file)
            links.append(Button(gettext("Take the refused rows"), url=url, icon_name="download"))
        if comparison := getattr(file, "comparison", None):
            url = reverse("training_comparison:inspect", args=[comparison.pk])
            links.append(Button(gettext("The comparison"), url=url, icon_name="list-ul"))
        return links

    def notice(self):
        file = self.object
        if file.state == FileState.FAILED:
            return file.fault
        if file.stalled:
            return gettext(
                "Nothing has moved for some minutes: the program that reads it was stopped. "
                "Press “Go on”; what is done is not done twice."
            )
        return ""

    def sections(self):
        if not self.mine:
            return []
        compares = self.object.use == FileUse.COMPARE  # and changes nothing
        return [self._refusals()] if compares else [self._changes(), self._refusals()]

    def _changes(self):
        rows = [
            {"name": example["name"], "fact": _fact(name), "before": before, "after": after}
            for example in json.loads(self.object.examples or "[]")
            for name, before, after in example["changes"]
        ]
        columns = [
            Column("name", label=_("Full name")),
            Column("fact", label=_("Fact")),
            Column("before", label=_("Now")),
            Column("after", label=_("In the file")),
        ]
        return Section(
            slug="changes",
            heading=_("The first changes"),
            icon="edit",
            table=PlainTable(columns, rows) if rows else None,
            empty=_("No facts of people who are registered already would change."),
        )

    def _refusals(self):
        rows = list(self.object.refused_rows.only("number", "reason")[:SHOWN_REFUSALS])
        columns = [Column("number", label=_("Row")), Column("reason", label=_("Reason"))]
        return Section(
            slug="refusals",
            heading=_("The first refused rows"),
            icon="warning",
            table=PlainTable(columns, rows) if rows else None,
            empty=_("No row is refused."),
        )


def _fact(name):
    return Person._meta.get_field(name.removesuffix("_id")).verbose_name


class ProgressView(RowsInReach, View):
    model = None
    any_permission_required = READ

    def get(self, request, pk):
        file = self.get_object()
        return JsonResponse(
            {
                "percent": file.percent,
                "done": file.rows_done,
                "rows": file.rows,
                "moving": file.at_work and not file.stalled,
            }
        )


@method_decorator(never_cache, name="dispatch")
class RefusedView(RowsInReach, View):
    model = None
    row_actions = ["change"]
    any_permission_required = ["change"]

    def get(self, request, pk):
        file = self.get_object()
        log(file, "training.export", user=request.user, data={"rows": file.refused})
        return FileResponse(refused_file(file), as_attachment=True, filename=refused_name(file))


class FileFilterSet(ScopedFilterSet):
    class Meta:
        model = RegisterFile
        fields = ["use", "state"]


class FileIndexView(ScopedIndexView):
    add_item_label = _("Bring a file of people")

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.permission_policy.user_has_permission(self.request.user, "add"):
            url = reverse(f"{self.namespace}:compare")
            more = Button(
                gettext("Compare another office's list"), url=url, icon_name="list-ul", priority=5
            )
            buttons = [more, *buttons]
        return buttons


class RegisterFileViewSet(ScopedModelViewSet):
    model = RegisterFile
    name = "training_register_file"
    icon = "upload"
    menu_label = _("Register files")
    closed = frozenset({"edit", "delete"})
    verbs = (LAND, CHECK, GO_ON)
    related = ("brought_by", "region__parent", "comparison")
    ordering = "-brought_at"
    index_view_class = FileIndexView
    add_view_class = BringView
    inspect_view_class = FileView
    list_display = [
        "name",
        Column("get_use_display", label=_("Use")),
        StateColumn(waiting={FileState.UPLOADED, FileState.CHECKED, FileState.FAILED}),
        Column("rows", label=_("Rows")),
        Column("new", label=_("New")),
        Column("changed", label=_("Changed")),
        Column("same", label=_("The same")),
        Column("refused", label=_("Refused rows")),
        Column("brought_by", label=_("Brought by"), accessor=bringer),
        DateColumn("brought_at", label=_("Brought"), sort_key="brought_at"),
    ]
    list_export = ["name", "state", "rows", "new", "changed", "same", "refused", "brought_at"]
    filterset_class = FileFilterSet
    search_fields = ["name"]
    inspect_view_fields = [
        "state",
        "rows",
        "new",
        "changed",
        "same",
        "refused",
        "passed_over",
        "region",
        "agreed_on_paper",
        "brought_by",
        "brought_at",
        "finished_at",
    ]

    def get_form_class(self, for_update=False):  # noqa: FBT002  (Wagtail's signature)
        return BringForm

    def get_urlpatterns(self):
        doors = {"columns": ColumnsView, "progress": ProgressView, "refused": RefusedView}
        return [
            *super().get_urlpatterns(),
            path("compare/", self.construct_view(BringToCompareView), name="compare"),
            *(
                path(f"{name}/<int:pk>/", self.construct_view(view), name=name)
                for name, view in doors.items()
            ),
        ]
