"""A page must open on a cheap phone at the edge of the network."""

import pytest

from tests.stories.conftest import PHONE
from tests.stories.county import load_county, public_pages

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
]

MOST = 60_000  # bytes of a first visit, everything together, before compression


def weight(page, address):
    """Bytes of all answers the first visit brings."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  (no builtin will do)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return sum(len(answer.body()) for answer in answers if answer.ok)


def test_a_first_visit_of_a_worker_is_light(sit_down_as, calendar):
    calendar(11, 18, 10)
    load_county(size=1)

    found = {
        name: weight(sit_down_as(stop.who, PHONE), stop.address)
        for name, stop in public_pages().items()
    }

    assert {name: size for name, size in found.items() if size > MOST} == {}
    assert min(found.values()) > 0
