import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.classes import TrainingClassFactory
from tests.factories.people import PersonFactory
from training.enrolment.models import Enrolment
from training.enrolment.seats import Seat
from training.enrolment.states import SEATED, EnrolmentState, SeatUse


def seat_for(row):
    """The next seat of the class, where the state says that somebody sits."""
    if getattr(row, "state", EnrolmentState.ENROLLED) not in SEATED:
        return None
    number = Seat.objects.filter(training_class=row.training_class).count() + 1
    free = Seat.objects.filter(training_class=row.training_class, use=SeatUse.FREE).first()
    seat = free or Seat(training_class=row.training_class, number=number)
    seat.use = SeatUse.TAKEN
    seat.save()
    return seat


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    person = factory.SubFactory(PersonFactory)
    training_class = factory.SubFactory(TrainingClassFactory)
    seat = factory.LazyAttribute(seat_for)
    enrolled_at = factory.LazyFunction(timezone.now)
