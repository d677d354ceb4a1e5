import pytest
from django.urls import reverse

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import (
    RegionFactory,
    UserFactory,
    VenueFactory,
    manager_of,
    officer_of,
    village_officer_of,
)
from tests.factories.people import PersonFactory, id_number, worker_on
from training.enrolment.models import Enrolment
from training.enrolment.states import Channel
from training.organisations.states import RegionLevel

pytestmark = pytest.mark.django_db
NUMBER = id_number(9)


@pytest.fixture
def county():
    return RegionFactory(level=RegionLevel.COUNTY)


@pytest.fixture
def village(county):
    return RegionFactory(code="445102999001", parent=county, level=RegionLevel.VILLAGE)


@pytest.fixture
def training_class(county):
    return TrainingClassFactory(venue=VenueFactory(region=county), seats=2)


def details(region, **changes):
    data = {"name": "林阿婆", "id_number": NUMBER, "phone": "13800138000", "consent": "on"}
    return data | {"region": region.pk} | changes


def test_an_officer_sees_the_people_of_the_village_and_no_others(client, village, county):
    mine, _other = PersonFactory(region=village), PersonFactory(region=county)
    client.force_login(village_officer_of(village))

    page = client.get(reverse("training:village")).context["page"]

    assert list(page) == [mine]


def test_an_officer_finds_a_person_by_name(client, village):
    found = PersonFactory(region=village, name="林阿婆")
    PersonFactory(region=village, name="陈秀英")
    client.force_login(village_officer_of(village))

    page = client.get(reverse("training:village"), {"q": "阿婆"}).context["page"]

    assert list(page) == [found]


def test_classes_of_the_county_with_a_free_seat_are_near(client, village, training_class):
    full = TrainingClassFactory(venue=training_class.venue, seats=1)
    EnrolmentFactory(training_class=full)
    TrainingClassFactory()
    client.force_login(village_officer_of(village))

    classes = client.get(reverse("training:village")).context["classes"]

    assert list(classes) == [training_class]


def test_three_people_cost_no_more_queries_than_one(
    client, village, training_class, django_assert_max_num_queries
):
    client.force_login(village_officer_of(village))
    EnrolmentFactory(person=PersonFactory(region=village), training_class=training_class)
    client.get(reverse("training:village"))
    with django_assert_max_num_queries(40) as one:
        client.get(reverse("training:village"))

    EnrolmentFactory.create_batch(2, person__region=village)

    with django_assert_max_num_queries(len(one)):
        client.get(reverse("training:village"))


def test_an_officer_enrols_a_person_beside_them_without_a_code(client, village, training_class):
    officer = village_officer_of(village)
    client.force_login(officer)
    address = reverse("training:enrol_for", args=[training_class.pk])

    client.post(address, details(village))
    response = client.post(address, details(village))

    assert response.url == reverse("training:village")
    enrolment = Enrolment.objects.get()
    assert enrolment.person.region == village
    assert (enrolment.channel, enrolment.enrolled_by) == (Channel.VILLAGE_OFFICER, officer)


def test_without_the_person_beside_them_nothing_is_done(client, village, training_class):
    client.force_login(village_officer_of(village))

    response = client.post(
        reverse("training:enrol_for", args=[training_class.pk]), details(village, consent="")
    )

    assert list(response.context["form"].errors) == ["consent"]


def test_an_officer_cannot_place_a_person_in_another_village(client, village, training_class):
    client.force_login(village_officer_of(village))

    response = client.post(
        reverse("training:enrol_for", args=[training_class.pk]), details(RegionFactory())
    )

    assert list(response.context["form"].errors) == ["region"]


def test_an_officer_may_correct_the_phone_of_their_own_people_only(
    client, village, county, training_class
):
    mine = PersonFactory(name="林阿婆", id_number=NUMBER, phone="13900139000", region=village)
    theirs = PersonFactory(name="陈秀英", phone="13900139001", region=RegionFactory())
    client.force_login(village_officer_of(village))
    address = reverse("training:enrol_for", args=[training_class.pk])

    client.post(address, details(village))
    refused = client.post(address, details(village, name="陈秀英", id_number=theirs.id_number))

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.phone, theirs.phone) == ("13800138000", "13900139001")
    assert "registered with the phone" in refused.text


@pytest.mark.parametrize(
    ("someone", "status"),
    [
        (UserFactory, 403),
        (lambda: worker_on("13800138001"), 403),
        (lambda: manager_of(TrainingClassFactory().provider), 403),
        (lambda: village_officer_of(RegionFactory()), 200),
        (lambda: officer_of(RegionFactory()), 200),
    ],
    ids=["nobody", "worker", "school", "village officer", "bureau officer"],
)
def test_only_officers_act_for_others(client, training_class, someone, status):
    client.force_login(someone())

    assert client.get(reverse("training:village")).status_code == status
    enrol_for = reverse("training:enrol_for", args=[training_class.pk])
    assert client.get(enrol_for).status_code == status


def test_a_visitor_signs_in_first(client):
    response = client.get(reverse("training:village"))

    assert response.url == f"{reverse('training:sign_in')}?next={reverse('training:village')}"


def test_the_button_beside_an_empty_search_is_shown_once(client, village):
    client.force_login(village_officer_of(village))

    page = client.get(reverse("training:village"), {"q": "nobody"})

    assert page.text.count("Show everybody") == 1


def test_an_officer_is_not_sent_to_the_officer(client, village, training_class):
    PersonFactory(id_number=NUMBER, name="林阿公")
    client.force_login(village_officer_of(village))

    page = client.post(reverse("training:enrol_for", args=[training_class.pk]), details(village))

    assert "Please ask the bureau" in page.context["form"].errors["name"][0]
