import logging

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import RegionFactory, manager_of, officer_of, village_officer_of
from tests.factories.people import PersonFactory, worker_on
from tests.factories.surveys import QuestionFactory
from training.surveys.actions import invite
from training.surveys.models import Comment, Tally

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    enrolment = EnrolmentFactory(person=PersonFactory(region=RegionFactory()))
    invite(enrolment)
    return enrolment


@pytest.fixture
def worker(client, enrolment):
    user = worker_on("13800138000", enrolment.person)
    client.force_login(user)
    return user


def address_of(enrolment):
    return reverse("training:survey", args=[enrolment.pk])


def test_answers_are_counted_and_nothing_names_the_person(client, enrolment, worker, caplog):
    question, left_out = QuestionFactory(), QuestionFactory()
    entries = ModelLogEntry.objects.count()
    caplog.set_level(logging.INFO)

    response = client.post(
        address_of(enrolment), {f"question_{question.pk}": "4", "comment": "多练习"}
    )

    assert response.url == address_of(enrolment)
    tally = Tally.objects.get()
    assert (tally.question, tally.value, tally.count) == (question, 4, 1)
    assert Comment.objects.get().text == "多练习"
    assert not left_out.tallies.exists()
    assert (ModelLogEntry.objects.count(), LogEntry.objects.count()) == (entries, 0)
    assert "POST" not in caplog.text


def test_a_second_tap_is_thanked_and_not_counted(client, enrolment, worker):
    question = QuestionFactory()
    client.post(address_of(enrolment), {f"question_{question.pk}": "4"})

    again = client.post(address_of(enrolment), {f"question_{question.pk}": "1"})

    assert "Thank you" in again.text
    assert Tally.objects.get().value == 4


def test_an_empty_survey_does_not_spend_the_invitation(client, enrolment, worker):
    QuestionFactory()

    response = client.post(address_of(enrolment), {"comment": " "})

    assert "Please answer at least one question." in response.text
    enrolment.invitation.refresh_from_db()
    assert not enrolment.invitation.spent


def test_the_page_says_what_can_be_known(client, enrolment, worker, settings):
    settings.TRAINING = settings.TRAINING | {"SURVEY_MIN_ANSWERS": 7}

    assert "shown from 7 answers on" in client.get(address_of(enrolment)).text


def test_without_an_invitation_there_is_nothing_to_answer(client, worker, enrolment):
    other = EnrolmentFactory(person=enrolment.person)

    assert client.get(address_of(other)).status_code == 404


@pytest.mark.parametrize(
    "someone",
    [
        lambda row: worker_on("13800138001", PersonFactory()),
        lambda row: village_officer_of(row.person.region),
        lambda row: officer_of(row.training_class.region),
        lambda row: manager_of(row.training_class.provider),
        lambda row: manager_of(TrainingClassFactory().provider),
    ],
    ids=["another worker", "village officer", "bureau officer", "school", "another school"],
)
def test_nobody_answers_for_another(client, enrolment, someone):
    client.force_login(someone(enrolment))

    assert client.get(address_of(enrolment)).status_code == 404


def test_a_visitor_signs_in_first(client, enrolment):
    assert client.get(address_of(enrolment)).url.startswith(reverse("training:sign_in"))
