from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import manager_of, village_officer_of
from tests.factories.people import PersonFactory, worker_on
from training.classes.states import ClassState

pytestmark = pytest.mark.django_db
SHEET = "training/yiji.css"


def page_of(client, training_class):
    return client.get(reverse("training:class_detail", args=[training_class.pk]))


def test_an_open_class_tells_its_free_seats_and_offers_one(client):
    training_class = TrainingClassFactory(seats=30)
    EnrolmentFactory.create_batch(18, training_class=training_class)
    EnrolmentFactory(training_class=training_class, state="withdrawn")

    page = page_of(client, training_class).text

    assert "12 of 30 seats free" in page
    assert reverse("training:enrol", args=[training_class.pk]) in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": -1, "ends_on": 3}, "This class began on"),
        ({"starts_on": -9, "ends_on": -2}, "This class is over."),
        ({"state": ClassState.CONCLUDED}, "This class is over."),
    ],
    ids=["begun", "over", "concluded"],
)
def test_a_class_nobody_can_join_says_why(client, changes, sentence):
    day = {
        name: timezone.localdate() + timedelta(days=value) if name.endswith("_on") else value
        for name, value in changes.items()
    }
    training_class = TrainingClassFactory(**day)
    EnrolmentFactory(training_class=training_class)

    page = page_of(client, training_class).text

    assert sentence in page
    assert reverse("training:enrol", args=[training_class.pk]) not in page


def test_a_full_class_offers_its_waiting_list(client):
    training_class = TrainingClassFactory(seats=1)
    EnrolmentFactory(training_class=training_class)

    page = page_of(client, training_class).text

    assert "Full" in page
    assert "Nobody waits yet." in page
    assert "Join the waiting list" in page


@pytest.mark.parametrize("state", [ClassState.DRAFT, ClassState.FILED, ClassState.CANCELLED])
def test_a_class_the_bureau_has_not_approved_is_shown_to_those_concerned_only(client, state):
    training_class = TrainingClassFactory(state=state)
    assert page_of(client, training_class).status_code == 404
    client.force_login(manager_of(TrainingClassFactory().provider))
    assert page_of(client, training_class).status_code == 404

    client.force_login(manager_of(training_class.provider))

    assert page_of(client, training_class).status_code == 200


def test_a_trainee_can_still_read_about_a_cancelled_class(client):
    person = PersonFactory()
    enrolment = EnrolmentFactory(person=person, training_class__state=ClassState.CANCELLED)
    client.force_login(worker_on("13800138000", person))

    assert "This class was cancelled." in page_of(client, enrolment.training_class).text


def test_whoever_has_a_seat_is_told_so(client):
    enrolment = EnrolmentFactory()
    other = EnrolmentFactory(training_class=enrolment.training_class)
    client.force_login(worker_on("13800138000", enrolment.person))

    seats = page_of(client, enrolment.training_class).context["seats"]

    assert seats == [enrolment]
    assert other not in seats


def test_a_village_officer_enrols_others(client):
    training_class = TrainingClassFactory()
    client.force_login(village_officer_of(training_class.region))

    page = page_of(client, training_class).text

    assert reverse("training:enrol_for", args=[training_class.pk]) in page


def test_a_long_timetable_costs_no_more_queries(client, django_assert_max_num_queries):
    training_class = TrainingClassFactory()
    LessonFactory(training_class=training_class)
    page_of(client, training_class)
    with django_assert_max_num_queries(15) as one:
        page_of(client, training_class)

    LessonFactory.create_batch(3, training_class=training_class)

    with django_assert_max_num_queries(len(one)):
        page_of(client, training_class)


def test_the_first_load_is_light(client):
    training_class = TrainingClassFactory()
    LessonFactory.create_batch(20, training_class=training_class)

    weight = len(page_of(client, training_class).content)

    with open(finders.find(SHEET), "rb") as sheet:  # noqa: PTH123
        assert weight + len(sheet.read()) < 60_000
