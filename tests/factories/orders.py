from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.courses import CourseFactory
from tests.factories.organisations import EmployerFactory, RegionFactory
from tests.factories.people import PersonFactory
from training.orders.models import Interest, Order, OrderLine
from training.orders.states import OrderState


class OrderFactory(DjangoModelFactory):
    class Meta:
        model = Order

    employer = factory.SubFactory(EmployerFactory)
    state = OrderState.APPROVED
    placed_at = factory.LazyFunction(timezone.now)


class OrderLineFactory(DjangoModelFactory):
    class Meta:
        model = OrderLine

    order = factory.SubFactory(OrderFactory)
    course = factory.SubFactory(CourseFactory)
    seats = 30
    region = factory.SelfAttribute("order.employer.region")
    needed_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=90))


class InterestFactory(DjangoModelFactory):
    class Meta:
        model = Interest

    person = factory.SubFactory(PersonFactory)
    course = factory.SubFactory(CourseFactory)
    region = factory.SubFactory(RegionFactory)
    since = factory.LazyFunction(timezone.localdate)
