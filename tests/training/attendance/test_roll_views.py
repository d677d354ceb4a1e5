from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories.attendance import MarkFactory
from tests.factories.classes import LessonFactory, TrainerFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import officer_of
from tests.factories.people import PersonFactory
from tests.factories.teaching import people_around, trainer_of
from training.attendance.actions import mark
from training.attendance.models import Mark
from training.attendance.states import MarkStatus
from training.classes.states import ClassState

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    training_class = TrainingClassFactory()
    user = trainer_of(training_class.provider)
    return LessonFactory(
        training_class=training_class, trainer=user.trainer, starts_at=timezone.now()
    )


@pytest.fixture
def teacher(client, lesson):
    client.force_login(lesson.trainer.user)
    return client


def roll_of(lesson):
    return reverse("training:roll", args=[lesson.pk])


def seats(lesson, count):
    return EnrolmentFactory.create_batch(count, training_class=lesson.training_class)


def name(seat):
    return f"mark_{seat.pk}"


def test_the_roll_files_what_was_called_and_counts_the_rest(teacher, lesson):
    first, second, third, _uncalled = seats(lesson, 4)
    answers = {name(first): "present", name(second): "late", name(third): "absent"}

    response = teacher.post(roll_of(lesson), answers, follow=True)

    assertContains(response, "Saved: 2 present, 1 absent, 1 not called yet.")
    assert dict(Mark.objects.values_list("enrolment", "status")) == {
        first.pk: "present",
        second.pk: "late",
        third.pk: "absent",
    }
    assert set(Mark.objects.values_list("method", "marked_by")) == {
        ("roll-call", lesson.trainer.user.pk)
    }


def test_sending_the_roll_twice_changes_nothing(teacher, lesson):
    (seat,) = seats(lesson, 1)

    teacher.post(roll_of(lesson), {name(seat): "present"})
    first = Mark.objects.get()
    teacher.post(roll_of(lesson), {name(seat): "present"})

    assert Mark.objects.get().marked_at == first.marked_at


def test_setting_the_rest_to_present_saves_nothing(teacher, lesson):
    absent, blank = seats(lesson, 2)
    scanned = MarkFactory(lesson=lesson, enrolment=blank, status=MarkStatus.LATE)
    _other = seats(lesson, 1)

    response = teacher.post(roll_of(lesson), {name(absent): "absent", "fill": "present"})

    values = [question.value() for question, _mark in response.context["form"].rows]
    assert sorted(values) == ["absent", "late", "present"]
    assertContains(response, "Nothing is saved yet.")
    assert list(Mark.objects.all()) == [scanned]


def test_a_row_the_trainer_left_alone_does_not_undo_a_scan(teacher, lesson, by):
    late, other = seats(lesson, 2)
    mark(lesson, [(late, MarkStatus.ABSENT)], method="roll-call", by=by)
    page = teacher.get(roll_of(lesson))
    assertContains(page, f'name="initial-{name(late)}" value="absent"')
    mark(lesson, [(late, MarkStatus.LATE)], method="rotating-code", by=by)

    teacher.post(
        roll_of(lesson),
        {name(late): "absent", f"initial-{name(late)}": "absent", name(other): "present"},
    )

    assert Mark.objects.get(enrolment=late).status == MarkStatus.LATE
    assert Mark.objects.get(enrolment=other).status == MarkStatus.PRESENT


@pytest.mark.parametrize("value", ["asleep", "<script>", "9" * 5000])
def test_an_unknown_answer_is_refused_and_nothing_is_filed(value, teacher, lesson):
    (seat,) = seats(lesson, 1)

    response = teacher.post(roll_of(lesson), {name(seat): value})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Mark.objects.exists()


def test_a_seat_of_another_class_cannot_be_marked(teacher, lesson):
    stranger = EnrolmentFactory()

    teacher.post(roll_of(lesson), {name(stranger): "present"})

    assert not Mark.objects.exists()


def test_a_cancelled_lesson_says_so_and_takes_no_roll(teacher, lesson):
    (seat,) = seats(lesson, 1)
    lesson.cancelled = True
    lesson.save()

    assertContains(teacher.get(roll_of(lesson)), "This lesson was called off")
    teacher.post(roll_of(lesson), {name(seat): "present"})

    assert not Mark.objects.exists()


@pytest.fixture
def people(lesson):
    return people_around(lesson)


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("trainer", 200, 302),
        ("manager", 200, 302),
        ("superuser", 200, 302),
        ("officer", 200, 403),
        ("assessor", 200, 403),
        ("trainer-of-another-class", 404, 404),
        ("manager-elsewhere", 404, 404),
        ("officer-elsewhere", 404, 404),
        ("village-officer", 404, 404),
        ("employer", 404, 404),
        ("worker", 404, 404),
    ],
)
def test_who_may_read_and_take_the_roll(who, reads, writes, client, lesson, people):
    client.force_login(people[who])

    assert client.get(roll_of(lesson)).status_code == reads
    assert client.post(roll_of(lesson), {}).status_code == (200 if writes == 302 else writes)
    seat = lesson.training_class.enrolments.get()
    assert client.post(roll_of(lesson), {name(seat): "present"}).status_code == writes
    assert Mark.objects.exists() is (writes == 302)


