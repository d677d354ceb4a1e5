from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.assessment import ResultFactory
from tests.factories.attendance import MarkFactory
from tests.factories.classes import LessonFactory, TrainerFactory, TrainingClassFactory
from tests.factories.courses import CourseFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.orders import OrderLineFactory
from tests.factories.organisations import RegionFactory, VenueFactory, manager_of, officer_of
from tests.factories.policy import usual_rules
from training.classes.models import TrainingClass
from training.classes.rules import reasons_not_to_file
from training.classes.states import ClassState
from training.desk.queries import trainees_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return TrainingClassFactory(
        state=ClassState.DRAFT, course=CourseFactory(theory_hours=8, practice_hours=24)
    )


@pytest.fixture
def manager(office, training_class):
    return office(manager_of(training_class.provider))


@pytest.fixture
def officer(office, training_class):
    return office(officer_of(training_class.region))


def door(name, training_class):
    return reverse(f"training_class:{name}", args=[training_class.pk])


def in_state(training_class, state):
    training_class.state = state
    training_class.save()


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_a_manager_lists_a_class_and_comes_to_its_timetable(office):
    venue, course = VenueFactory(), CourseFactory()
    starts = timezone.localdate() + timedelta(days=20)

    page = office(manager_of(venue.provider)).post(
        reverse("training_class:add"),
        {
            "provider": venue.provider_id,
            "course": course.pk,
            "venue": venue.pk,
            "seats": 30,
            "starts_on": starts,
            "ends_on": starts + timedelta(days=9),
        },
    )

    training_class = TrainingClass.objects.get()
    assert training_class.number == f"{venue.provider.code.upper()}{starts:%Y%m}001"
    assert training_class.planned == 30
    assert page.url == door("timetable", training_class)


def test_another_providers_venue_and_course_out_of_use_are_not_offered(manager):
    strange, retired = VenueFactory(), CourseFactory(offered=False)

    form = manager.get(reverse("training_class:add")).context["form"]

    assert strange not in form.fields["venue"].queryset
    assert retired not in form.fields["course"].queryset


def test_the_facts_are_changed_while_the_class_is_prepared(manager, training_class):
    form = manager.get(door("edit", training_class)).context["form"]
    facts = {name: form[name].value() or "" for name in form.fields}

    page = manager.post(door("edit", training_class), facts | {"seats": 12})

    training_class.refresh_from_db()
    assert page.url == door("inspect", training_class)
    assert (training_class.seats, training_class.planned) == (12, 12)


@pytest.mark.parametrize("name", ["edit", "timetable", "lay_out"])
def test_what_the_bureau_has_is_not_changed(manager, training_class, name):
    in_state(training_class, ClassState.FILED)

    page = manager.post(door(name, training_class), {"seats": 12}, follow=True)

    assert page.redirect_chain == [(door("inspect", training_class), 302)]
    assert "the state is “Filed, waiting for the bureau”" in said(page)[0]


LAY_OUT = {
    "weekdays": list(range(7)),
    "morning_from": "08:30",
    "morning_to": "11:30",
    "morning_hours": "4",
    "afternoon_from": "14:00",
    "afternoon_to": "17:00",
    "afternoon_hours": "4",
}


def test_the_timetable_is_laid_out_at_once(manager, training_class):
    trainer = TrainerFactory(provider=training_class.provider)

    page = manager.post(
        door("lay_out", training_class), LAY_OUT | {"trainer": trainer.pk}, follow=True
    )

    assert training_class.lessons.count() == 8
    assert sum(lesson.class_hours for lesson in training_class.lessons.all()) == 32
    assert "8 lessons are laid out, 32 class hours." in said(page)[0]


def test_too_few_days_are_said(manager, training_class):
    trainer = TrainerFactory(provider=training_class.provider)

    page = manager.post(
        door("lay_out", training_class),
        LAY_OUT | {"trainer": trainer.pk, "weekdays": [training_class.starts_on.weekday()]},
        follow=True,
    )

    assert "The days are too few: 8 of 32 class hours." in said(page)[0]


def test_half_a_session_is_refused(manager, training_class):
    trainer = TrainerFactory(provider=training_class.provider)

    page = manager.post(
        door("lay_out", training_class),
        LAY_OUT | {"trainer": trainer.pk, "morning_to": "08:00"},
    )

    assert "Morning: please give a beginning" in page.context["lay_out_form"].errors["__all__"][0]
    assert not training_class.lessons.exists()


