from datetime import datetime, time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.courses import CourseFactory
from tests.factories.organisations import VenueFactory
from training.classes.models import Lesson, Room, Trainer, TrainingClass
from training.classes.states import ClassState


class TrainerFactory(DjangoModelFactory):
    class Meta:
        model = Trainer

    name = factory.Sequence("师傅{}".format)
    provider = factory.SubFactory("tests.factories.organisations.ProviderFactory")


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    venue = factory.SubFactory(VenueFactory)
    name = factory.Sequence("{}号教室".format)


class TrainingClassFactory(DjangoModelFactory):
    """An approved class that begins in a week."""

    class Meta:
        model = TrainingClass

    number = factory.Sequence("T{:06}".format)
    course = factory.SubFactory(CourseFactory)
    venue = factory.SubFactory(VenueFactory)
    provider = factory.SelfAttribute("venue.provider")
    seats = 30
    planned = factory.SelfAttribute("seats")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    ends_on = factory.LazyAttribute(lambda row: row.starts_on + timedelta(days=4))
    state = ClassState.APPROVED


class LessonFactory(DjangoModelFactory):
    """The morning of the class's first day, four class hours."""

    class Meta:
        model = Lesson

    training_class = factory.SubFactory(TrainingClassFactory)
    title = factory.Sequence("第{}课".format)
    starts_at = factory.LazyAttribute(
        lambda row: timezone.make_aware(
            datetime.combine(row.training_class.starts_on, time(9))  # noqa: DTZ007
        )
    )
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=3))
    class_hours = 4
    trainer = factory.LazyAttribute(
        lambda row: TrainerFactory(provider=row.training_class.provider)
    )
