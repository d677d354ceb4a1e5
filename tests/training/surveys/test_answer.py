import threading

import pytest
from django.db import connection

from tests.factories.enrolment import EnrolmentFactory
from tests.factories.surveys import QuestionFactory
from training.surveys.actions import answer, invite
from training.surveys.errors import AlreadyAnswered
from training.surveys.models import Comment, Invitation, Tally


@pytest.fixture
def invitation(db):
    return invite(EnrolmentFactory())


def test_inviting_twice_gives_one_right_to_answer(invitation):
    assert invite(invitation.enrolment) == invitation


def test_an_answer_becomes_counters_and_nothing_else(invitation):
    teaching, place = QuestionFactory.create_batch(2)

    answer(invitation, {teaching: 5, place: 3}, comment="Good food")

    assert list(Tally.objects.order_by("question").values_list("question", "value", "count")) == [
        (teaching.pk, 5, 1),
        (place.pk, 3, 1),
    ]
    assert Comment.objects.get().released is False
    assert [field.name for field in Invitation._meta.fields] == ["id", "enrolment", "spent"]


def test_a_second_answer_is_refused_and_not_counted(invitation):
    question = QuestionFactory()
    answer(invitation, {question: 5})

    with pytest.raises(AlreadyAnswered):
        answer(invitation, {question: 1})

    assert list(Tally.objects.values_list("value", "count")) == [(5, 1)]


def test_two_people_of_a_class_share_a_counter(invitation):
    question = QuestionFactory()
    other = invite(EnrolmentFactory(training_class=invitation.enrolment.training_class))

    answer(invitation, {question: 4})
    answer(other, {question: 4})

    assert Tally.objects.get().count == 2


@pytest.mark.django_db(transaction=True)
def test_ten_taps_at_once_are_one_answer():
    invitation, question = invite(EnrolmentFactory()), QuestionFactory()
    start = threading.Barrier(10)

    def tap():
        start.wait()
        try:
            answer(invitation, {question: 5})
        except AlreadyAnswered:
            pass
        finally:
            connection.close()

    taps = [threading.Thread(target=tap) for _ in range(10)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()

    assert Tally.objects.get().count == 1
