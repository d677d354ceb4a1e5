from datetime import timedelta

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.surveys import QuestionFactory, TallyFactory
from training.surveys.models import Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    yield
    cache.clear()


def strip():
    return Template("{% load training_quality %}{% quality_strip %}").render(Context())


def answered(n):
    day = timezone.localdate() - timedelta(days=60)
    training_class = TrainingClassFactory(starts_on=day, ends_on=day)
    for _ in range(10):
        Invitation.objects.create(enrolment=EnrolmentFactory(training_class=training_class))
    TallyFactory(training_class=training_class, question=QuestionFactory(overall=True), count=n)


def test_the_strip_shows_share_range_and_answers():
    answered(8)

    text = strip()

    assert "100" in text
    assert "8" in text
    assert text.count("figure__value") == 3


def test_the_strip_withholds_what_rests_on_a_few():
    answered(4)

    assert "100" not in strip()


def test_the_strip_without_classes_says_nothing_is_known():
    assert strip().count("figure--unknown") == 3


def test_the_strip_asks_once_in_ten_minutes(django_assert_num_queries):
    strip()

    with django_assert_num_queries(0):
        strip()
