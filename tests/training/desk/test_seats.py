"""Seats and waiting lists in the back office."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import manager_of, officer_of
from tests.factories.people import PersonFactory
from training.enrolment import waiting_list
from training.enrolment.actions import leave
from training.enrolment.states import WaitingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    training_class = TrainingClassFactory(seats=2)
    EnrolmentFactory.create_batch(2, training_class=training_class)
    return training_class


@pytest.fixture
def officer(office, full):
    return office(officer_of(full.region))


def wait(training_class):
    return waiting_list.join([PersonFactory()], training_class, by=None)[0]


def at(door, row):
    return reverse(door, args=[row.pk])


def test_the_page_of_a_class_tells_what_its_seats_are_used_for(officer, full):
    row, following = wait(full), wait(full)
    leave(full.enrolments.seated().first(), "", by=None)

    page = officer.get(at("training_class:inspect", full)).text

    assert "Offered to those who wait" in page
    assert row.person.name in page
    assert "The whole waiting list: 2 people" in page
    assert following.person.name in page


def test_an_officer_moves_a_place_with_a_reason(officer, full):
    first, second = wait(full), wait(full)

    officer.post(at("training_waiting:move", second), {"to": 1, "reason": "下周上岗"})

    assert list(full.waiting.in_order()) == [second, first]


def test_without_a_reason_nothing_is_moved(officer, full):
    first, second = wait(full), wait(full)

    page = officer.post(at("training_waiting:move", second), {"to": 1, "reason": " "}).text

    assert "Please give the reason; it will be read." in page
    assert list(full.waiting.in_order()) == [first, second]


def test_an_officer_seats_one_more_than_approved(officer, full):
    row = wait(full)

    officer.post(at("training_waiting:seat_beyond", row), {"reason": "局里同意"})

    row.refresh_from_db()
    assert row.state == WaitingState.SEATED
    assert full.enrolments.seated().count() == 3


def test_an_officer_takes_somebody_off_the_list(officer, full):
    row = wait(full)

    officer.post(at("training_waiting:strike", row), {"reason": "证件不符"})

    row.refresh_from_db()
    assert (row.state, row.closed_because) == (WaitingState.STRUCK, "证件不符")


def test_a_school_reads_its_queue_and_moves_nobody(office, full):
    row = wait(full)
    client = office(manager_of(full.provider))

    assert row.person.name in client.get(reverse("training_waiting:index")).text
    assert client.post(at("training_waiting:move", row), {"to": 1, "reason": "x"}).status_code in {
        302,
        403,
    }
    row.refresh_from_db()
    assert row.moved_because == ""


def reserving(training_class, **changes):
    eve = training_class.starts_on - timedelta(days=1)
    data = {"seats": 2, "region": training_class.region.pk, "until": eve, "reason": "返乡人员"}
    return data | changes


def test_an_officer_reserves_seats_for_a_place(officer, full):
    roomy = TrainingClassFactory(venue=full.venue, seats=5)

    officer.post(at("training_class:reserve", roomy), reserving(roomy))

    assert roomy.reserves.get().seats.count() == 2
    assert "Reserved" in officer.get(at("training_class:inspect", roomy)).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"region": ""}, "Please choose an employer or a place, one of them."),
        ({"seats": 9}, "Only 5 seats can be reserved"),
        ({"until": "2020-01-01"}, "Please choose a day from today to the eve of the class."),
    ],
    ids=["for nobody", "too many", "a day that has passed"],
)
def test_what_cannot_be_reserved_is_said_at_the_form(officer, full, changes, sentence):
    roomy = TrainingClassFactory(venue=full.venue, seats=5)

    page = officer.post(at("training_class:reserve", roomy), reserving(roomy, **changes)).text

    assert sentence in page
    assert not roomy.reserves.exists()


def test_reserved_seats_are_released(officer, full):
    roomy = TrainingClassFactory(venue=full.venue, seats=5)
    officer.post(at("training_class:reserve", roomy), reserving(roomy))
    reserve = roomy.reserves.get()

    officer.post(at("training_reserve:release", reserve))

    reserve.refresh_from_db()
    assert reserve.until < timezone.localdate()


def test_two_classes_become_one(officer, full):
    target = TrainingClassFactory(venue=full.venue, course=full.course, seats=9)
    assert "Merge into another class" in officer.get(at("training_class:inspect", full)).text

    officer.post(
        at("training_class:merge", full), {"target": target.pk, "reason": "人数不足"}, follow=True
    )

    full.refresh_from_db()
    assert full.state == "cancelled"
    assert target.enrolments.seated().count() == 2


def test_what_is_in_the_way_of_a_merger_is_said(officer, full):
    target = TrainingClassFactory(venue=full.venue, course=full.course, seats=1)

    page = officer.post(
        at("training_class:merge", full), {"target": target.pk, "reason": "人数不足"}
    ).text

    assert "2 people would come, but only 1 seats are free there." in page
    assert full.enrolments.seated().count() == 2


@pytest.mark.parametrize("door", ["training_waiting:index", "training_reserve:index"])
def test_three_rows_cost_no_more_queries_than_one(
    officer, full, door, django_assert_max_num_queries
):
    def ask():
        with django_assert_max_num_queries(100) as asked:
            assert officer.get(reverse(door)).status_code == 200
        return len(asked)

    roomy = TrainingClassFactory(venue=full.venue, seats=30)
    wait(full)
    officer.post(at("training_class:reserve", roomy), reserving(roomy))
    ask()
    once = ask()
    for _ in range(2):
        wait(full)
        officer.post(at("training_class:reserve", roomy), reserving(roomy))

    assert ask() == once
