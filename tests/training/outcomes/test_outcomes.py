import pytest
from django.core.exceptions import ValidationError

from tests.factories.enrolment import EnrolmentFactory
from training.outcomes.actions import record_outcome
from training.outcomes.models import Outcome
from training.outcomes.states import Contact, Work

pytestmark = pytest.mark.django_db


def test_whoever_was_not_reached_is_unknown_and_cannot_be_filed_as_jobless(by):
    with pytest.raises(ValidationError, match="unknown outcome"):
        record_outcome(
            EnrolmentFactory(), 6, contact=Contact.DEAD_NUMBER, work=Work.NOT_WORKING, by=by
        )


def test_unknown_is_neither_at_work_nor_known(by):
    record_outcome(EnrolmentFactory(), 6, contact=Contact.REFUSED, work=Work.UNKNOWN, by=by)

    assert not Outcome.objects.at_work().exists()
    assert not Outcome.objects.known().exists()


def test_a_later_answer_replaces_the_earlier_for_the_same_month(by):
    seat = EnrolmentFactory()
    record_outcome(seat, 6, contact=Contact.REFUSED, work=Work.UNKNOWN, by=by)

    record_outcome(seat, 6, contact=Contact.REACHED, work=Work.SELF_EMPLOYED, by=by)

    assert Outcome.objects.get().work == Work.SELF_EMPLOYED


def test_ones_own_business_is_work(by):
    record_outcome(EnrolmentFactory(), 6, contact=Contact.REACHED, work=Work.SELF_EMPLOYED, by=by)

    assert Outcome.objects.at_work().count() == 1
