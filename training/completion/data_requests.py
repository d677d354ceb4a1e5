"""Requests about their own data, as the bureau answers them."""

from operator import attrgetter

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button

from training.organisations.filters import RegionFilter, ScopedFilterSet, StateFilter
from training.organisations.forms import ReasonForm
from training.organisations.office import ScopedModelViewSet
from training.organisations.row_pages import RowFormView, ScopedInspectView, Verb
from training.organisations.tables import RegionColumn, StateColumn
from training.people.privacy import answer_request
from training.people.requests import DataRequest
from training.people.states import RequestKind, RequestState

from .keeping import grant_erasure, kept_until


class DataRequestFilterSet(ScopedFilterSet):
    state = StateFilter(choices=RequestState.choices)
    region = RegionFilter(field_name="person__region")

    class Meta:
        model = DataRequest
        fields = ["state", "kind", "region"]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was put right. The person reads this."),
        error_messages={"required": _("Please write what was put right; it will be read.")},
    )


def may_answer(user, request):
    return user.has_perm("training.change_datarequest")


def waits(request):
    return request.state == RequestState.OPEN


def put_right(request, *, answer, by):
    answer_request(request, done=True, answer=answer, by=by)


def refuse(request, *, reason, by):
    answer_request(request, done=False, answer=reason, by=by)


VERBS = (
    Verb(
        slug="answer",
        label=_("It is put right"),
        icon="check",
        act=put_right,
        may=may_answer,
        when=lambda request: waits(request) and request.kind == RequestKind.CORRECTION,
        form_class=AnswerForm,
        done=_("The person reads your answer on “My data”."),
        explain=_("Correct the person first; then say here what you corrected."),
    ),
    Verb(
        slug="refuse",
        label=_("Refuse"),
        icon="cross",
        act=refuse,
        may=may_answer,
        when=waits,
        form_class=ReasonForm,
        done=_("The person reads your reason on “My data”."),
        explain=_("Who is refused may complain; so name the rule or the fact."),
    ),
)


def who_asked(request):
    """The login of a worker is a riddle to everybody; an officer who noted it has a name."""
    user = request.asked_by
    if user and user.pk == request.person.user_id:
        return gettext("The person")
    return (user.get_full_name() or user.get_username()) if user else ""


class DataRequestInspectView(ScopedInspectView):
    def links(self):
        links = super().links()
        request = self.object
        if self.may(["change"], request) and waits(request):
            if request.kind == RequestKind.ERASURE:
                url = self.door("erase", request)
                links.append(Button(gettext("Erase"), url=url, icon_name="bin"))
            else:
                url = reverse("training_person:edit", args=[request.person_id])
                links.append(Button(gettext("Correct the person"), url=url, icon_name="edit"))
        return links


class EraseForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EraseView(RowFormView):
    """Says first what will be left; the row may be gone afterwards, and the person with it."""

    row_actions = ["change"]
    any_permission_required = ["change"]
    form_class = EraseForm
    page_title = _("Erase")
    header_icon = "bin"
    submit_label = _("Erase for good")

    def get_object(self, queryset=None):
        request = super().get_object(queryset)
        if request.kind != RequestKind.ERASURE:
            raise PermissionDenied
        return request

    def form_valid(self, form):
        if not waits(self.object):
            return redirect(self.get_success_url())
        try:
            left = grant_erasure(
                self.object, answer=form.cleaned_data["answer"], by=self.request.user
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        if left is None:
            messages.success(self.request, gettext("The person is erased."))
            return redirect(self.index_url_name)
        messages.success(self.request, gettext("Erased as far as the law allows."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(explain=self._explain(), serious=True, **kwargs)

    def _explain(self):
        try:
            until = kept_until(self.object.person)
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        if until is None:
            return gettext("There is no training record: the whole person is erased.")
        return gettext(
            "Telephones, addresses, account, wishes, tags and contacts are erased now. Name, "
            "identity number and training records stay until %(day)s, because the law demands it."
        ) % {"day": date_format(until, "DATE_FORMAT")}


class DataRequestViewSet(ScopedModelViewSet):
    model = DataRequest
    name = "training_data_request"
    icon = "mail"
    menu_label = _("Requests about data")
    closed = frozenset({"add", "edit", "delete"})
    verbs = VERBS
    related = ("person__region", "asked_by", "decided_by")
    inspect_view_class = DataRequestInspectView
    list_display = [
        "person",
        Column("get_kind_display", label=_("Request"), sort_key="kind"),
        RegionColumn("person.region"),
        DateColumn("asked_at", label=_("Asked for on"), sort_key="asked_at"),
        StateColumn(waiting={RequestState.OPEN}),
    ]
    list_export = ["person.name", "get_kind_display", "asked_at", "get_state_display"]
    export_headings = {
        "person.name": _("Person"),
        "get_kind_display": _("Request"),
        "get_state_display": _("State"),
    }
    filterset_class = DataRequestFilterSet
    search_fields = ["person__name", "person__phone"]
    inspect_view_fields = [
        "person",
        "kind",
        "text",
        "state",
        "asked_at",
        (_("Who asked"), who_asked),
        "answer",
        (_("Answered on"), attrgetter("decided_at")),
        "decided_by",
    ]

    def get_urlpatterns(self):
        erase = path("erase/<int:pk>/", self.construct_view(EraseView), name="erase")
        return [*super().get_urlpatterns(), erase]
