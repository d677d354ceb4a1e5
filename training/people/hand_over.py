"""Whole identity numbers to another office: for a reason, on record, and as text in the sheet."""

from tempfile import TemporaryFile

import xlsxwriter
from django import forms
from django.http import FileResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from training.organisations.forms import ReasonForm
from training.organisations.rows import RowsInReach
from training.organisations.spreadsheets import MOST_ROWS

AT_ONCE = 2_000
HEADINGS = (_("Full name"), _("Identity number"), _("Sex"), _("Date of birth"))
HEADINGS += (_("Mobile phone"), _("Region"), _("Main category"))
BANK_HEADINGS = (_("Bank"), _("Holder of the account"), _("Bank account"))


class HandOverForm(ReasonForm):
    with_accounts = forms.BooleanField(
        label=_("With bank accounts"),
        required=False,
        help_text=_("Only of those who agreed that their account is kept."),
    )


@method_decorator(never_cache, name="dispatch")
class HandOverView(RowsInReach, WagtailAdminTemplateMixin, FormView):
    """The people the list shows with its filters, with whole numbers, as an Excel book."""

    model = None
    filterset_class = None
    index_url_name = None
    any_permission_required = ["change"]
    form_class = HandOverForm
    template_name = "training/admin/row_form.html"
    page_title = _("Hand over with whole numbers")
    header_icon = "download"
    header_title = page_title

    def people(self):
        rows = self.policy_rows()
        chosen = self.filterset_class(self.request.GET, queryset=rows, request=self.request)
        return chosen.qs if chosen.is_valid() else rows.none()

    def policy_rows(self):
        """Those the user may change, not those they only read."""
        return self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["change"]
        ).select_related("region")

    def get_context_data(self, **kwargs):
        count = self.people().order_by()[: MOST_ROWS + 1].count()
        sentence = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
        return super().get_context_data(
            object=sentence,
            submit_label=gettext("Take the file"),
            explain=gettext(
                "The file holds whole identity numbers. That you took it, why, and how many people "
                "are in it stays on record. Delete it when the other office has it."
            ),
            back_url=reverse(self.index_url_name),
            **kwargs,
        )

    def form_valid(self, form):
        people, accounts = self.people(), form.cleaned_data["with_accounts"]
        count = people.order_by()[: MOST_ROWS + 1].count()
        if count > MOST_ROWS:
            form.add_error(None, gettext("An Excel sheet holds a million rows. Filter first."))
            return self.form_invalid(form)
        log(
            self.request.user,
            "training.hand_over",
            user=self.request.user,
            data={
                "reason": form.cleaned_data["reason"],
                "rows": count,
                "with_accounts": accounts,
                "filter": {key: self.request.GET.getlist(key) for key in self.request.GET},
            },
        )
        file = written(people, accounts=accounts)
        name = f"{gettext('people')}-{timezone.localdate():%Y%m%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name)


def written(people, *, accounts):
    """An open Excel book; every cell is a text, so that no number loses its end."""
    file = TemporaryFile()  # noqa: SIM115  (the response that sends it closes it)
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet, text = book.add_worksheet(), book.add_format({"num_format": "@"})
    for number, row in enumerate(_rows(people, accounts)):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, str(cell), text)
    book.close()
    file.seek(0)
    return file


def _rows(people, accounts):
    yield [*HEADINGS, *(BANK_HEADINGS if accounts else ())]
    for person in people.iterator(chunk_size=AT_ONCE):
        row = [person.name, person.id_number, person.get_sex_display(), person.birth_date]
        row += [person.phone, person.region or "", person.get_category_display()]
        if accounts:
            agreed = person.bank_consent_at
            kept = (person.bank_name, person.bank_holder, person.bank_account)
            row += kept if agreed else ("", "", "")
        yield row
