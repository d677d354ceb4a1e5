from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import ModelLogEntry

from tests.factories.assessment import ResultFactory
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.teaching import people_around, trainer_of
from training.assessment.models import Result
from training.assessment.states import Moment
from training.classes.states import ClassState
from training.enrolment.states import EnrolmentState

pytestmark = pytest.mark.django_db

RUBRIC = [
    {"task": name, "weight": weight} for name, weight in zip("ABCD", (10, 15, 20, 55), strict=True)
]


@pytest.fixture
def lesson():
    training_class = TrainingClassFactory(course__tasks=RUBRIC)
    user = trainer_of(training_class.provider)
    return LessonFactory(training_class=training_class, trainer=user.trainer)


@pytest.fixture
def teacher(client, lesson):
    client.force_login(lesson.trainer.user)
    return client


def sheet_of(lesson, moment="after"):
    return reverse("training:results", args=[lesson.training_class_id, moment])


def seats(lesson, count):
    return EnrolmentFactory.create_batch(count, training_class=lesson.training_class)


def row(seat, *scores, was=""):
    names = ["theory", *(f"task_{number}" for number in range(len(scores) - 1))]
    fields = dict(zip(names, scores, strict=True)) | {"was": was}
    return {f"r{seat.pk}-{name}": value for name, value in fields.items()}


def test_scores_are_filed_and_practice_is_counted(teacher, lesson, by):
    (seat,) = seats(lesson, 1)

    response = teacher.post(sheet_of(lesson), row(seat, "70", "80", "60", "70", "90"), follow=True)

    result = Result.objects.get()
    assert (result.enrolment, result.moment) == (seat, Moment.AFTER)
    assert (result.theory, result.practice) == (70, Decimal("80.5"))
    assert result.filed_by == lesson.trainer.user
    assertContains(response, "1 row was saved.")
    assertContains(response, "80.5")


def test_a_row_may_be_filled_in_part_by_part(teacher, lesson):
    (seat,) = seats(lesson, 1)

    teacher.post(sheet_of(lesson), row(seat, "70", "", "", "", ""))
    teacher.post(sheet_of(lesson), row(seat, "70", "80", "", "", "", was="70||||"))

    result = Result.objects.get()
    assert (result.theory, result.practice) == (70, None)
    assert [task["score"] for task in result.tasks] == [80, None, None, None]


def test_good_rows_land_and_bad_ones_stay_with_a_sentence(teacher, lesson):
    good, bad = seats(lesson, 2)

    response = teacher.post(
        sheet_of(lesson), row(good, "70", "", "", "", "") | row(bad, "170", "", "", "", "")
    )

    assert list(Result.objects.values_list("enrolment", "theory")) == [(good.pk, 70)]
    assertContains(response, "The most is 100.")
    assertContains(response, 'value="170"')
    assertContains(response, f'<a href="#r{bad.pk}">{bad.person.name}</a>', html=True)
    assertNotContains(response, f'<a href="#r{good.pk}">')


@pytest.mark.parametrize("typed", ["-1", "100.1", "abc", "NaN", "1e999", "7.55", "<b>", "9" * 400])
def test_what_is_no_score_is_refused(typed, teacher, lesson):
    (seat,) = seats(lesson, 1)

    response = teacher.post(sheet_of(lesson), row(seat, typed, "", "", "", ""))

    assert response.context["refused"]
    assert not Result.objects.exists()


def test_full_width_digits_are_read(teacher, lesson):
    (seat,) = seats(lesson, 1)

    teacher.post(sheet_of(lesson), row(seat, " ８０．５ ", "", "", "", ""))

    assert Result.objects.get().theory == Decimal("80.5")


def test_a_second_hand_does_not_wipe_out_what_the_first_filed(teacher, lesson):
    """Both opened the empty page; one files theory, then the other practice."""
    (seat,) = seats(lesson, 1)

    teacher.post(sheet_of(lesson), row(seat, "70", "", "", "", "", was="||||"))
    teacher.post(sheet_of(lesson), row(seat, "", "80", "60", "70", "90", was="||||"))

    result = Result.objects.get()
    assert (result.theory, result.practice) == (70, Decimal("80.5"))