def test_a_visitor_is_asked_to_sign_in(client, lesson):
    response = client.get(roll_of(lesson))

    assertRedirects(
        response,
        f"{reverse('training:sign_in')}?next={roll_of(lesson)}",
        fetch_redirect_response=False,
    )


def test_an_officer_sees_marks_but_no_buttons(client, lesson):
    client.force_login(officer_of(lesson.training_class.region))
    (seat,) = seats(lesson, 1)
    MarkFactory(lesson=lesson, enrolment=seat, status=MarkStatus.EXCUSED)

    response = client.get(roll_of(lesson))

    assertContains(response, "On leave")
    assertNotContains(response, 'type="radio"')


def test_a_roll_of_sixty_is_light(teacher, lesson):
    seats(lesson, 60)

    response = teacher.get(roll_of(lesson))

    assert response.content.count(b'type="radio"') == 240
    assert len(response.content) < 60_000


def test_the_roll_takes_as_many_queries_for_three_as_for_one(teacher, lesson, queries_for):
    seats(lesson, 1)
    one = queries_for(roll_of(lesson))
    for seat in seats(lesson, 2):
        MarkFactory(lesson=lesson, enrolment=seat)

    assert queries_for(roll_of(lesson)) == one


# The trainer's first page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("trainer", 200),
        ("manager", 200),
        ("assessor", 200),
        ("superuser", 200),
        ("officer", 403),
        ("village-officer", 403),
        ("employer", 403),
        ("worker", 403),
    ],
)
def test_who_has_a_teaching_page(who, status, client, people):
    client.force_login(people[who])

    assert client.get(reverse("training:teach")).status_code == status


def test_the_lesson_going_on_stands_on_top(teacher, lesson):
    midday = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    now = {
        "training_class": lesson.training_class,
        "trainer": lesson.trainer,
        "starts_at": timezone.now() - timedelta(minutes=1),
        "ends_at": timezone.now() + timedelta(minutes=1),
    }
    if timezone.localdate(now["starts_at"]) != midday.date():  # the minute after midnight
        pytest.skip("a lesson across midnight")
    going_on = LessonFactory(**now)
    LessonFactory(**now, cancelled=True)
    someone_elses = LessonFactory(**now | {"trainer": TrainerFactory()})
    days = {name: now[name] + timedelta(days=1) for name in ("starts_at", "ends_at")}
    tomorrow = LessonFactory(**now | days)

    desk = teacher.get(reverse("training:teach")).context["desk"]

    assert desk.lesson == going_on
    assert desk.ahead == [tomorrow]
    assert someone_elses not in desk.today


def test_lessons_of_classes_that_were_not_approved_are_not_taught(teacher, lesson):
    lesson.training_class.state = ClassState.CANCELLED
    lesson.training_class.save()

    assert teacher.get(reverse("training:teach")).context["desk"].ahead == []


def test_a_dismissed_trainer_has_no_teaching_page(teacher, lesson):
    lesson.trainer.user.memberships.all().delete()

    assert teacher.get(reverse("training:teach")).status_code == 403
    assert teacher.get(roll_of(lesson)).status_code == 404


def test_the_teaching_page_takes_as_many_queries_for_three_as_for_one(teacher, lesson, queries_for):
    one = queries_for(reverse("training:teach"))
    for _ in range(2):
        training_class = TrainingClassFactory(venue=lesson.training_class.venue)
        LessonFactory(training_class=training_class, trainer=lesson.trainer)

    assert queries_for(reverse("training:teach")) == one


def test_a_family_name_is_shown_whole_to_who_calls_it(teacher, lesson):
    EnrolmentFactory(training_class=lesson.training_class, person=PersonFactory(name="林㛄·娜"))

    assertContains(teacher.get(roll_of(lesson)), "林㛄·娜")


def test_no_roll_is_taken_in_advance(teacher, lesson):
    seat, *_ = seats(lesson, 1)

    with time_machine.travel(lesson.starts_at - timedelta(hours=1), tick=False):
        teacher.force_login(lesson.trainer.user)
        page = teacher.get(roll_of(lesson))
        filed = teacher.post(roll_of(lesson), {name(seat): "present"})

    assertContains(page, "Check-in opens on")
    assertNotContains(page, "Save the roll")
    assert (filed.status_code, Mark.objects.count()) == (403, 0)
