import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.classes import TrainingClassFactory
from tests.factories.people import PersonFactory
from training.enrolment.models import Enrolment


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    person = factory.SubFactory(PersonFactory)
    training_class = factory.SubFactory(TrainingClassFactory)
    enrolled_at = factory.LazyFunction(timezone.now)
