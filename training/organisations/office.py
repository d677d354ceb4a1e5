"""Wagtail's back-office views, narrowed to the rows a user reaches."""

from django import forms
from django.db import transaction
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.panels import ObjectList
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from .forms import ScopedModelForm
from .row_pages import ScopedInspectView, VerbView
from .rows import READ, RowsInReach, RowURLFinder
from .spreadsheets import LoggedExport


class ScopedIndexView(LoggedExport, RowsInReach, generic.IndexView):
    any_permission_required = READ
    table_classname = "listing t-list"

    def get_base_queryset(self):
        return self.rows()

    def get_edit_url(self, instance):
        """None: a list leads to the page of the row, and that page says what may be done."""

    def get_list_more_buttons(self, instance):
        return []


class ScopedAddView(RowsInReach, generic.CreateView):
    def get_success_url(self):
        return self.door("inspect", self.object)

    def get_success_buttons(self):
        return []


def shown(row, name):
    """A field of a row as its page shows it."""
    value = getattr(row, name)
    display = getattr(row, f"get_{name}_display", None)
    return "" if value is None else str(display() if display else value)


class ScopedEditView(RowsInReach, generic.EditView):
    row_actions = ["change"]

    def save_instance(self):
        """Wagtail's entry says that something changed; ours says what, from what to what."""
        before = self.rows().get(pk=self.object.pk)
        with transaction.atomic():
            row = self.form.save()
            if names := self.form.changed_data:
                changed = {name: [shown(before, name), shown(row, name)] for name in names}
                log(row, "training.edit", user=self.request.user, data={"changed": changed})
        return row

    def get_success_url(self):
        return self.door("inspect", self.object)

    def get_success_buttons(self):
        return []


class ScopedDeleteView(RowsInReach, generic.DeleteView):
    row_actions = ["delete"]

    def get_object(self, queryset=None):
        return getattr(self, "object", None) or super().get_object(queryset)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, gettext("This is still in use and cannot be deleted."))
            return redirect(self.door("inspect", self.object))


class ScopedHistoryView(RowsInReach, history.HistoryView):
    any_permission_required = READ
    header_buttons = ()

    def get_object(self):
        return RowsInReach.get_object(self)


class ScopedModelViewSet(ModelViewSet):
    """A model's back office in which every door leads to rows in reach only.

    ``closed`` names doors that do not exist, such as ``edit`` where only verbs change a row.
    """

    closed = frozenset()
    related = ()
    verbs = ()
    form_base = ScopedModelForm
    copy_view_enabled = False
    inspect_view_enabled = True
    # Who refers to what is told by the pages themselves; the index would slow every write.
    add_to_reference_index = False
    search_backend_name = None
    index_view_class = ScopedIndexView
    add_view_class = ScopedAddView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    history_view_class = ScopedHistoryView
    inspect_view_class = ScopedInspectView

    def get_edit_handler(self):
        panels = getattr(self, "panels", None)
        if panels is None:
            return None
        return ObjectList(panels, base_form_class=self.form_base).bind_to_model(self.model)

    def get_form_class(self, for_update=False):  # noqa: FBT002  (Wagtail's signature)
        if {"add", "edit"} <= self.closed or not self._edit_handler:
            return forms.Form
        return super().get_form_class(for_update=for_update)

    def get_common_view_kwargs(self, **kwargs):
        shut = {f"{name}_url_name": self.UNDEFINED for name in {*self.closed, "usage"}}
        ours = {"namespace": self.url_namespace, "related": self.related, "verbs": self.verbs}
        return super().get_common_view_kwargs(**ours | shut | kwargs)

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**{"page_title": self.menu_label, **kwargs})

    def get_history_view_kwargs(self, **kwargs):
        return super().get_history_view_kwargs(
            **{"edit_url_name": self.get_url_name("inspect"), **kwargs}
        )

    def get_urlpatterns(self):
        shut = {*self.closed, "usage"}
        conv = self.pk_path_converter
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name not in shut),
            *(
                path(
                    f"{verb.slug}/<{conv}:pk>/",
                    self.construct_view(VerbView, verb=verb),
                    name=verb.slug,
                )
                for verb in self.verbs
            ),
        ]

    @property
    def url_finder_class(self):
        return type(
            "_RowURLFinder", (RowURLFinder,), {"edit_url_name": self.get_url_name("inspect")}
        )
