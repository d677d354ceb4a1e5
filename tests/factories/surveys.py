import factory
from factory.django import DjangoModelFactory

from tests.factories.classes import TrainingClassFactory
from training.surveys.models import Question, Tally


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    slug = factory.Sequence("q{}".format)
    text = factory.Sequence("问题{}".format)
    overall = False


class TallyFactory(DjangoModelFactory):
    class Meta:
        model = Tally

    training_class = factory.SubFactory(TrainingClassFactory)
    question = factory.SubFactory(QuestionFactory)
    value = 5
    count = 1