def lines(page, **changed):
    """The timetable form as the browser would send it back."""
    formset = page.context["form"]
    data = {
        f"{formset.prefix}-TOTAL_FORMS": formset.total_form_count(),
        f"{formset.prefix}-INITIAL_FORMS": formset.initial_form_count(),
    }
    for form in formset:
        for name in form.fields:
            value = form[name].value()
            shown = f"{value:%H:%M}" if isinstance(value, time) else value
            data[form.add_prefix(name)] = "" if shown in {None, False} else shown
    return data | changed


def test_the_lessons_are_written_line_by_line(manager, training_class):
    lesson = LessonFactory(training_class=training_class)
    page = manager.get(door("timetable", training_class))

    manager.post(
        door("timetable", training_class),
        lines(
            page,
            **{
                "form-0-title": "刀工",
                "form-1-day": training_class.ends_on,
                "form-1-begins": "14:00",
                "form-1-ends": "17:00",
                "form-1-class_hours": "4",
                "form-1-title": "热菜",
                "form-1-kind": "practice",
                "form-1-trainer": lesson.trainer_id,
            },
        ),
    )

    assert [row.title for row in training_class.lessons.all()] == ["刀工", "热菜"]
    assert training_class.lessons.first().starts_at == lesson.starts_at


def test_a_line_is_taken_out(manager, training_class):
    LessonFactory(training_class=training_class)
    page = manager.get(door("timetable", training_class))

    manager.post(door("timetable", training_class), lines(page, **{"form-0-DELETE": "on"}))

    assert not training_class.lessons.exists()


def test_a_trainer_of_another_provider_cannot_be_chosen(manager, training_class):
    LessonFactory(training_class=training_class)
    stranger = TrainerFactory()
    page = manager.get(door("timetable", training_class))

    page = manager.post(
        door("timetable", training_class), lines(page, **{"form-0-trainer": stranger.pk})
    )

    assert "trainer" in page.context["form"].forms[0].errors


def test_the_timetable_costs_the_same_with_one_lesson_and_with_three(manager, training_class):
    LessonFactory(training_class=training_class)
    manager.get(door("timetable", training_class))
    with CaptureQueriesContext(connection) as one:
        manager.get(door("timetable", training_class))
    LessonFactory.create_batch(2, training_class=training_class)

    with CaptureQueriesContext(connection) as three:
        manager.get(door("timetable", training_class))

    assert len(three) == len(one)


def test_filing_too_early_says_everything_that_is_missing(manager, training_class):
    page = manager.get(door("inspect", training_class))
    refused = manager.post(door("file", training_class), follow=True)

    assert page.context["missing"] == ["The timetable has no lesson yet."]
    assert "The timetable has no lesson yet." in said(refused)[0]
    training_class.refresh_from_db()
    assert training_class.state == ClassState.DRAFT


def test_from_the_provider_to_the_bureau_and_back(manager, officer, training_class):
    LessonFactory(training_class=training_class, class_hours=32)

    manager.post(door("file", training_class))
    officer.post(door("return", training_class), {"reason": "灶台不够"})
    sent_back = manager.get(door("inspect", training_class))
    manager.post(door("file", training_class))
    officer.post(door("approve", training_class))

    training_class.refresh_from_db()
    assert "灶台不够" in sent_back.context["notice"]
    assert training_class.state == ClassState.APPROVED


@pytest.mark.parametrize("verb", ["approve", "return"])
def test_a_provider_does_not_decide_on_its_own_class(manager, training_class, verb):
    in_state(training_class, ClassState.FILED)

    manager.post(door(verb, training_class), {"reason": "甲"})

    training_class.refresh_from_db()
    assert training_class.state == ClassState.FILED


@pytest.mark.parametrize("verb", ["file", "approve", "return", "cancel", "conclude"])
def test_a_foreign_office_does_nothing_to_a_class(office, training_class, verb):
    in_state(training_class, ClassState.FILED)
    strangers = [officer_of(RegionFactory()), manager_of(VenueFactory().provider)]

    for stranger in strangers:
        office(stranger).post(door(verb, training_class), {"reason": "甲"})

    training_class.refresh_from_db()
    assert training_class.state == ClassState.FILED


