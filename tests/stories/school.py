"""The manager of the training provider, in the back office."""

from playwright.sync_api import expect

from tests.stories.words import counted, follow, press, t


def lists_a_class_for_the_order(page, town, day):
    """A class of one day, its timetable laid out by the machine; returns its number."""
    page.goto("/admin/")
    wants = counted("%(count)d order wants a class", "%(count)d orders want a class", 1)
    page.get_by_role("link", name=wants).click()
    page.get_by_role("link", name=town.course.name).first.click()
    follow(page, "List a class for this order")
    page.locator("#id_venue").select_option(str(town.venue.pk))
    for name in ("starts_on", "ends_on"):
        page.locator(f"#id_{name}").fill(day)
    page.locator("#id_seats").press("Enter")  # the calendar that opened lies over the button
    page.locator("select#id_trainer").select_option(str(town.trainer.pk))
    press(page, "Lay out the timetable")
    expect(page.locator(".messages")).to_contain_text("8")
    follow(page, "Back to the class")
    heading = page.locator(".t-heading")
    expect(heading).to_contain_text(town.course.name)
    return heading.inner_text().split()[-1]


def files_it(page):
    press(page, "File with the bureau")
    expect(page.locator(".messages")).to_contain_text(
        t("The class is filed; the bureau decides next.")
    )


def concludes_it(page, number):
    page.goto("/admin/")
    over = counted(
        "%(count)d class is over and can be concluded",
        "%(count)d classes are over and can be concluded",
        1,
    )
    page.get_by_role("link", name=over).click()
    page.get_by_role("link", name=number).click()
    follow(page, "Conclude the class")
    press(page, "Conclude the class")  # asked whether it is meant
    expect(page.locator(".messages")).to_contain_text(
        t("The class is concluded; certificates and invitations to the survey are out.")
    )
