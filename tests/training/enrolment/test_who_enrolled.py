from datetime import UTC, datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.orders import OrderLineFactory
from tests.factories.organisations import (
    RegionFactory,
    UserFactory,
    VenueFactory,
    officer_of,
    village_officer_of,
)
from tests.factories.people import PersonFactory, id_number, worker_on
from training.desk.queries import trainees_of
from training.enrolment.models import Enrolment
from training.enrolment.staff_seats import StaffSeat
from training.enrolment.states import Channel
from training.enrolment.who_enrolled import who_enrolled
from training.orders.models import Offer
from training.organisations.states import RegionLevel
from training.people.models import Person

pytestmark = pytest.mark.django_db

THIRD_OF_MAY = datetime(2026, 5, 2, 20, tzinfo=UTC)  # four in the morning of the next day, here


@pytest.fixture
def officer():
    return UserFactory(last_name="李某")


def seat(channel, by=None, **facts):
    return EnrolmentFactory(channel=channel, enrolled_by=by, enrolled_at=THIRD_OF_MAY, **facts)


@pytest.mark.parametrize(
    ("channel", "named", "unnamed"),
    [
        (
            Channel.VILLAGE_OFFICER,
            "Enrolled by village officer 李某 on 3 May 2026.",
            "Enrolled by a village officer on 3 May 2026.",
        ),
        (
            Channel.BUREAU,
            "Enrolled by 李某 of the bureau on 3 May 2026.",
            "Enrolled by the bureau on 3 May 2026.",
        ),
    ],
)
def test_an_officer_is_named_where_the_name_is_known(channel, named, unnamed, officer):
    assert who_enrolled(seat(channel, officer)) == named
    assert who_enrolled(seat(channel)) == unnamed


def test_a_school_and_an_employer_are_named_and_nobody_for_whoever_came_alone():
    row = seat(Channel.PROVIDER)
    school = row.training_class.provider.label
    assert who_enrolled(row) == f"Enrolled by the school {school} on 3 May 2026."

    row = seat(Channel.EMPLOYER)
    assert who_enrolled(row) == "Enrolled by an employer on 3 May 2026."
    line = OrderLineFactory(course=row.training_class.course)
    offer = Offer.objects.create(line=line, training_class=row.training_class, seats=3)
    StaffSeat.objects.create(enrolment=row, offer=offer)
    employer = line.order.employer.label
    told = who_enrolled(Enrolment.objects.get(pk=row.pk))
    assert told == f"Enrolled by the employer {employer} on 3 May 2026."

    assert who_enrolled(seat(Channel.SELF)) == "Enrolled themselves on 3 May 2026."


def test_the_made_up_user_name_of_a_phone_login_is_told_to_nobody():
    row = seat(Channel.VILLAGE_OFFICER, worker_on("13800138000"))

    assert who_enrolled(row) == "Enrolled by a village officer on 3 May 2026."


def test_the_trainee_reads_it_on_their_own_page(client, officer):
    row = seat(Channel.VILLAGE_OFFICER, officer)
    client.force_login(worker_on("13800138000", row.person))

    page = client.get(f"/en{reverse('training:my').removeprefix('/en')}")

    assertContains(page, "Enrolled by village officer 李某 on 3 May 2026.")


def test_staff_read_it_at_the_class_and_take_it_along(office, officer):
    row = seat(Channel.VILLAGE_OFFICER, officer)
    reader = office(officer_of(row.training_class.region))

    page = reader.get(reverse("training_class:inspect", args=[row.training_class.pk]))
    assertContains(page, "Enrolled by village officer 李某 on 3 May 2026.")

    index = reverse("training_enrolment:index")
    taken = b"".join(reader.get(index, {"export": "csv"}).streaming_content).decode()
    assert "Village officer,李某" in taken
    assert reader.get(index, {"export": "xlsx"}).status_code == 200


def test_three_trainees_cost_no_more_queries_than_one(by, officer, django_assert_num_queries):
    training_class = TrainingClassFactory()
    for _trainee in range(3):
        seat(Channel.VILLAGE_OFFICER, officer, training_class=training_class)

    with django_assert_num_queries(3):
        for trainee in trainees_of(training_class, by):
            who_enrolled(trainee.enrolment)


# A village officer for a person who stands beside them


@pytest.fixture
def village():
    county = RegionFactory(level=RegionLevel.COUNTY)
    return RegionFactory(code="445102999001", parent=county, level=RegionLevel.VILLAGE)


@pytest.fixture
def door(village):
    training_class = TrainingClassFactory(venue=VenueFactory(region=village.parent))
    return f"/en/classes/{training_class.pk}/enrol-for/"


def details(village, **changes):
    data = {"name": "林阿婆", "id_number": id_number(9), "phone": "13800138000", "consent": "on"}
    return data | {"region": village.pk} | changes


def test_an_officer_is_asked_whether_the_person_agrees_and_told_to_what(client, village, door):
    client.force_login(village_officer_of(village))

    page = client.get(door)
    assertContains(page, "The person stands beside me and agrees")
    assertContains(page, "for the class, the certificate and the accounts of public money")

    page = client.post(door, details(village, consent=""))
    assertContains(page, "Please enrol people only when they are beside you and agree.")
    assert not Person.objects.exists()


@pytest.mark.parametrize("known", [False, True])
def test_what_the_person_agreed_to_is_on_record_with_who_enrolled_them(
    known, client, village, door
):
    user = village_officer_of(village)
    client.force_login(user)
    if known:
        facts = {"name": "林阿婆", "id_number": id_number(9), "phone": "13800138000"}
        PersonFactory(**facts, region=village, consented_at=None)

    client.post(door, details(village))

    assert Person.objects.get().consented_at
    row = Enrolment.objects.get()
    assert (row.channel, row.enrolled_by) == (Channel.VILLAGE_OFFICER, user)
