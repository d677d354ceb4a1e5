"""The back office: kinds are edited; certificates are read, fetched and revoked, never edited."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from . import actions
from .facts import SPECIMEN_FACTS, SPECIMEN_HOLDER, told
from .forms import ReasonForm
from .models import Certificate, CertificateKind
from .printing import paper_of
from .rendering import pdf
from .views import pdf_response

REGISTER = "certificate"  # the viewset's name, and so the namespace of its addresses


class VisibleRows:
    """Only rows the user may see: Wagtail's own views check the model permission alone."""

    def get_base_queryset(self):
        return self.visible()

    def get_object(self, *args, **kwargs):
        pk = self.kwargs["pk"]
        return get_object_or_404(self.visible(), pk=pk)

    def visible(self):
        return Certificate.objects.visible_to(self.request.user).select_related("kind")

    def may_revoke(self, certificate):
        policy, user = self.permission_policy, self.request.user
        return certificate.is_in_force and policy.user_has_permission_for_instance(
            user, "revoke", certificate
        )


class CertificateIndex(VisibleRows, generic.IndexView):
    any_permission_required = ["view", "revoke"]


class CertificateInspect(VisibleRows, generic.InspectView):
    any_permission_required = ["view", "revoke"]

    @cached_property
    def header_more_buttons(self):
        pk = self.object.pk
        buttons = [
            Button(
                gettext("Open the paper"),
                url=reverse(f"{REGISTER}:paper", args=[pk]),
                icon_name="doc-full",
            ),
            Button(
                gettext("History"),
                url=reverse(f"{REGISTER}:history", args=[pk]),
                icon_name="history",
            ),
        ]
        if self.may_revoke(self.object):
            url = reverse(f"{REGISTER}:revoke", args=[pk])
            buttons.append(Button(gettext("Revoke"), url=url, icon_name="cross"))
        return buttons

    def get_context_for_field(self, field_name):
        """As Wagtail has it, but for the reader: local time, a person's name, a dash for none."""
        context = super().get_context_for_field(field_name)
        value = context["value"]
        if value is None or value == "":
            context["value"] = "–"
        elif isinstance(value, datetime):
            context["value"] = timezone.localtime(value)
        elif isinstance(value, AbstractUser):
            context["value"] = value.get_full_name() or value.get_username()
        return context

    def get_facts_display_value(self):
        return told(self.object.facts)


class CertificateHistory(VisibleRows, history.HistoryView):
    any_permission_required = ["view", "revoke"]
    header_buttons = ()

    def get_base_queryset(self):
        return history.HistoryView.get_base_queryset(self)


class CertificatePaper(VisibleRows, PermissionCheckedMixin, View):
    model = Certificate
    any_permission_required = ["view", "revoke"]

    def get(self, request, pk):
        certificate = self.get_object()
        return pdf_response(bytes(paper_of(certificate).pdf), certificate.number)


class CertificateRevoke(VisibleRows, PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    model = Certificate
    permission_required = "revoke"
    form_class = ReasonForm
    template_name = "training_certificates/admin/revoke.html"
    page_title = _("Revoke certificate")
    header_icon = "cross"

    @cached_property
    def object(self):
        certificate = self.get_object()
        if not self.may_revoke(certificate):
            raise PermissionDenied
        return certificate

    def get_page_subtitle(self):
        return self.object.number

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{REGISTER}:index"), "label": gettext("Certificates")},
            {"url": self.inspect_url, "label": self.object.number},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def inspect_url(self):
        return reverse(f"{REGISTER}:inspect", args=[self.object.pk])

    def form_valid(self, form):
        actions.revoke(self.object, form.cleaned_data["reason"], by=self.request.user)
        messages.success(
            self.request,
            gettext("Certificate %(number)s was revoked.") % {"number": self.object.number},
        )
        return redirect(self.inspect_url)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            certificate=self.object, inspect_url=self.inspect_url, **kwargs
        )


