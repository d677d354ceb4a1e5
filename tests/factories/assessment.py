import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.enrolment import EnrolmentFactory
from training.assessment.models import Result
from training.assessment.states import Moment


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = Result

    enrolment = factory.SubFactory(EnrolmentFactory)
    moment = Moment.AFTER
    theory = 80
    practice = 80
    filed_at = factory.LazyFunction(timezone.now)
