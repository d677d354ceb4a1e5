"""The trainer with a phone in the classroom."""

from playwright.sync_api import expect

from tests.stories import doors
from tests.stories.town import TRAINER
from tests.stories.words import follow, press, t


def comes_to_the_lesson(page):
    doors.by_phone(page, TRAINER)


def calls_the_roll(page, absent=()):
    page.goto("/teach/")
    follow(page, "Take the roll")
    press(page, "Set everyone not called to present")
    for name in absent:
        _row_of(page, name).get_by_text(t("Absent"), exact=True).click()
    press(page, "Save the roll")
    expect(page.locator(".messages")).to_contain_text(
        t("Saved: %(there)d present, %(away)d absent, %(blank)d not called yet.").split("%")[0]
    )


def shows_the_code(page):
    """The digits beneath the rotating code."""
    page.goto("/teach/")
    follow(page, "Show the code")
    expect(page.locator(".qr-screen__plate svg")).to_be_visible()
    return page.locator(".qr-screen__code").inner_text()


def files_results(page, moment, scores):
    """``scores``: name → theory and the two tasks of the rubric."""
    page.goto("/teach/")
    page.locator("ul.cards a").first.click()
    follow_test = {
        "before": "Results of the test before the class",
        "after": "Results of the test after the class",
    }[moment]
    page.get_by_role("link", name=t(follow_test)).click()
    for name, row in scores.items():
        boxes = page.get_by_role("row", name=name).get_by_role("textbox")
        for box, score in zip(boxes.all(), row, strict=True):
            box.fill(str(score))
    press(page, "Save the results")
    expect(page.locator(".messages")).to_be_visible()


def _row_of(page, name):
    return page.locator("fieldset.roll__row", has_text=name)
