import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.enrolment import EnrolmentFactory
from training.outcomes.models import Outcome
from training.outcomes.states import Contact, Work


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    enrolment = factory.SubFactory(EnrolmentFactory)
    months = 6
    contact = Contact.REACHED
    work = Work.EMPLOYEE
    recorded_on = factory.LazyFunction(timezone.localdate)