def test_a_class_is_not_concluded_before_its_last_day(manager, training_class):
    in_state(training_class, ClassState.APPROVED)

    page = manager.post(door("conclude", training_class), follow=True)

    assert "it can be concluded from that day on" in said(page)[0]


def test_a_class_that_is_over_is_concluded_with_its_trainees(manager, training_class):
    usual_rules()
    EnrolmentFactory(training_class=training_class)
    training_class.starts_on = training_class.ends_on = timezone.localdate()
    in_state(training_class, ClassState.APPROVED)

    page = manager.post(door("conclude", training_class), follow=True)

    training_class.refresh_from_db()
    assert training_class.state == ClassState.CONCLUDED
    [trainees] = [row for row in page.context["sections"] if row.slug == "trainees"]
    (trainee,) = trainees.context
    assert "The theory test was not taken." in trainee.shortfalls


def test_seats_are_offered_for_an_order(manager, training_class):
    line = OrderLineFactory(course=training_class.course, seats=10)
    OrderLineFactory()  # of another course

    page = manager.get(door("offer", training_class))
    assert list(page.context["form"].fields["line"].queryset) == [line]
    page = manager.post(door("offer", training_class), {"line": line.pk, "seats": 12})
    assert page.context["form"].errors["seats"] == [
        "The employer ordered 10; this offer is 2 too many."
    ]
    manager.post(door("offer", training_class), {"line": line.pk, "seats": 8})

    assert training_class.offers.get().seats == 8


def trainee(training_class, lesson):
    enrolment = EnrolmentFactory(training_class=training_class)
    MarkFactory(enrolment=enrolment, lesson=lesson)
    ResultFactory(enrolment=enrolment, theory=70, practice=80)
    return enrolment


def test_each_trainee_stands_with_hours_and_scores(by, training_class):
    lesson = LessonFactory(training_class=training_class, class_hours=4)
    LessonFactory(training_class=training_class, class_hours=4)
    enrolment = trainee(training_class, lesson)

    (row,) = trainees_of(training_class, by)

    assert (row.enrolment, row.attended, row.planned) == (enrolment, 4, 8)
    assert (row.before, row.after.theory, row.after.practice) == (None, 70, 80)


def test_the_page_of_a_class_costs_the_same_with_one_trainee_and_with_three(
    manager, training_class
):
    in_state(training_class, ClassState.APPROVED)
    lesson = LessonFactory(training_class=training_class)
    trainee(training_class, lesson)
    manager.get(door("inspect", training_class))
    with CaptureQueriesContext(connection) as one:
        manager.get(door("inspect", training_class))
    for _number in range(2):
        trainee(training_class, lesson)

    with CaptureQueriesContext(connection) as three:
        manager.get(door("inspect", training_class))

    assert len(three) == len(one)


def test_a_class_keeps_what_it_promised(manager, training_class):
    line = OrderLineFactory(course=training_class.course, seats=10)
    manager.post(door("offer", training_class), {"line": line.pk, "seats": 10})
    facts = {
        "course": CourseFactory().pk,
        "venue": training_class.venue_id,
        "seats": 9,
        "starts_on": training_class.starts_on,
        "ends_on": training_class.ends_on,
    }

    page = manager.post(door("edit", training_class), facts)

    assert page.context["form"].errors == {
        "course": ["An employer was offered seats of this class; its course stays."],
        "seats": ["10 seats of this class are offered to employers."],
    }


def test_a_class_in_the_past_or_without_end_is_a_slip(manager, training_class):
    facts = {
        "course": training_class.course_id,
        "venue": training_class.venue_id,
        "seats": 30,
        "starts_on": timezone.localdate() - timedelta(days=1),
        "ends_on": timezone.localdate() + timedelta(days=800),
    }

    page = manager.post(door("edit", training_class), facts)

    assert page.context["form"].errors == {
        "starts_on": ["This day has passed."],
        "ends_on": ["A class ends within a year."],
    }


def test_a_class_whose_days_moved_away_from_its_lessons_is_not_filed(training_class):
    LessonFactory(training_class=training_class, class_hours=32)
    training_class.starts_on += timedelta(days=1)

    assert reasons_not_to_file(training_class) == [
        "A lesson lies before the first day or after the last day of the class."
    ]
