"""The bureau officer, in the back office."""

from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.stories.words import counted, press, t


def approves_the_order(page, town):
    _opens_what_waits(page, "%(count)d order to approve", "%(count)d orders to approve")
    page.get_by_role("link", name=town.employer.name).click()
    press(page, "Approve")
    _reads(page, "The order is approved; training providers can answer it now.")


def approves_the_class(page, number):
    _opens_what_waits(page, "%(count)d class to approve", "%(count)d classes to approve")
    page.get_by_role("link", name=number).click()
    press(page, "Approve")
    _reads(page, "The class is approved; people can enrol now.")


def reads_the_quality_page(page):
    """Every figure by its name, as it is printed large, and the sentence beneath it."""
    page.goto("/admin/quality/")
    counts = page.locator(".quality-counts").first.locator("div").all()
    figures = page.locator(".quality-figure").all()
    return {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in counts} | {
        row.locator("h3").inner_text(): (
            row.locator(".quality-figure__value").inner_text(),
            row.locator(".quality-figure__reading").inner_text(),
        )
        for row in figures
    }


def takes_the_figures_along(page):
    """The quality page as a workbook: figure → value, of all classes together."""
    with page.expect_download() as download:
        page.get_by_role("link", name=t("Download Excel")).click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    rows = list(sheet.iter_rows(min_row=6, values_only=True))
    return {figure: value for whose, figure, value, *_ in rows if whose == rows[0][0]}


def _opens_what_waits(page, one, many):
    page.goto("/admin/")
    page.get_by_role("link", name=counted(one, many, 1)).click()


def _reads(page, sentence):
    expect(page.locator(".messages")).to_contain_text(t(sentence))
