"""The quality page as a workbook: the figures, and a sheet that says what each of them means."""

from io import BytesIO

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from .indicators import quality_indicators
from .report import Report

# Text is text: a name that begins with "=" must not become a formula in somebody's office.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook_of(report: Report) -> bytes:
    """No person, no key of a row: only names of classes and places, and figures."""
    output = BytesIO()
    with Workbook(output, OPTIONS) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _figures(book.add_worksheet(_("Figures")), report, bold)
        _definitions(book.add_worksheet(_("Definitions")), bold, wrap)
    return output.getvalue()


def _figures(sheet, report, bold):
    sheet.set_column(0, 1, 28)
    sheet.set_column(2, 8, 10)
    sheet.set_column(9, 12, 24)
    made = _("Made on %(moment)s") % {
        "moment": date_format(timezone.localtime(), "DATETIME_FORMAT")
    }
    for index, text in enumerate((_("Quality"), report.title, made)):
        sheet.write_string(index, 0, text)
    headings = (
        _("Whose figures"),
        _("Figure"),
        _("Value"),
        _("Lowest"),
        _("Highest"),
        _("Part"),
        _("Rests on"),
        _("Whole"),
        _("Not known"),
        _("Unit"),
        _("How we know"),
        _("Definition"),
        _("In words"),
    )
    _line(sheet, 4, headings, bold)
    lines = (
        (row, figure) for row in (report.total, *report.rows) for figure in row.figures.values()
    )
    for index, (row, figure) in enumerate(lines, start=5):
        _line(sheet, index, _cells(row, figure))
    sheet.freeze_panes(5, 2)


def _cells(row, figure):
    estimate, indicator = figure.estimate, figure.indicator
    return (
        row.label,
        str(indicator.label),
        estimate.value,
        estimate.low,
        estimate.high,
        estimate.part,
        estimate.n,
        estimate.whole,
        estimate.unknown,
        str(indicator.unit.label),
        str(figure.method),
        f"{indicator.slug} {indicator.version}",
        figure.reading,
    )


def _definitions(sheet, bold, wrap):
    sheet.set_column(0, 1, 26)
    sheet.set_column(2, 2, 9)
    sheet.set_column(3, 3, 24)
    sheet.set_column(4, 4, 90)
    _line(sheet, 0, (_("Figure"), _("Name"), _("Version"), _("Unit"), _("Definition")), bold)
    for index, indicator in enumerate(quality_indicators().values(), start=1):
        cells = (
            indicator.slug,
            str(indicator.label),
            indicator.version,
            str(indicator.unit.label),
            str(indicator.definition),
        )
        _line(sheet, index, cells, wrap)


def _line(sheet, row, cells, style=None):
    """Numbers as numbers, None as an empty cell (unknown is not zero), all else as text."""
    for column, value in enumerate(cells):
        if value is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, value, style)
