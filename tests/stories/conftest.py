"""A real browser in front of the real site; everything here is slow and marked ``e2e``."""

import os
import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from wagtail.models import Collection, Locale, Page, Site

from home.models import HomePage

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 375, "height": 812}
DESK = {"width": 1280, "height": 900}
CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _first_page(transactional_db):
    """What the first migrations leave behind; an earlier test's flush took it with all else."""
    if Site.objects.exists():
        return
    locale, _ = Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    home = root.add_child(instance=HomePage(title="一技", slug="home", locale=locale))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    Collection.add_root(instance=Collection(name="Root"))


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        pytest.skip("No chromium on the path: stories need a real browser.")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (slow to import)

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for async code.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def sit_down(chromium, live_server):
    """Somebody with a browser of their own: ``sit_down(PHONE, javascript=False)`` → a page."""
    contexts = []

    def at(screen, *, javascript=True, **more):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=screen,
            locale="zh-CN",
            java_script_enabled=javascript,
            **more,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield at
    for context in contexts:
        context.close()


@pytest.fixture
def calendar():
    """The day and hour in Chaozhou, for the test and for the server that runs beside it."""
    with time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=CHINA)) as traveller:

        def turn_to(month, day, hour, minute=0):
            traveller.move_to(datetime(2026, month, day, hour, minute, tzinfo=CHINA))

        yield turn_to


@pytest.fixture
def sit_down_as(sit_down, live_server):
    """The same, already signed in as a user (None: a visitor)."""

    def at(user, screen, **more):
        page = sit_down(screen, **more)
        if user:
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
            cookie = {"name": "sessionid", "value": session, "url": live_server.url}
            page.context.add_cookies([cookie])
        return page

    return at
