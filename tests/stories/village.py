"""The village officer, for somebody who stands beside them."""

from playwright.sync_api import expect

from tests.stories import doors
from tests.stories.town import VILLAGE
from tests.stories.words import press, t, write


def enrols_a_neighbour(page, name, id_number, phone):
    doors.by_phone(page, VILLAGE)
    page.locator("section", has=page.locator("#near")).get_by_role(
        "link", name=t("Enrol someone"), exact=True
    ).click()
    write(page, "Full name", name)
    write(page, "ID number", id_number)
    write(page, "Mobile phone", phone)
    page.get_by_label(
        t(
            "The person stands beside me and agrees to be enrolled and to the use of name, "
            "ID number and phone."
        )
    ).check()
    press(page, "Take the seat")
    expect(page.locator("section", has=page.locator("#people"))).to_contain_text(name)
