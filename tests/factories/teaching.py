"""People around a class, each signed in by one role."""

from tests.factories.classes import LessonFactory, TrainerFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import (
    EmployerFactory,
    UserFactory,
    manager_of,
    member,
    officer_of,
    village_officer_of,
)
from training.organisations.states import Role


def trainer_of(provider):
    """A user with a line on the roster of ``provider``."""
    user = member(Role.TRAINER, provider)
    TrainerFactory(provider=provider, user=user)
    return user


def people_around(lesson):
    """Role → user, for the class of ``lesson``; and people of other classes, who have no say."""
    training_class = lesson.training_class
    provider, region = training_class.provider, training_class.region
    assessor = member(Role.ASSESSOR, provider)
    training_class.assessor = TrainerFactory(provider=provider, user=assessor)
    training_class.save()
    worker = UserFactory()
    EnrolmentFactory(training_class=training_class, person__user=worker)
    elsewhere = LessonFactory().training_class
    return {
        "trainer": lesson.trainer.user,
        "manager": manager_of(provider),
        "superuser": UserFactory(is_superuser=True),
        "officer": officer_of(region),
        "assessor": assessor,
        "trainer-of-another-class": trainer_of(provider),
        "manager-elsewhere": manager_of(elsewhere.provider),
        "officer-elsewhere": officer_of(elsewhere.region),
        "village-officer": village_officer_of(region),
        "employer": member(Role.EMPLOYER, EmployerFactory(region=region)),
        "worker": worker,
    }
