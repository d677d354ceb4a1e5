"""No page keeps anyone out: axe finds nothing on the pages of any role."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.stories.conftest import PHONE
from tests.stories.county import field_pages, load_county, office_pages, public_pages

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
]


def barriers(page):
    """What axe objects to: the rule and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [f"{row['id']}: {row['nodes'][0]['html'][:200]}" for row in found]


def test_axe_finds_no_barrier_on_any_page(sit_down_as, calendar):
    calendar(11, 18, 10)
    load_county(size=0.2)
    found = {}

    for name, stop in (public_pages() | field_pages() | office_pages()).items():
        page = sit_down_as(stop.who, PHONE, bypass_csp=True)  # axe is a script of ours alone
        assert page.goto(stop.address).ok, name
        found[name] = barriers(page)
        page.context.close()

    assert {name: rows for name, rows in found.items() if rows} == {}
