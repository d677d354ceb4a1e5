from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from certificates.models import CertificateKind
from tests.factories.assessment import ResultFactory
from tests.factories.attendance import MarkFactory
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory, worker_on
from tests.factories.policy import usual_rules
from training.completion.actions import conclude
from training.surveys.actions import answer, invite

pytestmark = pytest.mark.django_db
NINE = timezone.make_aware(datetime(2026, 3, 3, 9))  # noqa: DTZ001
DAY = timedelta(days=1)
SHEET = "training/yiji.css"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NINE, tick=False):
        yield


@pytest.fixture
def training_class():
    """Yesterday, today and tomorrow, four class hours each morning."""
    usual_rules()
    first = (NINE - DAY).date()
    training_class = TrainingClassFactory(starts_on=first, ends_on=first + 2 * DAY)
    for day in range(3):
        starts_at = NINE + (day - 1) * DAY
        LessonFactory(
            training_class=training_class, starts_at=starts_at, ends_at=starts_at + DAY / 8
        )
    return training_class


@pytest.fixture
def enrolment(training_class):
    return EnrolmentFactory(training_class=training_class)


@pytest.fixture
def worker(client, enrolment):
    user = worker_on("13800138000", enrolment.person)
    client.force_login(user)
    return user


def my(client):
    return client.get(reverse("training:my"))


def test_todays_lesson_stands_on_top_with_the_way_to_check_in(client, worker, enrolment):
    page = my(client)

    assert [row.enrolment for row in page.context["urgent"]] == [enrolment]
    assert "Today at 09:00" in page.text
    assert reverse("training:check_in") in page.text


def test_attendance_so_far_is_told_with_what_is_needed(client, worker, enrolment):
    yesterday, today, _tomorrow = enrolment.training_class.lessons.all()
    MarkFactory(enrolment=enrolment, lesson=yesterday)
    MarkFactory(enrolment=enrolment, lesson=today, status="absent")

    text = my(client).text

    assert "Attended 4 of 4 class hours held." in text
    assert "You need 9.6 of all 12 (80 %)." in text


def test_a_survey_waits_until_it_is_answered(client, worker, enrolment):
    enrolment.training_class.lessons.all().delete()
    invitation = invite(enrolment)
    address = reverse("training:survey", args=[enrolment.pk])
    assert address in my(client).text

    answer(invitation, {}, comment="好")

    assert address not in my(client).text


def test_a_certificate_can_be_downloaded(client, worker, enrolment):
    CertificateKind.objects.get_or_create(
        slug="completion", defaults={"prefix": "CP", "region_code": "445100", "issuer": "人社局"}
    )
    for lesson in enrolment.training_class.lessons.all():
        MarkFactory(enrolment=enrolment, lesson=lesson)
    ResultFactory(enrolment=enrolment)
    certificate = conclude(enrolment, by=worker).certificate

    assert reverse("training_certificates:download", args=[certificate.token]) in my(client).text


def test_whoever_did_not_complete_reads_why(client, worker, enrolment):
    ResultFactory(enrolment=enrolment, theory=41, practice=80)
    conclude(enrolment, by=worker)

    text = my(client).text

    assert "Attended 0 % of the class hours; 80 % are needed." in text
    assert "Theory: 41 of 100; 60 are needed." in text


def test_a_family_reads_about_each_of_its_own_and_nobody_else(client, training_class, enrolment):
    sister, stranger = EnrolmentFactory(), EnrolmentFactory(training_class=training_class)
    client.force_login(worker_on("13800138000", enrolment.person, sister.person))

    people = my(client).context["people"]

    shown = {row.enrolment for _person, rows in people for row in rows}
    assert shown == {enrolment, sister}
    assert stranger not in shown


def test_someone_without_a_class_is_shown_the_way(client):
    client.force_login(worker_on("13800138000", PersonFactory()))

    assert "You are in no class yet." in my(client).text


def test_three_seats_cost_no_more_queries_than_one(
    client, worker, enrolment, django_assert_max_num_queries
):
    my(client)
    with django_assert_max_num_queries(40) as one:
        my(client)

    for _time in range(2):
        more = EnrolmentFactory(person=enrolment.person)
        LessonFactory.create_batch(2, training_class=more.training_class)
        ResultFactory(enrolment=more)
        conclude(more, by=worker)

    with django_assert_max_num_queries(len(one)):
        my(client)


def test_the_first_load_is_light(client, worker, enrolment):
    LessonFactory.create_batch(20, training_class=enrolment.training_class)

    weight = len(my(client).content)

    with open(finders.find(SHEET), "rb") as sheet:  # noqa: PTH123
        assert weight + len(sheet.read()) < 60_000


def test_a_visitor_signs_in_first(client):
    assert my(client).url == f"{reverse('training:sign_in')}?next={reverse('training:my')}"
