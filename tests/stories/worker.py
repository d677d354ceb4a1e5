"""A worker with a phone on which no script runs: nothing of theirs may need one."""

import re

from playwright.sync_api import expect

from tests.stories import doors
from tests.stories.words import follow, press, t, write


def finds_the_class(page, town):
    """By one character of what they would like to cook."""
    page.goto("/")
    page.get_by_role("link", name=t("Courses"), exact=True).click()
    write(page, "What would you like to learn?", "菜")
    page.get_by_role("button", name=t("Find courses")).first.click()
    page.get_by_role("link", name=town.course.name).click()
    page.locator("#classes + ul a").click()


def enrols(page, name, id_number, phone):
    follow(page, "Enrol")
    write(page, "Full name", name)
    write(page, "ID number", id_number)
    write(page, "Mobile phone", phone)
    page.get_by_label(
        t("I agree that my name, ID number and phone are used for this class.")
    ).check()
    press(page, "Send me the code")
    doors.type_code(page, phone)
    expect(page.get_by_role("heading", level=1)).to_have_text(t("My class"))
    expect(page.locator(".messages")).to_contain_text(name)


def checks_in(page, digits):
    page.goto("/my/")
    page.get_by_role("link", name=t("Check in"), exact=True).first.click()
    page.get_by_label(t("The six digits on the screen")).fill(digits)
    press(page, "Continue")
    press(page, "I am here")
    expect(page.locator(".verdict--done")).to_contain_text(t("Present"))


def answers_the_survey(page, answer):
    page.goto("/my/")
    follow(page, "Answer")
    for question in page.locator("fieldset.scale").all():
        # force: a drawn face lies over the radio button, and a tap on it counts
        question.get_by_label(t(answer), exact=True).check(force=True)
    press(page, "Send my answers")
    expect(page.get_by_role("heading", level=1)).to_have_text(t("Thank you"))


def downloads_the_certificate(page):
    """The paper and the number that stands on it."""
    page.goto("/my/")
    link = page.get_by_role("link", name=t("Download the certificate")).first
    number = re.search(r"[A-Z]{2,4}-\d{6}-\d{4}-\d{6}-\d{2}", page.locator("main").inner_text())
    answer = page.request.get(link.get_attribute("href"))
    assert answer.ok
    return answer.body(), number.group()
