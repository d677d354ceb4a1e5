import pytest
from django.urls import reverse

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import RegionFactory, manager_of, village_officer_of
from tests.factories.people import PersonFactory, worker_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return EnrolmentFactory(person=PersonFactory(region=RegionFactory()))


def leave(client, enrolment, **data):
    return client.post(reverse("training:leave", args=[enrolment.pk]), {"sent": "1"} | data)


def test_a_worker_leaves_and_may_say_why(client, enrolment):
    client.force_login(worker_on("13800138000", enrolment.person))

    assert leave(client, enrolment, reason="太远").url == reverse("training:my")

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.left_because) == ("withdrawn", "太远")


def test_the_reason_may_be_left_out(client, enrolment):
    client.force_login(worker_on("13800138000", enrolment.person))

    leave(client, enrolment)

    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"


def test_looking_at_the_page_leaves_nothing(client, enrolment):
    client.force_login(worker_on("13800138000", enrolment.person))

    assert client.get(reverse("training:leave", args=[enrolment.pk])).status_code == 200

    enrolment.refresh_from_db()
    assert enrolment.state == "enrolled"


def test_their_village_officer_may_do_it(client, enrolment):
    client.force_login(village_officer_of(enrolment.person.region))

    assert leave(client, enrolment).url == reverse("training:village")


@pytest.mark.parametrize(
    "someone",
    [
        lambda: worker_on("13800138001", PersonFactory()),
        lambda: village_officer_of(RegionFactory()),
        lambda: manager_of(TrainingClassFactory().provider),
    ],
    ids=["another worker", "officer of another village", "a school"],
)
def test_nobody_else_gives_a_seat_away(client, enrolment, someone):
    client.force_login(someone())

    assert leave(client, enrolment).status_code == 404


def test_a_visitor_signs_in_first(client, enrolment):
    assert leave(client, enrolment).url.startswith(reverse("training:sign_in"))
