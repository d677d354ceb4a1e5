"""Lists taken away as a spreadsheet: readable in a Chinese Excel, harmless, and on record."""

import datetime

from django.utils import timezone
from wagtail.log_actions import log

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
        yield from super().stream_csv(queryset)

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
