from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail import hooks

from certificates.models import Certificate
from tests.factories.assessment import ResultFactory
from tests.factories.attendance import MarkFactory
from tests.factories.certificates import CertificateKindFactory
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.policy import RuleFactory, usual_rules
from training.attendance.states import MarkStatus
from training.classes.actions import conclude_class
from training.completion.actions import conclude
from training.completion.models import Completion
from training.completion.rules import CompletionRule, sentences, shortfalls_of
from training.enrolment.states import EnrolmentState
from training.policy.errors import NoRule
from training.policy.states import RuleKey
from training.surveys.models import Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """Someone who attended everything and passed."""
    usual_rules()
    CertificateKindFactory(slug="completion")
    start = timezone.localdate() - timedelta(days=30)
    lesson = LessonFactory(training_class=TrainingClassFactory(starts_on=start))
    seat = EnrolmentFactory(training_class=lesson.training_class)
    MarkFactory(enrolment=seat, lesson=lesson)
    ResultFactory(enrolment=seat)
    return seat


def lacking(seat):
    return sentences(shortfalls_of(seat))


def test_whoever_attended_and_passed_completes_and_is_certified(seat, by):
    completion = conclude(seat, by=by)

    certificate = completion.certificate
    assert (completion.completed, completion.shortfalls) == (True, [])
    assert certificate.holder_name == seat.person.name
    assert certificate.facts["course"] == seat.training_class.course.name
    assert certificate.facts["hours"] == "80"


def test_concluding_twice_issues_one_certificate(seat, by):
    assert conclude(seat, by=by) == conclude(seat, by=by)
    assert Certificate.objects.count() == 1


def test_too_little_attendance_is_told_with_both_numbers(seat):
    LessonFactory(training_class=seat.training_class, class_hours=2)

    assert lacking(seat) == ["Attended 66.7 % of the class hours; 80 % are needed."]


def test_exactly_the_least_attendance_is_enough(seat):
    LessonFactory(training_class=seat.training_class, class_hours=1)  # 4 of 5 hours

    assert lacking(seat) == []


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({"theory": 59.9}, "Theory: 59.9 of 100; 60 are needed."),
        ({"practice": 40}, "Practice: 40 of 100; 60 are needed."),
        ({"practice": None}, "The practical test was not taken."),
    ],
    ids=["theory", "practice", "not-tested"],
)
def test_a_failed_part_is_named(scores, sentence, seat):
    seat.results.update(**scores)

    assert lacking(seat) == [sentence]


def test_the_pass_mark_is_the_regions(seat):
    RuleFactory(key=RuleKey.PASS_MARK_THEORY, region=seat.training_class.region, value=90)

    assert lacking(seat) == ["Theory: 80 of 100; 90 are needed."]


def test_a_rule_made_after_the_class_began_does_not_touch_it(seat):
    RuleFactory(key=RuleKey.PASS_MARK_THEORY, value=99, valid_from=timezone.localdate())

    assert lacking(seat) == []


def test_without_a_rule_nobody_completes_by_accident(seat, by):
    RuleFactory._meta.model.objects.all().delete()

    with pytest.raises(NoRule):
        conclude(seat, by=by)
    assert not Completion.objects.exists()


def test_a_missing_test_mended_later_completes_later(seat, by):
    seat.results.update(practice=None)
    assert conclude(seat, by=by).completed is False

    seat.results.update(practice=75)

    assert conclude(seat, by=by).completed is True


class PaperHandedIn(CompletionRule):
    slug = "paper"

    def shortfall(self, enrolment, book):
        return {"paper": "ID copy"}

    def sentence(self, shortfall):
        return f"Bring the {shortfall['paper']}."


def test_a_package_adds_a_condition(seat):
    with hooks.register_temporarily("register_completion_rules", PaperHandedIn):
        assert lacking(seat) == ["Bring the ID copy."]


def test_concluding_the_class_concludes_its_trainees_and_asks_them(seat, by):
    dropped = EnrolmentFactory(training_class=seat.training_class, state=EnrolmentState.DROPPED)
    withdrawn = EnrolmentFactory(training_class=seat.training_class, state=EnrolmentState.WITHDRAWN)
    MarkFactory(enrolment=dropped, lesson=seat.marks.get().lesson, status=MarkStatus.ABSENT)

    conclude_class(seat.training_class, by=by)

    assert dict(Completion.objects.values_list("enrolment", "completed")) == {
        seat.pk: True,
        dropped.pk: False,
    }
    assert set(Invitation.objects.values_list("enrolment", flat=True)) == {seat.pk, dropped.pk}
    assert not Completion.objects.filter(enrolment=withdrawn).exists()
