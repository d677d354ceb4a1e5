from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories.classes import TrainingClassFactory
from tests.factories.courses import CourseFactory
from tests.factories.orders import InterestFactory
from tests.factories.organisations import (
    ProviderFactory,
    RegionFactory,
    UserFactory,
    VenueFactory,
    inspector_of,
    manager_of,
    officer_of,
    village_officer_of,
)
from tests.factories.people import PersonFactory, id_number, worker_on
from training.completion.own_groups import groups_of
from training.enrolment.actions import enrol
from training.orders.interests import close_interest, wait_for
from training.orders.models import Interest
from training.orders.states import Closed, SaidThrough
from training.people.models import Person
from training.people.signals import forgetting

pytestmark = pytest.mark.django_db

PAGE = "/en/my/wishes/"


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def person(region):
    return PersonFactory(region=region)


@pytest.fixture
def phone(client, person):
    client.force_login(worker_on("13900000001", person))
    person.refresh_from_db()
    return client


def test_saying_it_twice_keeps_the_place_in_the_line(person, region, by):
    course, nearer = CourseFactory(), RegionFactory()
    first = wait_for(person, course, region, by=by)

    again = wait_for(person, course, nearer, free_from=date(2030, 3, 1), by=by)

    assert (again.pk, again.since, again.region) == (first.pk, first.since, nearer)
    assert Interest.objects.count() == 1


def test_the_database_keeps_one_open_interest_a_course(person):
    course = CourseFactory()
    InterestFactory(person=person, course=course)

    with pytest.raises(IntegrityError), transaction.atomic():
        InterestFactory(person=person, course=course)


def test_who_stopped_waiting_may_wait_again(person, region, by):
    course = CourseFactory()
    first = close_interest(wait_for(person, course, region, by=by), by=by)

    assert wait_for(person, course, region, by=by) != first


def test_a_seat_ends_the_waiting_for_that_course_alone(person, by):
    training_class = TrainingClassFactory()
    waiting = InterestFactory(person=person, course=training_class.course)
    others = [InterestFactory(person=person), InterestFactory(course=training_class.course)]

    enrol(person, training_class, by=by)

    waiting.refresh_from_db()
    assert waiting.closed_because == Closed.ENROLLED
    assert set(Interest.objects.open()) == set(others)


def test_whoever_is_forgotten_waits_no_longer(person):
    InterestFactory(person=person)
    kept = InterestFactory()

    forgetting.send(Person, person=person)

    assert list(Interest.objects.all()) == [kept]


# The worker's page


def test_a_worker_says_what_they_want_to_learn(phone, person, region):
    course = CourseFactory()

    answer = phone.post(PAGE, {"person": person.pk, "course": course.pk, "region": region.pk})

    assertRedirects(answer, PAGE)
    interest = Interest.objects.get()
    assert (interest.person, interest.course, interest.channel) == (
        person,
        course,
        SaidThrough.SELF,
    )
    assertContains(phone.get(PAGE), course.label)


def test_the_course_page_brings_its_course_along(phone):
    course = CourseFactory()

    page = phone.get(PAGE, {"course": course.pk})

    assert page.context["form"]["course"].value() == str(course.pk)


def test_nobody_speaks_for_a_stranger(phone, region):
    answers = {"course": CourseFactory().pk, "region": region.pk}

    page = phone.post(PAGE, answers | {"person": PersonFactory().pk})

    assert "person" in page.context["form"].errors
    assert not Interest.objects.exists()


def test_a_worker_stops_waiting_and_says_so_twice(phone, person):
    interest = InterestFactory(person=person)
    url = f"/en/my/wishes/{interest.pk}/end/"
    assertContains(phone.get(PAGE), url)

    for _ in range(2):
        assertRedirects(phone.post(url), PAGE)

    interest.refresh_from_db()
    assert interest.closed_because == Closed.WITHDRAWN
    assertNotContains(phone.get(PAGE), url)


def test_nobody_ends_what_a_stranger_waits_for(phone):
    interest = InterestFactory()

    assert phone.post(f"/en/my/wishes/{interest.pk}/end/").status_code == 404
    assert Interest.objects.open().count() == 1


