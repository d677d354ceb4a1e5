"""The application at the desk: clashes at their line, deadlines, pick-up points, changes."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import (
    LessonFactory,
    RoomFactory,
    TrainerFactory,
    TrainingClassFactory,
)
from tests.factories.courses import CourseFactory
from tests.factories.organisations import RegionFactory, VenueFactory, manager_of, officer_of
from training.classes.changes import ask_change
from training.classes.states import ChangeState, ClassState
from training.desk.queries import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return TrainingClassFactory(
        state=ClassState.DRAFT, course=CourseFactory(theory_hours=4, practice_hours=0)
    )


@pytest.fixture
def manager(office, training_class):
    return office(manager_of(training_class.provider))


@pytest.fixture
def officer(office, training_class):
    return office(officer_of(training_class.region))


def door(name, row, of="training_class"):
    return reverse(f"{of}:{name}", args=[row.pk])


def said(page):
    return [str(message) for message in page.context["messages"]]


def booked_beside(training_class, **kwargs):
    other = TrainingClassFactory(venue=training_class.venue, starts_on=training_class.starts_on)
    return LessonFactory(training_class=other, **kwargs)


def one_line(lesson, **changed):
    """A timetable of one lesson at the time of another."""
    starts, ends = timezone.localtime(lesson.starts_at), timezone.localtime(lesson.ends_at)
    line = {
        "day": starts.date(),
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "class_hours": 4,
        "title": "刀工",
        "kind": "theory",
        "trainer": lesson.trainer_id,
        **changed,
    }
    posted = {f"form-0-{name}": value for name, value in line.items()}
    return posted | {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}


# Clashes


def test_a_clash_stands_at_its_line_and_what_was_typed_stays(manager, training_class):
    booked = booked_beside(training_class)

    page = manager.post(door("timetable", training_class), one_line(booked))

    line = page.context["form"].forms[0]
    assert line.non_field_errors() == [
        f"{booked.trainer} teaches {booked.training_class} then (09:00–12:00)."
    ]
    assert line["title"].value() == "刀工"
    assert not training_class.lessons.exists()


def test_a_room_of_the_venue_is_chosen_and_of_another_is_not_offered(manager, training_class):
    booked = booked_beside(training_class)
    mine, strange = RoomFactory(venue=training_class.venue), RoomFactory()
    free = TrainerFactory(provider=training_class.provider).pk

    refused = manager.post(
        door("timetable", training_class), one_line(booked, trainer=free, room=strange.pk)
    )
    manager.post(
        door("timetable", training_class),
        one_line(booked, trainer=free, room=mine.pk, safety="on", textbook="《中式烹调》"),
    )

    assert "room" in refused.context["form"].forms[0].errors
    lesson = training_class.lessons.get()
    assert (lesson.room, lesson.safety, lesson.textbook) == (mine, True, "《中式烹调》")


def test_what_another_draft_wants_is_saved_and_told_at_the_line(manager, training_class):
    wanted = booked_beside(training_class)
    wanted.training_class.state = ClassState.DRAFT
    wanted.training_class.save()

    manager.post(door("timetable", training_class), one_line(wanted))
    page = manager.get(door("timetable", training_class))

    assert training_class.lessons.count() == 1
    (warning,) = page.context["form"].forms[0].warnings
    assert f"{wanted.trainer} is to teach {wanted.training_class} then" in warning
    assert warning in page.content.decode()


def test_what_is_laid_out_onto_a_booking_is_shown_and_not_saved(manager, training_class):
    booked = booked_beside(training_class)
    laid_out = {
        "weekdays": list(range(7)),
        "morning_from": "08:30",
        "morning_to": "11:30",
        "morning_hours": "4",
        "trainer": booked.trainer_id,
    }

    page = manager.post(door("lay_out", training_class), laid_out)

    (line,) = page.context["form"].forms
    assert "teaches" in line.non_field_errors()[0]
    assert line["begins"].value() == time(8, 30)
    assert f'action="{door("timetable", training_class)}"' in page.content.decode()
    assert not training_class.lessons.exists()


# The bureau's days


def filed_until(training_class, day):
    training_class.state, training_class.decide_by = ClassState.FILED, day
    training_class.save()


def test_an_overdue_decision_is_said_in_a_word(officer, training_class):
    filed_until(training_class, timezone.localdate() - timedelta(days=1))
    in_time = TrainingClassFactory(venue=training_class.venue)
    filed_until(in_time, timezone.localdate())

    page = officer.get(reverse("training_class:index")).content.decode()

    assert page.count("overdue") == 1
    assert training_class.decide_by.isoformat() in page


def test_the_list_holds_what_is_overdue(officer, training_class):
    filed_until(training_class, timezone.localdate() - timedelta(days=1))
    filed_until(TrainingClassFactory(venue=training_class.venue), timezone.localdate())

    page = officer.get(reverse("training_class:index"), {"review": "late"})

    assert list(page.context["object_list"]) == [training_class]


def test_what_waits_too_long_is_told_first(training_class):
    officer = officer_of(training_class.region)
    filed_until(training_class, timezone.localdate() - timedelta(days=1))

    told = {row.kind: row.count for row in waiting_for(officer)}

    assert told == {"classes_overdue": 1, "classes_to_approve": 1}


def test_the_application_is_written_and_read(manager, officer, training_class):
    form = manager.get(door("edit", training_class)).context["form"]
    facts = {name: form[name].value() or "" for name in form.fields}
    facts |= {
        "mode": "mixed",
        "online_link": "meet.example/1",
        "assessed_on": training_class.ends_on,
        "assessed_at": "一号灶间",
        "practice_test": "practical",
        "responsible": "许老师",
        "responsible_phone": "0768-1234567",
    }

    manager.post(door("edit", training_class), facts)

    training_class.refresh_from_db()
    assert training_class.meeting_link == "https://meet.example/1"
    filed_until(training_class, None)
    page = officer.get(door("inspect", training_class))
    assert "practice: A task done before the assessor" in page.content.decode()
    assert page.context["notice"].startswith("No accreditation")
    assert "Not told yet: which certificate the class aims at." in page.context["notice"]


# Pick-up points


def stops(*rows):
    posted = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    for number, (at, place) in enumerate(rows):
        posted |= {f"form-{number}-at": at, f"form-{number}-place": place}
    return posted


def test_the_bus_stops_where_the_school_says(manager, client, training_class):
    training_class.state = ClassState.APPROVED
    training_class.save()

    manager.post(door("pick_ups", training_class), stops(("08:10", "镇政府"), ("07:40", "村口")))

    assert [str(stop) for stop in training_class.pick_ups.all()] == ["07:40 村口", "08:10 镇政府"]
    page = client.get(training_class.get_absolute_url()).content.decode()
    assert page.index("村口") < page.index("镇政府")


def test_a_stop_stands_once(manager, training_class):
    page = manager.post(
        door("pick_ups", training_class), stops(("07:40", "村口"), ("07:40", "村口"))
    )

    assert page.context["form"].non_form_errors() == ["A stop stands here twice."]


def test_a_strange_school_sets_no_stops(office, training_class):
    stranger = office(manager_of(VenueFactory().provider))

    stranger.post(door("pick_ups", training_class), stops(("07:40", "村口")))

    assert not training_class.pick_ups.exists()


# Changes


@pytest.fixture
def approved(training_class):
    training_class.state = ClassState.APPROVED
    training_class.save()
    LessonFactory(training_class=training_class, title="刀工")
    return training_class


def asking(page, **changed):
    """The form as the browser would send it back."""
    form, lines = page.context["form"], page.context["lines"]
    posted = {name: form[name].value() or "" for name in form.fields}
    posted |= {"lessons-TOTAL_FORMS": len(lines), "lessons-INITIAL_FORMS": len(lines)}
    for line in lines:
        for name in line.fields:
            value = line[name].value()
            shown = f"{value:%H:%M}" if isinstance(value, time) else value
            posted[line.add_prefix(name)] = "" if shown in {None, False} else shown
    return posted | changed


def test_a_change_goes_from_the_school_to_the_office_and_into_the_class(
    manager, officer, approved, by
):
    page = manager.get(door("ask_change", approved))
    manager.post(
        door("ask_change", approved),
        asking(page, **{"reason": "停水", "seats": 28, "lessons-0-begins": "09:30"}),
    )
    request = approved.change_requests.get()
    shown = officer.get(door("inspect", request, "training_change_request")).content.decode()
    officer.post(door("accept", request, "training_change_request"))

    approved.refresh_from_db()
    starts = timezone.localtime(approved.lessons.get().starts_at)
    assert (approved.seats, f"{starts:%H:%M}") == (28, "09:30")
    assert shown.index(">30<") < shown.index(">28<")
    assert "刀工" in shown


def test_a_change_that_clashes_is_told_at_its_line(manager, approved):
    booked = booked_beside(approved, room=RoomFactory(venue=approved.venue))
    page = manager.get(door("ask_change", approved))

    page = manager.post(
        door("ask_change", approved),
        asking(page, **{"reason": "甲", "lessons-0-room": booked.room_id}),
    )

    assert "is used by" in page.context["lines"].forms[0].non_field_errors()[0]
    assert not approved.change_requests.exists()


def test_asking_for_nothing_is_said_above_the_form(manager, approved):
    page = manager.get(door("ask_change", approved))

    page = manager.post(door("ask_change", approved), asking(page, reason="甲"))

    assert page.context["form"].non_field_errors() == [
        "Nothing is different from what was approved."
    ]


@pytest.mark.parametrize("verb", ["accept", "refuse"])
def test_a_school_does_not_decide_on_what_it_asked_for(manager, approved, by, verb):
    request = ask_change(approved, "甲", seats=28, by=by)

    manager.post(door(verb, request, "training_change_request"), {"reason": "乙"})

    request.refresh_from_db()
    assert request.state == ChangeState.OPEN


def test_a_move_to_another_county_is_decided_by_who_answers_for_both(office, approved, by):
    city = approved.region
    county = RegionFactory(parent=city)
    approved.venue.region = county
    approved.venue.save()
    beyond = VenueFactory(provider=approved.provider, region=RegionFactory(parent=city))
    request = ask_change(approved, "甲", venue=beyond, by=by)
    accept = door("accept", request, "training_change_request")

    office(officer_of(county)).post(accept)
    request.refresh_from_db()
    assert request.state == ChangeState.OPEN

    office(officer_of(city)).post(accept)
    request.refresh_from_db()
    assert request.state == ChangeState.ACCEPTED


def test_a_refusal_is_read_by_the_school(manager, officer, approved, by):
    request = ask_change(approved, "甲", seats=28, by=by)

    officer.post(door("refuse", request, "training_change_request"), {"reason": "教室坐不下"})

    page = manager.get(door("inspect", request, "training_change_request"))
    assert "教室坐不下" in page.content.decode()


def test_the_office_is_told_of_changes_to_decide(approved, by):
    ask_change(approved, "甲", seats=28, by=by)

    told = {row.kind: row.count for row in waiting_for(officer_of(approved.region))}

    assert told == {"changes_to_decide": 1}


def test_the_list_of_changes_costs_the_same_with_one_and_with_three(officer, approved, by):
    address = reverse("training_change_request:index")
    ask_change(approved, "甲", seats=28, by=by)
    officer.get(address)
    with CaptureQueriesContext(connection) as one:
        officer.get(address)
    for _number in range(2):
        other = TrainingClassFactory(venue=approved.venue)
        ask_change(other, "甲", seats=28, by=by)

    with CaptureQueriesContext(connection) as three:
        officer.get(address)

    assert len(three) == len(one)


# How it is taught


def test_the_online_link_is_for_those_who_are_enrolled(client, approved):
    approved.mode, approved.online_link = "online", "https://meet.example/1"
    approved.save()

    page = client.get(approved.get_absolute_url()).content.decode()

    assert "Online" in page
    assert "meet.example" not in page
