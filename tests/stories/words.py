"""What people read on the pages, whichever catalogue is compiled."""

from django.utils import translation
from django.utils.translation import gettext, ngettext

LANGUAGE = "zh-hans"


def t(sentence, **facts):
    """The sentence as the Chinese pages show it."""
    with translation.override(LANGUAGE):
        shown = gettext(sentence)
    return shown % facts if facts else shown


def counted(one, many, count):
    with translation.override(LANGUAGE):
        return ngettext(one, many, count) % {"count": count}


def press(page, sentence, role="button", **facts):
    page.get_by_role(role, name=t(sentence, **facts), exact=True).click()


def follow(page, sentence):
    press(page, sentence, role="link")


def write(page, label, value):
    page.get_by_label(t(label), exact=True).fill(value)