def test_a_newcomer_is_registered_with_the_wish(client):
    region, course = VenueFactory().region, CourseFactory()
    client.force_login(worker_on("13900000002"))
    answers = {"course": course.pk, "region": region.pk, "name": "陈秀英"}

    page = client.post(PAGE, answers | {"id_number": id_number(5)})
    assert "consent" in page.context["form"].errors
    assert not Person.objects.exists()
    client.post(PAGE, answers | {"id_number": id_number(5), "consent": "on"})

    assert Interest.objects.get().person.name == "陈秀英"
    assertContains(client.get(PAGE), course.label)


def test_who_signs_in_with_a_password_is_asked_for_their_phone(client):
    client.force_login(UserFactory())

    assertContains(client.get(PAGE), "Sign in with your own mobile phone")


def test_a_visitor_is_asked_to_sign_in(client):
    assert reverse("training:sign_in") in client.get(PAGE)["Location"]


def test_three_wishes_take_as_many_queries_as_one(phone, person, queries_for):
    InterestFactory(person=person, region=RegionFactory())
    one = queries_for(PAGE)
    for _ in range(2):
        InterestFactory(person=person, region=RegionFactory())

    assert queries_for(PAGE) == one


# Officers


@pytest.mark.parametrize(
    ("officer", "channel"),
    [(village_officer_of, SaidThrough.VILLAGE_OFFICER), (officer_of, SaidThrough.BUREAU)],
    ids=["village", "bureau"],
)
def test_an_officer_says_it_for_somebody(client, person, region, officer, channel):
    client.force_login(officer(region))
    url = f"/en/village/people/{person.pk}/wish/"

    client.post(url, {"course": CourseFactory().pk, "region": region.pk})

    interest = Interest.objects.get()
    assert (interest.person, interest.channel) == (person, channel)
    assertContains(client.get(url), interest.course.label)
    client.post(f"/en/my/wishes/{interest.pk}/end/")
    assert not Interest.objects.open().exists()


@pytest.mark.parametrize("who", [inspector_of, manager_of, village_officer_of])
def test_nobody_else_says_it_for_them(client, person, region, who):
    place = {manager_of: ProviderFactory(region=region), inspector_of: region}
    client.force_login(who(place.get(who, RegionFactory())))

    answer = client.post(
        f"/en/village/people/{person.pk}/wish/",
        {"course": CourseFactory().pk, "region": region.pk},
    )

    assert answer.status_code == 404
    assert not Interest.objects.exists()


def test_the_list_with_names_is_for_the_officers_of_where_they_live(office, person, region):
    interest = InterestFactory(person=person)
    url = reverse("training_interest:index")

    ours = office(officer_of(region)).get(url)
    theirs = office(officer_of(RegionFactory())).get(url)

    assert list(ours.context["object_list"]) == [interest]
    assert list(theirs.context["object_list"]) == []
    assert office(manager_of(ProviderFactory())).get(url).status_code == 302


def test_an_officer_closes_it_for_them(office, person, region):
    interest = InterestFactory(person=person)
    url = reverse("training_interest:close", args=[interest.pk])

    office(officer_of(RegionFactory())).post(url)
    office(inspector_of(region)).post(url)
    assert Interest.objects.open().exists()
    office(officer_of(region)).post(url)

    assert not Interest.objects.open().exists()


def test_an_officer_writes_it_down_at_the_desk(office, person, region):
    course, url = CourseFactory(), reverse("training_person:record_interest", args=[person.pk])
    answers = {"course": course.pk, "region": region.pk}

    office(officer_of(RegionFactory())).post(url, answers)
    office(inspector_of(region)).post(url, answers)
    assert not Interest.objects.exists()
    page = office(officer_of(region)).post(url, answers, follow=True)

    assert Interest.objects.get().channel == SaidThrough.BUREAU
    assertContains(page, course.label)


def test_a_person_is_told_that_it_is_kept(person):
    interest = InterestFactory(person=person)

    told = {group.slug: group for group in groups_of(person)}["work"]

    assert interest.course.label in str(told.facts)