def test_a_score_can_be_taken_back(teacher, lesson):
    (seat,) = seats(lesson, 1)
    ResultFactory(enrolment=seat, theory=70, practice=None)

    teacher.post(sheet_of(lesson), row(seat, "", "", "", "", "", was="70||||"))

    assert Result.objects.get().theory is None


def test_practice_given_without_tasks_outlives_a_change_of_theory(teacher, lesson):
    (seat,) = seats(lesson, 1)
    ResultFactory(enrolment=seat, theory=70, practice=66)

    teacher.post(sheet_of(lesson), row(seat, "75", "", "", "", "", was="70||||"))

    result = Result.objects.get()
    assert (result.theory, result.practice) == (75, 66)


def test_a_course_without_tasks_has_one_practice_score(teacher, lesson):
    lesson.training_class.course.tasks = []
    lesson.training_class.course.save()
    (seat,) = seats(lesson, 1)

    teacher.post(
        sheet_of(lesson, "before"), {f"r{seat.pk}-theory": "30", f"r{seat.pk}-practice": "20"}
    )

    result = Result.objects.get()
    assert (result.moment, result.theory, result.practice) == (Moment.BEFORE, 30, 20)


def test_saving_an_untouched_page_files_nothing(teacher, lesson):
    (seat,) = seats(lesson, 1)
    ResultFactory(enrolment=seat, theory=70, practice=None)

    response = teacher.post(
        sheet_of(lesson), row(seat, "70", "", "", "", "", was="70||||"), follow=True
    )

    assertContains(response, "Nothing was changed.")
    assert not ModelLogEntry.objects.filter(action__contains="result").exists()


def test_a_stranger_in_the_post_is_not_filed(teacher, lesson):
    stranger = EnrolmentFactory()

    teacher.post(sheet_of(lesson), row(stranger, "70", "", "", "", ""))

    assert not Result.objects.exists()


def test_those_who_took_part_have_a_row_and_no_others(teacher, lesson):
    stayed, dropped, withdrawn = seats(lesson, 3)
    for seat, state in [
        (dropped, EnrolmentState.DROPPED),
        (withdrawn, EnrolmentState.WITHDRAWN),
    ]:
        seat.state, seat.seat = state, None
        seat.save()

    forms = teacher.get(sheet_of(lesson)).context["forms"]

    assert {form.enrolment for form in forms} == {stayed, dropped}


def test_a_class_that_was_not_approved_has_no_results(teacher, lesson):
    (seat,) = seats(lesson, 1)
    lesson.training_class.state = ClassState.FILED
    lesson.training_class.save()

    response = teacher.post(sheet_of(lesson), row(seat, "70", "", "", "", ""))

    assertContains(response, "The bureau has not approved this class")
    assert not Result.objects.exists()


def test_there_is_no_other_moment(teacher, lesson):
    assert teacher.get(sheet_of(lesson, "never")).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("trainer", 200),
        ("manager", 200),
        ("assessor", 200),
        ("superuser", 200),
        ("officer", 403),
        ("trainer-of-another-class", 404),
        ("manager-elsewhere", 404),
        ("officer-elsewhere", 404),
        ("village-officer", 404),
        ("employer", 404),
        ("worker", 404),
    ],
)
def test_who_may_file_results(who, status, client, lesson):
    client.force_login(people_around(lesson)[who])
    seat = lesson.training_class.enrolments.get()

    assert client.get(sheet_of(lesson)).status_code == status
    client.post(sheet_of(lesson), row(seat, "70", "", "", "", ""))
    assert Result.objects.exists() is (status == 200)


def test_a_visitor_is_asked_to_sign_in(client, lesson):
    assert reverse("training:sign_in") in client.get(sheet_of(lesson))["Location"]


def test_the_sheet_takes_as_many_queries_for_three_as_for_one(teacher, lesson, queries_for):
    seats(lesson, 1)
    one = queries_for(sheet_of(lesson))
    for seat in seats(lesson, 2):
        ResultFactory(enrolment=seat)

    assert queries_for(sheet_of(lesson)) == one


def test_a_sheet_of_forty_one_is_light(teacher, lesson):
    seats(lesson, 41)

    assert len(teacher.get(sheet_of(lesson)).content) < 60_000
