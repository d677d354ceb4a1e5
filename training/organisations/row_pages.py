"""The page of a row, the forms under it, and the verbs: what one may do, and by which door."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import registry as log_registry

from .rows import READ, RowsInReach


@dataclass(frozen=True)
class Verb:
    """Something one may do to a row: a button on its page and a door of its own."""

    slug: str
    label: Any
    icon: str
    act: Callable  # (row, *, by, **what the form gave)
    may: Callable  # (user, row) → whether this user may ever do it
    done: Any  # what is said afterwards
    when: Callable = lambda row: True  # whether the button is shown now
    form_class: type[forms.Form] = forms.Form
    explain: Any = ""
    serious: bool = False

    @property
    def asks(self):
        """Whether a page comes first: to fill in, or to read what cannot be undone."""
        return bool(self.form_class.base_fields or self.explain)


@dataclass(frozen=True)
class Section:
    """A part of a row's page: a heading and a table, or a sentence when the table is empty."""

    slug: str
    heading: Any
    icon: str
    table: Any = None
    empty: Any = ""
    template: str = ""
    context: Any = None


class ScopedInspectView(RowsInReach, generic.InspectView):
    """The page of a row: what can be done now, its facts, what hangs on it, its history."""

    any_permission_required = READ
    template_name = "training/admin/inspect.html"
    verbs = ()
    history_url_name = None
    shown_history = 8

    def get_page_title(self):
        return str(self.object)

    def get_page_subtitle(self):
        return ""

    def get_breadcrumbs_items(self):
        plural = capfirst(self.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": "", "label": str(self.object)},
        ]

    def get_context_for_field(self, field_name):
        """A fact is a field's name, or a pair of its label and what reads it from the row."""
        if isinstance(field_name, str):
            context = super().get_context_for_field(field_name)
        else:
            label, read = field_name
            context = {"label": label, "value": read(self.object), "component": None}
        value = context["value"]
        if value is None or value == "":
            context["value"] = "–"
        elif isinstance(value, datetime):
            context["value"] = timezone.localtime(value)
        elif isinstance(value, bool):
            context["value"] = gettext("Yes") if value else gettext("No")
        elif isinstance(value, AbstractUser):
            context["value"] = value.get_full_name() or value.get_username()
        elif isinstance(value, Model):
            context["url"] = self.url_finder.get_edit_url(value)
        return context

    @cached_property
    def url_finder(self):
        return AdminURLFinder(self.request.user)

    def get_edit_url(self):
        if self.edit_url_name and self.may(["change"], self.object):
            return reverse(self.edit_url_name, args=[self.object.pk])
        return None

    def get_delete_url(self):
        if self.delete_url_name and self.may(["delete"], self.object):
            return reverse(self.delete_url_name, args=[self.object.pk])
        return None

    def links(self):
        """Doors from here, shown beside the verbs: on a phone the header has no room for them."""
        if url := self.get_edit_url():
            return [Button(gettext("Edit"), url=url, icon_name="edit")]
        return []

    @cached_property
    def header_more_buttons(self):
        buttons = []
        if self.history_url_name:
            url = reverse(self.history_url_name, args=[self.object.pk])
            buttons.append(Button(gettext("History"), url=url, icon_name="history", priority=10))
        if url := self.get_delete_url():
            buttons.append(Button(gettext("Delete"), url=url, icon_name="bin", priority=20))
        return buttons

    def verbs_now(self):
        """The verbs this user may do and the row is ready for, with their addresses."""
        if not (self.verbs and self.may(["change"], self.object)):
            return []
        return [
            {"verb": verb, "url": self.door(verb.slug, self.object)}
            for verb in self.verbs
            if verb.may(self.request.user, self.object) and verb.when(self.object)
        ]

    def sections(self):
        return []

    def get_context_data(self, **kwargs):
        entries = log_registry.get_logs_for_instance(self.object).select_related("user")
        return super().get_context_data(
            verbs=self.verbs_now(),
            links=self.links(),
            notice=self.notice(),
            sections=self.sections(),
            entries=entries[: self.shown_history],
            **kwargs,
        )

    def notice(self):
        """A sentence that must be read first, such as why the row was sent back."""
        return ""


class RowFormView(RowsInReach, WagtailAdminTemplateMixin, FormView):
    """A form about one row, under the row's page."""

    model = None
    row_actions = READ
    any_permission_required = READ
    template_name = "training/admin/row_form.html"
    submit_label = _("Save")
    index_url_name = None
    header_icon = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def get_success_url(self):
        return self.door("inspect", self.object)

    def get_breadcrumbs_items(self):
        plural = capfirst(self.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.object,
            submit_label=self.submit_label,
            back_url=self.get_success_url(),
            **kwargs,
        )


class VerbView(RowFormView):
    """GET asks (for the reason, or whether it is meant); POST does it and says what happened.

    Every verb writes, so the policy is asked first; the verb's own ``may`` only narrows further.
    """

    row_actions = ["change"]
    any_permission_required = ["change"]
    verb = None

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not self.verb.may(self.request.user, row):
            raise PermissionDenied
        return row

    def get_form_class(self):
        return self.verb.form_class

    def get_page_title(self):
        return self.verb.label

    def get_header_icon(self):
        return self.verb.icon

    def form_valid(self, form):
        try:
            self.verb.act(self.object, by=self.request.user, **form.cleaned_data)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(self.request, sentence)
        else:
            messages.success(self.request, self.verb.done)
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            explain=self.verb.explain, serious=self.verb.serious, **kwargs
        ) | {"submit_label": self.verb.label}