class _RegisterURLFinder(ModelAdminURLFinder):
    edit_url_name = f"{REGISTER}:inspect"

    def get_edit_url(self, instance):
        """Where reports and histories lead: there is nothing to edit, so to the reading view."""
        return reverse(self.edit_url_name, args=[instance.pk])


def issued_on(certificate):
    """Short and on one line, as in every list of the office."""
    return certificate.issued_on.isoformat()


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "certificate"
    menu_label = _("Certificates")
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = CertificateIndex
    inspect_view_class = CertificateInspect
    history_view_class = CertificateHistory
    form_fields = ()
    list_display = [
        "number",
        "holder_name",
        Column("course", label=_("Course")),
        Column("issuer", label=_("Issuer"), sort_key="issuer"),
        Column("issued_on", label=_("Issued on"), accessor=issued_on, sort_key="issued_on"),
        Column("get_state_display", label=_("State"), sort_key="state"),
    ]
    list_filter = ["kind", "state", "issued_on"]
    search_backend_name = None
    search_fields = ["number", "holder_name", "issuer"]
    inspect_view_fields = [
        "number",
        "kind",
        "state",
        "reason",
        "ended_at",
        "superseded_by",
        "holder_name",
        "holder_masked_id",
        "facts",
        "issuer",
        "issued_on",
        "issued_by",
        "created_at",
    ]

    def get_common_view_kwargs(self, **kwargs):
        unused = dict.fromkeys(
            ("add_url_name", "edit_url_name", "delete_url_name", "usage_url_name"), self.UNDEFINED
        )
        return super().get_common_view_kwargs(**unused | kwargs)

    def get_urlpatterns(self):
        kept = {"index", "index_results", "inspect", "history", "history_results"}
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in kept),
            path("paper/<int:pk>/", CertificatePaper.as_view(), name="paper"),
            path("revoke/<int:pk>/", CertificateRevoke.as_view(), name="revoke"),
        ]

    def register_admin_url_finder(self):
        register_admin_url_finder(self.model, _RegisterURLFinder)


class KindEdit(generic.EditView):
    @cached_property
    def header_buttons(self):
        url = reverse("certificate_kind:specimen", args=[self.object.pk])
        return [
            *super().header_buttons,
            HeaderButton(gettext("See a specimen"), url=url, icon_name="view"),
        ]


class KindDelete(generic.DeleteView):
    """A kind that was issued stays: its certificates must always be readable."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request, gettext("Certificates of this kind were issued, so it stays.")
            )
            return redirect(self.index_url_name)


class KindSpecimen(PermissionCheckedMixin, View):
    """The saved kind on paper, with invented facts and the word 样张 across it."""

    model = CertificateKind
    permission_required = "change"

    def get(self, request, pk):
        kind = get_object_or_404(CertificateKind, pk=pk)
        certificate = Certificate(
            kind=kind,
            number=f"{kind.prefix}-{kind.region_code}-{timezone.localdate().year}-000000-00",
            holder_name=SPECIMEN_HOLDER,
            holder_masked_id="000000********0000",
            facts=SPECIMEN_FACTS,
            face=kind.face,
            issuer=kind.issuer,
            issued_on=timezone.localdate(),
        )
        return pdf_response(pdf.render(certificate, is_specimen=True), f"{kind.slug}-specimen")


class KindViewSet(ModelViewSet):
    model = CertificateKind
    name = "certificate_kind"
    icon = "form"
    menu_label = _("Certificate kinds")
    copy_view_enabled = False
    edit_view_class = KindEdit
    delete_view_class = KindDelete
    list_display = ["name", "prefix", "region_code", "issuer", "design"]
    form_fields = [
        "name",
        "name_en",
        "slug",
        "title",
        "title_en",
        "wording",
        "wording_en",
        "design",
        "prefix",
        "region_code",
        "issuer",
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("specimen/<int:pk>/", KindSpecimen.as_view(), name="specimen"),
        ]


class CertificatesGroup(ViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "certificate"
    menu_order = 320
    items = (CertificateViewSet(REGISTER), KindViewSet())
