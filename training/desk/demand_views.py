"""The page of what is wanted where, for bureaus and providers."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.models import Course
from training.orders.models import Order
from training.organisations.filters import RegionChoiceField
from training.organisations.models import Region
from training.organisations.reach import reach_of
from training.organisations.rows import may_add
from training.organisations.states import RegionLevel

from .demand import FEWEST_SHOWN, demand_for, sees_people


class DemandForm(forms.Form):
    region = RegionChoiceField(None, label=_("Region"), required=False, empty_label=_("All"))
    course = forms.ModelChoiceField(
        Course.objects.filter(offered=True), label=_("Course"), required=False, empty_label=_("All")
    )

    def __init__(self, user, data):
        super().__init__(data)
        places = Region.objects.select_related("parent").order_by("path")
        levels = (RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.TOWNSHIP)
        self.fields["region"].queryset = places.filter(level__in=levels).to_choose_from(user)


class DemandView(WagtailAdminTemplateMixin, View):
    template_name = "training/admin/desk/demand.html"
    page_title = _("What is wanted")
    header_icon = "group"

    def dispatch(self, request, *args, **kwargs):
        if not reach_of(request.user).is_staff:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        form = DemandForm(request.user, request.GET)
        rows = demand_for(request.user, **form.cleaned_data) if form.is_valid() else []
        context = {
            "form": form,
            "rows": [self.doors(row) for row in rows],
            "with_names": sees_people(reach_of(request.user)),
            "fewest": FEWEST_SHOWN,
        }
        return self.render_to_response(self.get_context_data(**context))

    def doors(self, row):
        """The row with what its reader may do about it."""
        reach = reach_of(self.request.user)
        doors = {"row": row}
        about = {"course": row.course.pk, "region": row.place.pk}
        if sees_people(reach):
            names = urlencode({**about, "waits": "yes"})
            doors["names"] = f"{reverse('training_interest:index')}?{names}"
        if may_add(self.request.user, Order) and reach.answers_for(row.place) and row.missing:
            wanted = urlencode({**about, "seats": row.missing})
            doors["order"] = f"{reverse('training_order:add')}?{wanted}"
        if reach.providers:
            lines = urlencode({"region": row.place.pk, "still": "wanted"})
            doors["lines"] = f"{reverse('training_orderline:index')}?{lines}"
        return doors

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]
