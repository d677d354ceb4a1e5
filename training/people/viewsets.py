"""The real-name register in the back office: found by name, phone or the whole identity number."""

from operator import attrgetter, methodcaller

import django_filters
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button

from training.organisations.filters import RegionFilter, ScopedFilterSet
from training.organisations.office import ScopedIndexView, ScopedModelViewSet
from training.organisations.paging import LongListPaginator

from .hand_over import HandOverView
from .models import MOST_FOUND, ListPlace, Person, Tagging
from .person_pages import (
    CorrectView,
    PersonInspectView,
    RegisterView,
    RemovePhoneView,
    RevealAccountView,
    RevealView,
    UntagView,
)
from .person_verbs import VERBS
from .register_forms import CorrectForm, RegisterForm
from .states import CONSENT, Purpose, StandingList, Tag


class HeldToday(django_filters.ChoiceFilter):
    """People who have a tag, or stand on a list, today."""

    def __init__(self, *, held, **kwargs):
        super().__init__(**kwargs)
        self.held = held

    def filter(self, qs, value):
        if not value:
            return qs
        today = self.held.objects.holding_on(timezone.localdate())
        return qs.filter(pk__in=today.filter(**{self.field_name: value}).values("person"))


class PersonFilterSet(ScopedFilterSet):
    region = RegionFilter()
    tag = HeldToday(held=Tagging, label=_("Tag"), choices=Tag.choices)
    list = HeldToday(held=ListPlace, label=_("On the list"), choices=StandingList.choices)

    class Meta:
        model = Person
        fields = ["region", "sex", "category", "work_state"]


class PersonIndexView(ScopedIndexView):
    paginator_class = LongListPaginator
    results_template_name = "training/admin/people/index_results.html"

    def _get_title_column(self, field_name, *args, **kwargs):
        """A person has a full name; the field's own word would do for a school."""
        column = super()._get_title_column(field_name, *args, **kwargs)
        column.label = _("Full name")
        return column

    def search_queryset(self, queryset):
        return queryset.found_by(self.search_query) if self.is_searching else queryset

    def get_context_data(self, **kwargs):
        return super().get_context_data(most_found=MOST_FOUND, **kwargs)

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.permission_policy.user_has_permission(self.request.user, "change"):
            url = f"{reverse(f'{self.namespace}:hand_over')}?{self.request.GET.urlencode()}"
            label = gettext("Hand over with whole numbers")
            buttons = [*buttons, Button(label, url=url, icon_name="download", priority=200)]
        return buttons


def with_consent(purpose, read):
    """A sensitive fact, told only while the consent to it stands."""
    return lambda person: read(person) if getattr(person, CONSENT[purpose]) else None


class PersonViewSet(ScopedModelViewSet):
    model = Person
    name = "training_person"
    icon = "user"
    closed = frozenset({"delete"})
    verbs = VERBS
    related = ("region__parent",)
    index_view_class = PersonIndexView
    add_view_class = RegisterView
    edit_view_class = CorrectView
    inspect_view_class = PersonInspectView
    list_display = [
        "name",
        Column("masked_id_number", label=_("Identity number")),
        # Sorted by name alone: no index holds a million people in any other order.
        Column("get_sex_display", label=_("Sex")),
        Column("phone", label=_("Mobile phone")),
        Column("region", label=_("Region")),
        Column("get_category_display", label=_("Main category")),
        DateColumn("registered_at", label=_("Registered")),
    ]
    list_export = [
        "name",
        "masked_id_number",
        "get_sex_display",
        "birth_date",
        "phone",
        "region.name",
        "get_category_display",
        "get_ethnicity_display",
        "get_schooling_display",
        "get_household_kind_display",
        "address",
        "get_work_state_display",
        "get_job_wish_display",
        "registration_number",
        "registered_at",
    ]
    export_headings = {
        "masked_id_number": _("Identity number"),
        "get_sex_display": _("Sex"),
        "region.name": _("Region"),
        "get_category_display": _("Main category"),
        "get_ethnicity_display": _("Ethnicity"),
        "get_schooling_display": _("Schooling"),
        "get_household_kind_display": _("Kind of household"),
        "get_work_state_display": _("Lives by"),
        "get_job_wish_display": _("Wish for work"),
    }
    filterset_class = PersonFilterSet
    search_fields = ["name", "phone"]
    inspect_view_fields = [
        (_("Full name"), attrgetter("name")),
        (_("Identity number"), attrgetter("masked_id_number")),
        "sex",
        "birth_date",
        "phone",
        "region",
        "category",
        "ethnicity",
        "schooling",
        "household_kind",
        "household_region",
        "address",
        "mailing_address",
        "postcode",
        "email",
        "registration_number",
        "work_state",
        "job_wish",
        "training_wish",
        "officer",
        (
            _("Cause of hardship"),
            with_consent(Purpose.HARDSHIP, methodcaller("get_hardship_cause_display")),
        ),
        (_("Disability"), with_consent(Purpose.HARDSHIP, attrgetter("disability"))),
        "hardship_consent_at",
        (_("Bank"), with_consent(Purpose.BANK, attrgetter("bank_name"))),
        (_("Holder of the account"), with_consent(Purpose.BANK, attrgetter("bank_holder"))),
        (_("Bank account"), with_consent(Purpose.BANK, attrgetter("masked_bank_account"))),
        "bank_consent_at",
        "referral_consent_at",
        "consented_at",
        "registered_at",
        "registered_by",
    ]

    def get_form_class(self, for_update=False):  # noqa: FBT002  (Wagtail's signature)
        return CorrectForm if for_update else RegisterForm

    def get_urlpatterns(self):
        doors = {
            "reveal": RevealView,
            "reveal_account": RevealAccountView,
            "untag": UntagView,
            "remove_phone": RemovePhoneView,
        }
        return [
            *super().get_urlpatterns(),
            path(
                "hand_over/",
                self.construct_view(HandOverView, filterset_class=self.filterset_class),
                name="hand_over",
            ),
            *(
                path(f"{name}/<int:pk>/", self.construct_view(view), name=name)
                for name, view in doors.items()
            ),
        ]
