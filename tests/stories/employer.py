from playwright.sync_api import expect

from tests.stories import doors
from tests.stories.town import EMPLOYER
from tests.stories.words import follow, press, t, write


def orders_two_cooks(page, town):
    doors.by_phone(page, EMPLOYER)
    follow(page, "Order trained people")
    _choose(page, "What should they learn?", town.course)
    write(page, "How many people?", "2")
    _choose(page, "Where will they work?", town.county)
    write(page, "When do you need them?", "2026-04-30")
    page.get_by_label(t("Lowest monthly wage, yuan")).fill("4500")
    write(page, "Whom may the bureau call?", "翁锦泉 0768-5550401")
    press(page, "Place the order")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{town.course.name} × 2")


def reads_who_answered(page, town):
    page.reload()
    expect(page.locator("main")).to_contain_text(town.school.name)


def _choose(page, label, row):
    page.get_by_label(t(label), exact=True).select_option(str(row.pk))
