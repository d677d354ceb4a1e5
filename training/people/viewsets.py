"""The real-name register in the back office: found by name, phone or the whole identity number."""

from contextlib import suppress
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button

from training.organisations.filters import RegionFilter, ScopedFilterSet
from training.organisations.forms import ReasonForm
from training.organisations.office import (
    ScopedAddView,
    ScopedEditView,
    ScopedIndexView,
    ScopedModelViewSet,
)
from training.organisations.row_pages import RowFormView, ScopedInspectView
from training.organisations.tables import RegionColumn

from . import actions
from .cleaning import clean_id_number
from .encryption import blind_index
from .models import Person
from .register_forms import CorrectForm, RegisterForm


class PersonFilterSet(ScopedFilterSet):
    region = RegionFilter()

    class Meta:
        model = Person
        fields = ["region", "sex", "category"]


class PersonIndexView(ScopedIndexView):
    def search_queryset(self, queryset):
        """Parts of a name or phone; an identity number only whole: it is stored unreadable."""
        if not self.is_searching:
            return queryset
        found = Q(name__icontains=self.search_query) | Q(phone__icontains=self.search_query)
        with suppress(ValidationError):  # not an identity number, so a name or a phone
            found |= Q(id_index=blind_index(clean_id_number(self.search_query)))
        return queryset.filter(found)


@method_decorator(sensitive_post_parameters("id_number"), name="dispatch")
class RegisterView(ScopedAddView):
    page_title = _("Register a person")

    @sensitive_variables()
    def save_instance(self):
        facts = dict(self.form.cleaned_data)
        category = facts.pop("category")
        person = actions.register(**facts, by=self.request.user, vouched=True)
        return actions.correct_person(person, category=category, by=self.request.user)


@method_decorator(sensitive_post_parameters("id_number"), name="dispatch")
class CorrectView(ScopedEditView):
    @sensitive_variables()
    def save_instance(self):
        return actions.correct_person(self.object, by=self.request.user, **self.form.cleaned_data)


class PersonInspectView(ScopedInspectView):
    def links(self):
        enrolments = reverse("training_enrolment:index") + f"?person={self.object.pk}"
        links = [
            Button(gettext("Their classes"), url=enrolments, icon_name="list-ul"),
            *super().links(),
        ]
        if self.may(["change"], self.object):
            url = self.door("reveal", self.object)
            links.append(Button(gettext("Reveal identity number"), url=url, icon_name="view"))
        return links


@method_decorator(never_cache, name="dispatch")
class RevealView(RowFormView):
    """The whole number is shown once, in answer to a reason; nothing is kept in the page."""

    row_actions = ["change"]
    any_permission_required = ["change"]
    form_class = ReasonForm
    template_name = "training/admin/people/reveal.html"
    page_title = _("Reveal identity number")
    header_icon = "view"
    submit_label = _("Show the number")

    @sensitive_variables()
    def form_valid(self, form):
        number = actions.reveal_id_number(
            self.object, form.cleaned_data["reason"], by=self.request.user
        )
        return self.render_to_response(self.get_context_data(form=form, number=number))


class PersonViewSet(ScopedModelViewSet):
    model = Person
    name = "training_person"
    icon = "user"
    closed = frozenset({"delete"})
    related = ("region__parent",)
    index_view_class = PersonIndexView
    add_view_class = RegisterView
    edit_view_class = CorrectView
    inspect_view_class = PersonInspectView
    list_display = [
        "name",
        Column("masked_id_number", label=_("Identity number")),
        "sex",
        Column("phone", label=_("Mobile phone")),
        RegionColumn(),
        Column("get_category_display", label=_("Main category"), sort_key="category"),
        DateColumn("registered_at", label=_("Registered"), sort_key="registered_at"),
    ]
    list_export = [
        "name",
        "masked_id_number",
        "get_sex_display",
        "birth_date",
        "phone",
        "region.name",
        "get_category_display",
        "registered_at",
    ]
    export_headings = {
        "masked_id_number": _("Identity number"),
        "get_sex_display": _("Sex"),
        "region.name": _("Region"),
        "get_category_display": _("Main category"),
    }
    filterset_class = PersonFilterSet
    search_fields = ["name", "phone"]
    inspect_view_fields = [
        "name",
        (_("Identity number"), attrgetter("masked_id_number")),
        "sex",
        "birth_date",
        "phone",
        "region",
        "category",
        "consented_at",
        "registered_at",
        "registered_by",
    ]

    def get_form_class(self, for_update=False):  # noqa: FBT002  (Wagtail's signature)
        return CorrectForm if for_update else RegisterForm

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("reveal/<int:pk>/", self.construct_view(RevealView), name="reveal"),
        ]
