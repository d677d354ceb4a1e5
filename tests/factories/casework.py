import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.people import PersonFactory
from training.casework.models import Case, ContactAttempt, Need, Service
from training.casework.states import ContactOutcome, ServiceKind, Willingness


class CaseFactory(DjangoModelFactory):
    class Meta:
        model = Case

    person = factory.SubFactory(PersonFactory)
    opened_on = factory.LazyFunction(timezone.localdate)


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need

    person = factory.SubFactory(PersonFactory)
    willingness = Willingness.YES
    on = factory.LazyFunction(timezone.localdate)


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    person = factory.SubFactory(PersonFactory)
    kind = ServiceKind.CAREER_ADVICE
    on = factory.LazyFunction(timezone.localdate)


class ContactAttemptFactory(DjangoModelFactory):
    class Meta:
        model = ContactAttempt

    person = factory.SubFactory(PersonFactory)
    number = factory.SelfAttribute("person.phone")
    outcome = ContactOutcome.REACHED
    at = factory.LazyFunction(timezone.now)
