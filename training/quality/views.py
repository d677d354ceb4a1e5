from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from training.organisations.reach import reach_of

from .charts import charts_of
from .comparison import By
from .forms import QualityForm
from .report import report_on
from .workbook import workbook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELD = {
    By.CLASS: "training_class",
    By.PROVIDER: "provider",
    By.TRADE: "trade",
    By.REGION: "region",
}


class QualityView(WagtailAdminTemplateMixin, View):
    """What classes achieved, for those who answer for them: officers and providers."""

    template_name = "training/quality/quality.html"
    page_title = _("Quality")
    header_icon = "training-quality"

    def dispatch(self, request, *args, **kwargs):
        if not reach_of(request.user).is_staff:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        form = QualityForm(request.user, request.GET)
        report = report_on(form.scope, form.cleaned_data["by"]) if form.is_valid() else None
        return self.answer(form, report)

    def answer(self, form, report):
        context = self.get_context_data(form=form, report=report)
        if report:
            context["charts"] = charts_of(report) if report.total.classes else []
            context["rows"] = [(row, self.address_of(form, row)) for row in report.rows]
            context["by"] = By(report.by).label
        return self.render_to_response(context)

    def address_of(self, form, row):
        """One step closer: this page for that row alone, class by class."""
        query = {name: value for name, value in form.data.items() if value}
        query |= {FIELD[By(query["by"])]: row.name.pk, "by": By.CLASS.value}
        return "?" + urlencode(query)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_header_buttons(self):
        query = self.request.GET.urlencode()
        address = reverse("training_quality_export") + (f"?{query}" if query else "")
        return [HeaderButton(_("Download Excel"), url=address, icon_name="download")]


class QualityExport(QualityView):
    """The same figures as a workbook. Who took them is logged."""

    def answer(self, form, report):
        if report is None:
            return super().answer(form, None)
        data = {"what": "quality", "scope": report.title, "by": report.by}
        log(self.request.user, "training.export", user=self.request.user, data=data)
        name = f"quality-{timezone.localdate():%Y%m%d}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(workbook_of(report), content_type=XLSX, headers=headers)
