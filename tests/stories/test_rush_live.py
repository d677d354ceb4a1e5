"""The hour at which enrolment opens, in front of a real server with two processes.

Small here, so that the suite stays quick. ``YIJI_RUSH=1000,50,200`` makes it the full size:
buyers, clients, seats.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.rush.account import faults
from benchmarks.rush.buyers import Crowd
from benchmarks.rush.market import door_of, open_class, people_for
from benchmarks.rush.server import of_the_site, serving

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
]

BUYERS, CLIENTS, SEATS = map(int, os.environ.get("YIJI_RUSH", "120,20,30").split(","))
EVERY_THIRD = 3
THREADS = 8  # a process; more than production has, so that more transactions meet


@pytest.fixture
def serve(tmp_path):
    """The site on this test's database: ``with serve() as server``."""

    def serve(application="config.wsgi", **environment):
        log = tmp_path / "server.log"
        return serving(application, log, threads=THREADS, **of_the_site(**environment))

    return serve


def crowd_before(server, training_class, buyers=BUYERS, clients=CLIENTS):
    """Everybody has the form open; nobody has tapped yet."""
    people = people_for(training_class, buyers)
    crowd = Crowd(server.address, door_of(training_class), people, clients)
    assert {answer.status for answer in crowd.open_pages()} == {200}
    return crowd


def test_a_rush_sells_each_seat_once_and_tells_everybody_else_why_not(serve):
    training_class = open_class(SEATS)

    with serve() as server:
        crowd = crowd_before(server, training_class)
        crowd.take_seats(twice_every=EVERY_THIRD)

    assert faults(crowd, training_class) == []
    assert len(crowd.seated) == SEATS
    assert len(crowd.answers) > BUYERS
    assert "Traceback" not in server.said()


def test_killed_in_mid_rush_the_server_goes_on_where_it_was(serve):
    training_class = open_class(SEATS)

    with serve() as server, ThreadPoolExecutor(1) as background:
        crowd = crowd_before(server, training_class)
        rush = background.submit(crowd.take_seats, twice_every=EVERY_THIRD)
        while len(crowd.seated) < SEATS // 4 and not rush.done():
            time.sleep(0.001)
        server.kill()
        sold = len(crowd.seated)
        server.start()
        rush.result()

    assert sold < SEATS
    assert crowd.broken
    assert faults(crowd, training_class) == []


@pytest.mark.parametrize("locks", ["in", "out"])
def test_without_the_locks_the_same_rush_goes_wrong(serve, locks):
    """Proof that the stories above can fail. With a pause before each write nobody is quick
    enough to be lucky; with the locks in, that pause does no harm."""
    training_class = open_class(5)

    with serve("tests.stories.rush_apart", RUSH_LOCKS=locks) as server:
        crowd = crowd_before(server, training_class, buyers=24, clients=12)
        crowd.take_seats()

    assert bool(faults(crowd, training_class)) == (locks == "out")
