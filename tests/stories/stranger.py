"""Anyone with a certificate in the hand."""

from playwright.sync_api import expect

from tests.stories.words import press, t, write


def verifies(page, number):
    """What the page of the number says."""
    page.goto("/verify/")
    write(page, "Certificate number", number.lower())
    press(page, "Verify")
    expect(page.locator(".verdict--done")).to_contain_text(
        t("This certificate is genuine and in force")
    )
    return page.locator("dl.facts").inner_text()
