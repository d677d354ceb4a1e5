from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import (
    LessonFactory,
    RoomFactory,
    TrainerFactory,
    TrainingClassFactory,
)
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import UserFactory, manager_of, member
from tests.factories.people import PersonFactory
from training.classes.actions import cancel_class
from training.classes.feeds import feed_of, renew_calendar, token_of
from training.classes.models import CalendarFeed
from training.classes.states import ClassState
from training.organisations.states import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    """A lesson given by somebody who signs in."""
    training_class = TrainingClassFactory(note="请带身份证")
    user = member(Role.TRAINER, training_class.provider)
    trainer = TrainerFactory(provider=training_class.provider, user=user, name="李老师")
    return LessonFactory(training_class=training_class, trainer=trainer, title="刀工")


def feed(client, name, thing):
    found = feed_of(thing) or renew_calendar(thing, by=None)
    return client.get(reverse(f"training:{name}", args=[token_of(found)]))


def unfolded(page):
    return page.content.decode().replace("\r\n ", "")


def test_a_trainer_finds_their_lessons_and_no_other(client, lesson):
    LessonFactory(training_class=lesson.training_class, title="别人的课")
    LessonFactory(
        training_class=TrainingClassFactory(state=ClassState.DRAFT),
        trainer=lesson.trainer,
        title="未批的课",
    )

    page = feed(client, "teach_feed", lesson.trainer.user)

    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert unfolded(page).count("BEGIN:VEVENT") == 1
    assert f"UID:lesson-{lesson.pk}@" in unfolded(page)
    assert "刀工" in unfolded(page)


def test_a_calendar_names_no_trainee_and_no_trainer(client, lesson):
    lesson.room = RoomFactory(venue=lesson.training_class.venue)
    lesson.save()
    seat = EnrolmentFactory(training_class=lesson.training_class, person__name="王小明")
    seat.person.user = UserFactory()
    seat.person.save()

    for name, thing in (
        ("teach_feed", lesson.trainer.user),
        ("my_feed", seat.person.user),
        ("place_feed", lesson.room),
    ):
        told = unfolded(feed(client, name, thing))
        assert "刀工" in told
        assert "王小明" not in told
        assert "李老师" not in told


def test_a_trainee_reads_the_bus_and_what_to_bring_and_not_the_link(client, lesson):
    training_class = lesson.training_class
    training_class.mode, training_class.online_link = "mixed", "https://meet.example/1"
    training_class.save()
    training_class.pick_ups.create(place="村口", at="07:40")
    person = PersonFactory(user=UserFactory())
    EnrolmentFactory(person=person, training_class=training_class)

    told = unfolded(feed(client, "my_feed", person.user))

    assert "Bus: 07:40 村口\\n请带身份证" in told
    assert "meet.example" not in told


def test_whoever_left_is_told_no_more(client, lesson):
    person = PersonFactory(user=UserFactory())
    EnrolmentFactory(person=person, training_class=lesson.training_class, state="withdrawn")

    assert "BEGIN:VEVENT" not in unfolded(feed(client, "my_feed", person.user))


def test_a_room_is_booked_by_approved_classes(client, lesson):
    lesson.room = RoomFactory(venue=lesson.training_class.venue)
    lesson.save()
    LessonFactory(training_class=lesson.training_class, title="在别处")

    assert unfolded(feed(client, "place_feed", lesson.room)).count("BEGIN:VEVENT") == 1
    venue = lesson.training_class.venue
    assert unfolded(feed(client, "place_feed", venue)).count("BEGIN:VEVENT") == 2


def test_a_cancelled_class_is_told_as_cancelled(client, by, lesson):
    row = lesson.training_class
    row.decided_at = timezone.now()
    row.save()

    cancel_class(row, "台风", by=by)

    told = unfolded(feed(client, "teach_feed", lesson.trainer.user))
    assert "STATUS:CANCELLED" in told
    assert "SEQUENCE:1" in told


def test_an_old_lesson_is_forgotten(client, lesson):
    lesson.starts_at -= timedelta(days=90)
    lesson.ends_at -= timedelta(days=90)
    lesson.save()

    assert "BEGIN:VEVENT" not in unfolded(feed(client, "teach_feed", lesson.trainer.user))


def test_an_address_that_was_renewed_leads_nowhere(client, lesson):
    user = lesson.trainer.user
    old = token_of(renew_calendar(user, by=user))

    renew_calendar(user, by=user)

    assert client.get(reverse("training:teach_feed", args=[old])).status_code == 404
    assert feed(client, "teach_feed", user).status_code == 200


@pytest.mark.parametrize("wrong", ["guessed", "unsigned", "gone", "of a room"])
def test_no_other_address_leads_to_a_calendar(wrong, client, lesson):
    user = lesson.trainer.user
    made = renew_calendar(user, by=user)
    token = {"guessed": "abc", "unsigned": made.secret}.get(wrong, token_of(made))
    if wrong == "gone":
        user.is_active = False
        user.save()
    if wrong == "of a room":
        token = token_of(renew_calendar(RoomFactory(), by=user))

    assert client.get(reverse("training:teach_feed", args=[token])).status_code == 404


def test_a_trainer_who_was_dismissed_is_told_no_more(client, lesson):
    user = lesson.trainer.user
    user.memberships.all().delete()

    assert "BEGIN:VEVENT" not in unfolded(feed(client, "teach_feed", user))


def test_looking_makes_no_address_and_pressing_makes_one(client, lesson):
    user = lesson.trainer.user
    client.force_login(user)

    page = client.get(reverse("training:teach_calendar"))
    assert page.context["address"] == ""
    assert not CalendarFeed.objects.exists()

    page = client.post(reverse("training:teach_calendar"), follow=True)
    assert client.get(page.context["address"]).status_code == 200
    assert page.context["subscribe"].startswith("webcal://")


def test_the_calendar_of_a_room_gets_another_address(office, lesson):
    room = RoomFactory(venue=lesson.training_class.venue)
    manager = office(manager_of(lesson.training_class.provider))

    page = manager.post(reverse("training_room:renew_calendar", args=[room.pk]), follow=True)

    assert reverse("training:place_feed", args=[token_of(feed_of(room))]) in page.content.decode()


def test_a_calendar_costs_the_same_with_one_lesson_and_with_three(queries_for, lesson):
    user = lesson.trainer.user
    address = reverse("training:teach_feed", args=[token_of(renew_calendar(user, by=user))])
    one = queries_for(address)

    LessonFactory.create_batch(2, training_class=lesson.training_class, trainer=lesson.trainer)

    assert queries_for(address) == one
