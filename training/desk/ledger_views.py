"""The village ledger at the desk: the page, the sheet of paper and the file."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from training.casework.ledger import ledgers_by_village, total_of
from training.organisations.reach import reach_of

from .ledger_forms import LedgerForm
from .ledger_sheet import as_csv, as_xlsx

FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def reads_ledgers(user):
    """Officers and inspectors, of the regions they answer for."""
    reach = reach_of(user)
    return bool(reach.everything or reach.regions or reach.inspected)


class LedgerView(WagtailAdminTemplateMixin, View):
    template_name = "training/admin/desk/ledger.html"
    page_title = _("Village ledger")
    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        if not reads_ledgers(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        form = LedgerForm(request.user, request.GET)
        if not form.is_valid():
            return self.answer({"form": form})
        asked = form.cleaned_data
        region, since, until = asked["region"], asked["since"], asked["until"]
        ledgers = ledgers_by_village(region, since, until, request.user)
        rows = [(row, self.address_of(row, asked)) for row in ledgers]
        total = total_of(region, ledgers)
        return self.answer(
            {
                "form": form,
                "total": total,
                "rows": rows,
                "asked": asked,
                "links": self.buttons(asked),
            }
        )

    def answer(self, context):
        return self.render_to_response(self.get_context_data(**context))

    def address_of(self, ledger, asked):
        """The ledger of a place one step below; who lives in the place itself has no step."""
        if ledger.region == asked["region"]:
            return ""
        return "?" + self.query(asked | {"region": ledger.region})

    @staticmethod
    def query(asked, **more):
        days = {name: asked[name].isoformat() for name in ("since", "until")}
        return urlencode({"region": asked["region"].pk, **days, **more})

    def buttons(self, asked):
        export = reverse("training_ledger_export")
        doors = [
            (_("Print"), reverse("training_ledger_print"), {}, "doc-full"),
            (_("Download Excel"), export, {"file": "xlsx"}, "download"),
            (_("Download CSV"), export, {"file": "csv"}, "download"),
        ]
        return [
            Button(label, url=f"{url}?{self.query(asked, **more)}", icon_name=icon)
            for label, url, more, icon in doors
        ]

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class LedgerPrint(LedgerView):
    """On A4, with a line to sign on."""

    def answer(self, context):
        if "total" not in context:
            return super().answer(context)
        context["made"] = timezone.localtime()
        return render(self.request, "training/admin/desk/ledger_print.html", context)


class LedgerExport(LedgerView):
    """One line a place. Who took it away is on record."""

    def answer(self, context):
        if "total" not in context:
            return super().answer(context)
        asked = context["asked"]
        kind = self.request.GET.get("file", "")
        kind = kind if kind in FILES else "xlsx"
        write, content_type = FILES[kind]
        data = {"what": "ledger", "rows": len(context["rows"]), "filter": self.query(asked)}
        log(self.request.user, "training.export", user=self.request.user, data=data)
        file = write(context["total"], [ledger for ledger, _address in context["rows"]])
        name = f"ledger-{asked['region'].code}-{asked['until']:%Y%m%d}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(file, content_type=content_type, headers=headers)
