"""The waiting list as a worker sees it, without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import UserFactory
from tests.factories.people import PersonFactory
from training.enrolment import waiting_list
from training.enrolment.actions import leave
from training.enrolment.places import code_of
from training.enrolment.states import WaitingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    training_class = TrainingClassFactory(seats=2)
    EnrolmentFactory.create_batch(2, training_class=training_class)
    return training_class


@pytest.fixture
def worker(client):
    user = UserFactory()
    client.force_login(user)
    return PersonFactory(user=user, consented_at=timezone.now(), name="陈秀英")


def join(client, training_class, **data):
    url = reverse("training:queue", args=[training_class.pk])
    return client.post(url, data, follow=True)


def somebody_leaves(training_class):
    leave(training_class.enrolments.seated().first(), "", by=None)


def test_a_worker_joins_and_reads_where_they_stand(client, training_class, worker):
    waiting_list.join([PersonFactory()], training_class, by=None)

    page = join(client, training_class, people=[worker.pk]).text

    assert "陈秀英 is number 2 on the waiting list" in page
    assert "1 person stands in front." in page
    assert "No seat is free now." in page


def test_the_offer_stands_on_my_class_and_is_accepted_there(client, training_class, worker):
    join(client, training_class, people=[worker.pk])
    somebody_leaves(training_class)
    row = training_class.waiting.get()
    assert "A seat is free for you" in client.get(reverse("training:my")).text

    client.post(reverse("training:place", args=[row.pk]), {"accept": ""})

    assert training_class.enrolments.seated().filter(person=worker).exists()


def test_a_declined_offer_is_gone(client, training_class, worker):
    join(client, training_class, people=[worker.pk])
    somebody_leaves(training_class)
    row = training_class.waiting.get()

    page = client.post(reverse("training:place", args=[row.pk]), {"decline": ""}, follow=True).text

    assert "The seat goes to the next person." in page
    assert training_class.ledger.filter(use="free").count() == 1


def test_a_family_waits_together(client, training_class, worker):
    sister = PersonFactory(user=worker.user, consented_at=timezone.now())

    join(client, training_class, people=[worker.pk, sister.pk], together="on")

    assert training_class.waiting.values("party").distinct().count() == 1
    assert training_class.parties.get().members.count() == 2


def test_two_friends_on_two_phones_wait_together_by_number(client, training_class, worker):
    [friend] = waiting_list.join([PersonFactory()], training_class, by=None)
    join(client, training_class, people=[worker.pk])
    mine = training_class.waiting.get(person=worker)
    url = reverse("training:place", args=[mine.pk])

    assert "Nobody waits for this class under that number" in (
        client.post(url, {"friend": f"{friend.pk}-0000"}).text
    )

    client.post(url, {"friend": code_of(friend).lower()})

    mine.refresh_from_db()
    friend.refresh_from_db()
    assert mine.party == friend.party is not None
    assert mine.place == friend.place


def test_a_place_of_somebody_else_is_not_shown(client, training_class, worker):
    [row] = waiting_list.join([PersonFactory()], training_class, by=None)

    assert client.get(reverse("training:place", args=[row.pk])).status_code == 404
    assert client.post(reverse("training:place", args=[row.pk]), {"leave": ""}).status_code == 404


def test_why_a_waiting_ended_is_told(client, training_class, worker):
    join(client, training_class, people=[worker.pk])
    row = training_class.waiting.get()
    waiting_list.strike(row, "证件不符", by=None)

    assert "Taken off the list" in client.get(reverse("training:my")).text
    assert "证件不符" in client.get(reverse("training:place", args=[row.pk])).text


@pytest.mark.parametrize("count", [1, 3])
def test_my_class_takes_the_same_queries_for_any_number_of_lists(
    client, worker, count, django_assert_num_queries
):
    for _ in range(count):
        full = TrainingClassFactory(seats=1)
        EnrolmentFactory(training_class=full)
        waiting_list.join([worker], full, by=None)
    client.get(reverse("training:my"))

    with django_assert_num_queries(MY_QUERIES):
        client.get(reverse("training:my"))


MY_QUERIES = 24


def test_the_queue_tells_that_a_moved_place_was_moved(client, training_class, worker):
    join(client, training_class, people=[worker.pk])
    [other] = waiting_list.join([PersonFactory(name="王大勇")], training_class, by=None)
    waiting_list.move(other, 1, "下周上岗", by=None)
    row = training_class.waiting.get(person=worker)

    page = client.get(reverse("training:place", args=[row.pk])).text

    assert "下周上岗" in page
    assert other.person.name not in page


def test_a_class_that_began_takes_nobody_onto_its_list(client, training_class, worker):
    training_class.starts_on = timezone.localdate() - timedelta(days=1)
    training_class.save()

    page = join(client, training_class, people=[worker.pk]).text

    assert "This class began on" in page
    assert not training_class.waiting.filter(state=WaitingState.WAITING).exists()
