"""What a person is from one day to another: places on the five lists, tags, telephones."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import registry

from tests.factories.organisations import RegionFactory, officer_of
from tests.factories.people import PersonFactory
from training.people.errors import InTheFuture, NotATelephone, TooEarly
from training.people.models import ListPlace, Person, Tagging
from training.people.phones import add_phone, clean_telephone, remove_phone
from training.people.queries import lists_on, moves_between, place_on
from training.people.standing import move_to_list, tag, take_off_lists, untag
from training.people.states import Relation, StandingList, Tag

pytestmark = pytest.mark.django_db
JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)
POOR, EDGE, EMPLOYED = StandingList.POOR, StandingList.EDGE, StandingList.EMPLOYED


def actions_on(row):
    return [entry.action for entry in registry.get_logs_for_instance(row).order_by("pk")]


def test_a_move_ends_the_last_place_on_the_day_the_next_begins(by):
    person = PersonFactory()

    first = move_to_list(person, POOR, on=JANUARY, by=by)
    second = move_to_list(person, EMPLOYED, on=MARCH, reason="进厂", by=by)

    first.refresh_from_db()
    assert (first.until, second.since, second.until) == (MARCH, MARCH, None)
    assert (second.reason, second.moved_by) == ("进厂", by)
    assert actions_on(person) == ["training.move_to_list"] * 2


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (JANUARY - timedelta(days=1), None),
        (JANUARY, POOR),
        (MARCH - timedelta(days=1), POOR),
        (MARCH, EMPLOYED),
        (MAY, EMPLOYED),
    ],
    ids=str,
)
def test_any_past_day_has_one_answer(by, day, place):
    person = PersonFactory()
    move_to_list(person, POOR, on=JANUARY, by=by)
    move_to_list(person, EMPLOYED, on=MARCH, by=by)

    found = place_on([person], day)

    assert (found[person.pk].list if found else None) == place


def test_moving_to_the_same_list_returns_the_place(by):
    person = PersonFactory()
    first = move_to_list(person, POOR, on=JANUARY, by=by)

    assert move_to_list(person, POOR, on=MARCH, by=by) == first
    assert actions_on(person) == ["training.move_to_list"]


@pytest.mark.parametrize("on", [JANUARY, date(2025, 12, 31)], ids=["the same day", "before"])
def test_a_move_before_the_last_one_is_refused(by, on):
    person = PersonFactory()
    move_to_list(person, POOR, on=JANUARY, by=by)

    with pytest.raises(TooEarly, match="2026-01-01"):
        move_to_list(person, EDGE, on=on, by=by)


def test_nobody_moves_tomorrow(by):
    with pytest.raises(InTheFuture):
        move_to_list(PersonFactory(), POOR, on=timezone.localdate() + timedelta(days=1), by=by)


def test_taken_off_the_lists_a_person_may_come_back_later(by):
    person = PersonFactory()
    move_to_list(person, POOR, on=JANUARY, by=by)
    take_off_lists(person, on=MARCH, reason="外迁", by=by)
    take_off_lists(person, on=MARCH, by=by)

    assert place_on([person], MARCH) == {}
    with pytest.raises(TooEarly):
        move_to_list(person, EDGE, on=JANUARY + timedelta(days=1), by=by)
    assert move_to_list(person, EDGE, on=MAY, by=by).since == MAY


@pytest.mark.parametrize(
    "wrong",
    [
        [{"since": JANUARY}, {"since": MARCH}],
        [{"since": JANUARY, "until": MARCH}, {"since": JANUARY}],
        [{"since": MARCH, "until": MARCH}],
    ],
    ids=["two open places", "two from one day", "ends as it begins"],
)
def test_the_database_holds_the_lists_together(wrong):
    person = PersonFactory()
    places = [ListPlace(person=person, list=POOR, **place) for place in wrong]

    with pytest.raises(IntegrityError), transaction.atomic():
        ListPlace.objects.bulk_create(places)


# How many


@pytest.fixture
def moved(by):
    """In one county: three were poor, one of whom found work; one is new; one on no list."""
    region = RegionFactory(code="445102")
    people = PersonFactory.create_batch(5, region=region)
    for person in people[:3]:
        move_to_list(person, POOR, on=JANUARY, by=by)
    move_to_list(people[0], EMPLOYED, on=MARCH, by=by)
    move_to_list(people[3], EDGE, on=MARCH, by=by)
    move_to_list(PersonFactory(region=RegionFactory(code="440300")), POOR, on=JANUARY, by=by)
    return region


def test_who_stood_on_which_list_is_counted_with_those_on_none(moved):
    user = officer_of(moved)

    assert lists_on(JANUARY, user) == {POOR: 3, None: 2}
    assert lists_on(MAY, user) == {POOR: 2, EMPLOYED: 1, EDGE: 1, None: 1}


def test_moves_are_counted_from_list_to_list(moved):
    assert moves_between(JANUARY, MAY, officer_of(moved)) == {
        (POOR, POOR): 2,
        (POOR, EMPLOYED): 1,
        (None, EDGE): 1,
        (None, None): 1,
    }


def test_a_region_narrows_the_count(moved, by):
    assert lists_on(JANUARY, by, RegionFactory(code="440300")) == {POOR: 1}


def test_moves_are_counted_in_one_query(moved, django_assert_num_queries):
    user = officer_of(moved)
    moves_between(JANUARY, MAY, user)

    with django_assert_num_queries(1):
        moves_between(JANUARY, MAY, user)


# Tags


def test_a_tag_is_noted_once_and_ends_once(by):
    person = PersonFactory()

    tagging = tag(person, Tag.VETERAN, since=JANUARY, source="退役证", by=by)
    assert tag(person, Tag.VETERAN, since=MARCH, by=by) == tagging
    untag(tagging, until=MARCH, by=by)
    assert untag(tagging, until=MAY, by=by).until == MARCH

    assert actions_on(person) == ["training.tag", "training.untag"]
    assert list(Tagging.objects.holding_on(MARCH)) == []


def test_a_tag_can_hold_again_but_not_twice_on_one_day(by):
    person = PersonFactory()
    untag(tag(person, Tag.VETERAN, since=JANUARY, by=by), until=MARCH, by=by)

    with pytest.raises(TooEarly):
        tag(person, Tag.VETERAN, since=JANUARY, by=by)
    assert tag(person, Tag.VETERAN, since=MARCH, by=by).until is None


def test_a_tag_does_not_end_before_it_begins(by):
    with pytest.raises(TooEarly):
        untag(tag(PersonFactory(), Tag.VETERAN, since=MARCH, by=by), until=JANUARY, by=by)


# Telephones


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 0013 8000", "13800138000"),
        ("0768-2855010", "07682855010"),
        ("(0755) 8888 1234", "075588881234"),
        ("+852 2123 4567", "+85221234567"),
        ("１３８００１３８０００", "13800138000"),
    ],
)
def test_any_possible_telephone_has_one_form(typed, kept):
    assert clean_telephone(typed) == kept


@pytest.mark.parametrize("typed", ["", "abc", "12", "138001380001380013800"])
def test_what_is_no_telephone_is_refused(typed):
    with pytest.raises(NotATelephone):
        clean_telephone(typed)


def test_a_telephone_is_noted_once_and_may_be_put_right(by):
    person = PersonFactory()
    first = add_phone(person, number="13911112222", relation=Relation.CHILD, by=by)

    again = add_phone(person, number="139 1111 2222", relation=Relation.CHILD, trusted=True, by=by)

    assert (again, again.trusted, person.phones.count()) == (first, True, 1)
    assert Person.objects.visible_to(by).get() == person


def test_a_telephone_is_removed_once(by):
    person = PersonFactory()
    phone = add_phone(person, number="13911112222", by=by)

    remove_phone(phone, by=by)
    remove_phone(phone, by=by)

    assert actions_on(person) == ["training.add_phone", "training.remove_phone"]
