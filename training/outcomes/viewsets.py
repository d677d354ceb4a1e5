"""Follow-ups: whom to call, and the form to fill in while calling."""

from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from training.classes.states import HELD
from training.enrolment.models import Enrolment
from training.organisations.office import ScopedIndexView
from training.organisations.reach import deciding
from training.organisations.row_pages import RowFormView
from training.organisations.tables import DayColumn, RegionColumn

from . import actions
from .filters import FollowUpFilterSet, wave_of
from .forms import FollowUpForm
from .models import WAVES, Outcome
from .queries import due_for_follow_up, months_before


class AsFollowUp:
    """The rows are enrolments; what one may do is said of outcomes."""

    model = Enrolment
    any_permission_required = ["add"]

    @property
    def permission_policy(self):
        return policy_registry.get_by_type(Outcome)


class FollowUpIndexView(AsFollowUp, ScopedIndexView):
    page_title = _("Follow-ups")
    header_icon = "mobile-alt"
    filterset_class = FollowUpFilterSet
    search_fields = ["person__name", "person__phone", "training_class__number"]
    search_backend_name = None
    default_ordering = "training_class__ends_on"
    paginate_by = 20

    def rows(self):
        due = due_for_follow_up(deciding(self.request.user), wave_of(self.request))
        return due.select_related("person__region", "training_class__course")

    def get_filterset_kwargs(self):
        """The wave that is shown is ticked, also when the address names none."""
        data = self.request.GET.copy()
        data.setdefault("months", str(wave_of(self.request)))
        return super().get_filterset_kwargs() | {"data": data}

    def get_record_url(self, enrolment):
        return reverse(f"training_follow_up:record_{wave_of(self.request)}", args=[enrolment.pk])

    @property
    def columns(self):
        return [
            TitleColumn(
                "person",
                label=_("Full name"),
                get_url=self.get_record_url,
                sort_key="person__name",
            ),
            Column("phone", label=_("Mobile phone"), accessor="person.phone"),
            RegionColumn("person.region"),
            Column("training_class", label=_("Class"), sort_key="training_class__number"),
            DayColumn(
                "ends_on",
                label=_("Class ended"),
                accessor="training_class.ends_on",
                sort_key="training_class__ends_on",
            ),
        ]


class RecordView(AsFollowUp, RowFormView):
    form_class = FollowUpForm
    header_icon = "mobile-alt"

    def get_object(self, queryset=None):
        self.months = self.kwargs["months"]
        ended = months_before(timezone.localdate(), self.months)
        rows = (
            Enrolment.objects.visible_to(deciding(self.request.user))
            .started()
            .filter(training_class__state__in=HELD, training_class__ends_on__lte=ended)
            .select_related("person", "training_class__course")
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        earlier = Outcome.objects.filter(enrolment=self.object, months=self.months).first()
        return super().get_form_kwargs() | {
            "instance": earlier or Outcome(enrolment=self.object, months=self.months)
        }

    def form_valid(self, form):
        actions.record_outcome(self.object, self.months, by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request,
            gettext("The follow-up of %(person)s is filed.") % {"person": self.object.person},
        )
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("training_follow_up:index") + f"?months={self.months}"

    def get_context_data(self, **kwargs):
        explain = gettext("%(months)d months after the class. Mobile phone: %(phone)s") % {
            "months": self.months,
            "phone": self.object.person.phone or "–",
        }
        return super().get_context_data(explain=explain, **kwargs)

    def get_page_title(self):
        return str(self.object.person)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.get_success_url(), "label": _("Follow-ups")},
            {"url": "", "label": str(self.object.person)},
        ]


class FollowUpMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("training.add_outcome")


class FollowUpViewSet(ViewSet):
    name = "training_follow_up"
    icon = "mobile-alt"
    menu_label = _("Follow-ups")
    menu_item_class = FollowUpMenuItem

    def get_urlpatterns(self):
        urls = {
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
        }
        index = FollowUpIndexView.as_view(**urls)
        results = FollowUpIndexView.as_view(results_only=True, **urls)
        record = RecordView.as_view(index_url_name=urls["index_url_name"])
        return [
            path("", index, name="index"),
            path("results/", results, name="index_results"),
            *(
                path(f"record/<int:pk>/{wave}/", record, {"months": wave}, name=f"record_{wave}")
                for wave in WAVES
            ),
        ]
