"""What the course pages tell about classes, and how the catalogue is narrowed by them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.courses import (
    CataloguePageFactory,
    CourseFactory,
    CoursePageFactory,
    english_home_page,
    published,
)
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import RegionFactory, VenueFactory
from training.classes.states import ClassState
from training.organisations.states import RegionLevel

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    return CataloguePageFactory()


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def in_english(page):
    """The English page, whose sentences a test can compare."""
    home = english_home_page()
    parent = page.get_parent().specific
    if not parent.is_root() and parent.depth > home.depth:
        parent.get_translation_or_none(home.locale) or published(parent, home.locale)
    return published(page, home.locale)


def test_a_course_page_lists_its_open_classes_soonest_first(client, catalogue):
    page = CoursePageFactory(parent=catalogue)
    late = TrainingClassFactory(course=page.course, starts_on=in_days(30))
    soon = LessonFactory(training_class__course=page.course).training_class
    EnrolmentFactory(training_class=soon)
    hidden = [
        TrainingClassFactory(course=page.course, state=ClassState.FILED),
        TrainingClassFactory(course=page.course, starts_on=in_days(-1)),
        TrainingClassFactory(),
    ]

    text = client.get(in_english(page).url).text

    assert text.index(soon.get_absolute_url()) < text.index(late.get_absolute_url())
    assert "29 of 30 seats free" in text
    assert soon.lessons.get().trainer.name in text
    assert not [row for row in hidden if row.get_absolute_url() in text]


def test_cards_tell_the_next_class_at_constant_queries(
    client, catalogue, django_assert_max_num_queries
):
    TrainingClassFactory(course=CoursePageFactory(parent=catalogue).course)
    client.get(catalogue.url)
    with django_assert_max_num_queries(60) as one:
        client.get(catalogue.url)

    for page in CoursePageFactory.create_batch(2, parent=catalogue):
        TrainingClassFactory.create_batch(2, course=page.course)

    with django_assert_max_num_queries(len(one)):
        page = client.get(catalogue.url).text
    assert page.count("state--done") == 3


# Filters


@pytest.fixture
def courses_found(client, catalogue):
    def found(**asked):
        page = client.get(catalogue.url, asked).context["page_obj"]
        return {row.course for row in page}

    return found


@pytest.fixture
def county():
    return RegionFactory(level=RegionLevel.COUNTY)


@pytest.fixture
def open_class(catalogue, county):
    """A class on a published course, in the county unless said otherwise."""

    def open_class(course=None, region=county, **details):
        course = course or CoursePageFactory(parent=catalogue).course
        return TrainingClassFactory(course=course, venue=VenueFactory(region=region), **details)

    return open_class


def test_one_finds_the_courses_taught_near_by(courses_found, open_class, county):
    township = RegionFactory(code="445199101", parent=county, level=RegionLevel.TOWNSHIP)
    here = open_class(region=township)
    open_class(region=RegionFactory(level=RegionLevel.COUNTY))

    assert courses_found(place=county.pk) == {here.course}
    assert courses_found(place=township.pk) == {here.course}


def test_one_finds_what_begins_soon(courses_found, open_class):
    soon, later = open_class(starts_on=in_days(10)), open_class(starts_on=in_days(25))
    open_class(starts_on=in_days(200))

    assert courses_found(begins="2w") == {soon.course}
    assert courses_found(begins="1m") == {soon.course, later.course}


def test_one_finds_where_there_is_a_seat(courses_found, open_class):
    free, full = open_class(), open_class(seats=1)
    EnrolmentFactory(training_class=full)

    assert courses_found(free="on") == {free.course}
    assert courses_found() == {free.course, full.course}


def test_place_and_seat_are_asked_of_the_same_class(courses_found, open_class, county):
    full_here = open_class(seats=1)
    EnrolmentFactory(training_class=full_here)
    open_class(course=full_here.course, region=RegionFactory(level=RegionLevel.COUNTY))

    assert courses_found(place=county.pk, free="on") == set()


def test_only_places_with_an_open_class_are_offered(client, catalogue, open_class, county):
    open_class()
    RegionFactory(level=RegionLevel.COUNTY)

    field = client.get(catalogue.url).context["filterset"].form.fields["place"]

    assert list(field.queryset) == [county]


def test_a_course_without_classes_says_so(client, catalogue):
    CourseFactory()
    page = in_english(CoursePageFactory(parent=catalogue))

    assert "No class is open now." in client.get(page.url).text
