"""Lists taken away as a spreadsheet: readable in a Chinese Excel, harmless, and on record."""

import datetime

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.log_actions import log

MOST_ROWS = 2**20 - 1  # and the heading
AT_ONCE = 2_000


class InParts:
    """A queryset read a part at a time: Wagtail's writers would keep every row in memory."""

    def __init__(self, queryset):
        self.queryset, self.model = queryset, queryset.model

    def __iter__(self):
        return self.queryset.iterator(chunk_size=AT_ONCE)


FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _local(moment):
    return timezone.localtime(moment).replace(tzinfo=None)


class LoggedExport:
    """For an `IndexView`. Wagtail's own export is in UTC, without a BOM, and leaves no trace."""

    custom_value_preprocess = {
        datetime.datetime: {
            "xlsx": _local,
            "csv": lambda moment: f"{_local(moment):%Y-%m-%d %H:%M}",
        },
        (datetime.date, datetime.time): {"xlsx": None},
    }

    def stream_csv(self, queryset):
        yield b"\xef\xbb\xbf"  # else Excel on a Chinese Windows shows mojibake
        yield from super().stream_csv(InParts(queryset))

    def write_xlsx(self, queryset, output):
        return super().write_xlsx(InParts(queryset), output)

    def write_xlsx_response(self, queryset):
        if queryset.count() > MOST_ROWS:
            messages.error(
                self.request,
                gettext("An Excel sheet holds a million rows. Filter first, or take the CSV."),
            )
            return redirect(self.request.path)
        return super().write_xlsx_response(queryset)

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        # Wagtail guards against formulas in XLSX only.
        if export_format == self.FORMAT_CSV and str(value or "").startswith(FORMULA):
            return f"'{value}"
        return value

    def as_spreadsheet(self, queryset, spreadsheet_format):
        log(
            self.request.user,
            "training.export",
            user=self.request.user,
            data={
                "what": self.model._meta.label,
                "rows": queryset.count(),
                "filter": {key: self.request.GET.getlist(key) for key in self.request.GET},
            },
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)
