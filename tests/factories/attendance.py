import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.classes import LessonFactory
from tests.factories.enrolment import EnrolmentFactory
from training.attendance.models import Mark
from training.attendance.states import MarkStatus


class MarkFactory(DjangoModelFactory):
    class Meta:
        model = Mark

    enrolment = factory.SubFactory(EnrolmentFactory)
    lesson = factory.LazyAttribute(
        lambda row: LessonFactory(training_class=row.enrolment.training_class)
    )
    status = MarkStatus.PRESENT
    method = "roll-call"
    marked_at = factory.LazyFunction(timezone.now)
