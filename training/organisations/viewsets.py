"""Who there is: the register of offices, schools, firms, places and who acts for whom."""

from operator import attrgetter

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from . import actions
from .filters import RegionFilter, ScopedFilterSet
from .forms import AppointForm, LicensedForm
from .models import Bureau, Employer, Membership, Provider, Venue
from .office import ScopedAddView, ScopedDeleteView, ScopedIndexView, ScopedModelViewSet
from .provider_pages import AccreditationViewSet, ProviderInspectView
from .region_pages import FormerCodeViewSet, RegionViewSet
from .tables import RegionColumn

__all__ = [
    "AccreditationViewSet",
    "BureauViewSet",
    "EmployerViewSet",
    "FormerCodeViewSet",
    "MembershipViewSet",
    "ProviderViewSet",
    "RegionViewSet",
    "VenueViewSet",
]

NAMES = FieldRowPanel(["name", FieldPanel("name_en", help_text=_("Shown to English readers."))])
ACTIVE = BooleanColumn("active", label=_("Active"), sort_key="active")


def organisation_filters(organisation):
    class FilterSet(ScopedFilterSet):
        region = RegionFilter()

        class Meta:
            model = organisation
            fields = ["region", "active"]

    return FilterSet


class OrganisationViewSet(ScopedModelViewSet):
    related = ("region__parent",)
    list_display = ["name", RegionColumn(), "phone", ACTIVE]
    list_export = ["name", "name_en", "region.name", "phone", "active"]
    export_headings = {"region.name": _("Region")}
    search_fields = ["name", "name_en"]
    inspect_view_fields = ["name", "name_en", "region", "phone", "active"]
    panels = [NAMES, FieldRowPanel(["region", "phone"]), "active"]


class EmployerViewSet(OrganisationViewSet):
    model = Employer
    name = "training_employer"
    icon = "group"
    form_base = LicensedForm
    filterset_class = organisation_filters(Employer)
    search_fields = ["name", "name_en", "credit_code"]
    inspect_view_fields = ["name", "name_en", "credit_code", "region", "phone", "active"]
    panels = [NAMES, FieldRowPanel(["region", "phone"]), "credit_code", "active"]


class ProviderViewSet(OrganisationViewSet):
    model = Provider
    name = "training_provider"
    icon = "home"
    form_base = LicensedForm
    inspect_view_class = ProviderInspectView
    filterset_class = organisation_filters(Provider)
    search_fields = ["name", "name_en", "code", "credit_code"]
    list_display = ["name", "code", RegionColumn(), "phone", ACTIVE]
    inspect_view_fields = [
        "name",
        "name_en",
        "code",
        "credit_code",
        "region",
        "phone",
        "about",
        "active",
    ]
    panels = [
        NAMES,
        FieldRowPanel(
            [FieldPanel("code", help_text=_("Begins the numbers of its classes.")), "credit_code"]
        ),
        FieldRowPanel(["region", "phone"]),
        "about",
        "active",
    ]


class BureauViewSet(OrganisationViewSet):
    model = Bureau
    name = "training_bureau"
    icon = "key"
    filterset_class = organisation_filters(Bureau)


class VenueFilterSet(ScopedFilterSet):
    region = RegionFilter()

    class Meta:
        model = Venue
        fields = ["provider", "region"]


class VenueViewSet(ScopedModelViewSet):
    model = Venue
    name = "training_venue"
    icon = "site"
    related = ("provider", "region__parent")
    list_display = ["name", "provider", RegionColumn(), "address"]
    filterset_class = VenueFilterSet
    search_fields = ["name", "name_en", "address", "provider__name"]
    inspect_view_fields = ["name", "name_en", "provider", "region", "address"]
    panels = [NAMES, "provider", FieldRowPanel(["region", "address"])]


class AppointView(ScopedAddView):
    """A membership is appointed, so that the role's group comes with it."""

    page_title = _("Appoint")
    success_message = _("%(object)s: appointed.")
    submit_button_label = _("Appoint")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("instance", None)
        return kwargs | {"for_user": self.request.user}

    def save_instance(self):
        chosen = self.form.cleaned_data
        return actions.appoint(
            chosen["username"], chosen["role"], chosen["organisation"], by=self.request.user
        )


class DismissView(ScopedDeleteView):
    page_title = _("Dismiss")

    @property
    def confirmation_message(self):
        return gettext("%(member)s: this will end. Their other roles stay.") % {
            "member": self.object
        }

    def delete_action(self):
        actions.dismiss(self.object, by=self.request.user)

    def get_success_message(self):
        return gettext("%(member)s: dismissed.") % {"member": self.object}


class MembershipFilterSet(ScopedFilterSet):
    class Meta:
        model = Membership
        fields = ["role", "bureau", "provider", "employer"]


class MembershipIndexView(ScopedIndexView):
    add_item_label = _("Appoint")


class MembershipViewSet(ScopedModelViewSet):
    model = Membership
    name = "training_membership"
    icon = "user"
    menu_label = _("Members")
    closed = frozenset({"edit"})
    related = ("user", "bureau", "provider", "employer")
    index_view_class = MembershipIndexView
    add_view_class = AppointView
    delete_view_class = DismissView
    list_display = [
        "user",
        Column("name", label=_("Name"), accessor=lambda row: row.user.get_full_name()),
        Column("get_role_display", label=_("Role"), sort_key="role"),
        Column("organisation", label=_("Acts for")),
    ]
    filterset_class = MembershipFilterSet
    search_fields = ["user__username", "user__first_name", "user__last_name"]
    inspect_view_fields = ["user", "role", (_("Acts for"), attrgetter("organisation"))]

    def get_form_class(self, for_update=False):  # noqa: FBT002  (Wagtail's signature)
        return AppointForm
