"""How people come in: by a code to the phone, or with a password to the back office."""

import re

from tests.stories.words import follow, press, write
from training.notices.senders.memory import MemorySender


def code_on(phone):
    """The code in the last message to this phone."""
    text = [text for to, text in MemorySender.outbox if to == phone][-1]
    return re.search(r"\d{6}", text).group()


def type_code(page, phone):
    write(page, "The six digits we sent you", code_on(phone))
    press(page, "Continue")


def by_phone(page, phone):
    page.goto("/")
    follow(page, "Sign in")
    write(page, "Your mobile phone", phone)
    press(page, "Send me the code")
    type_code(page, phone)


def by_password(page, name):
    page.goto("/admin/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill("pw")
    page.locator("form.login-form button[type=submit]").click()
    page.wait_for_url("**/admin/")
