"""A county with its people and one row of everything, for asking who gets through which door."""

from types import SimpleNamespace

from certificates.models import Certificate
from tests.factories.certificates import CertificateKindFactory, issued
from tests.factories.classes import LessonFactory, TrainerFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.orders import OrderLineFactory
from tests.factories.organisations import (
    BureauFactory,
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    UserFactory,
    VenueFactory,
    manager_of,
    member,
    officer_of,
    village_officer_of,
)
from tests.factories.people import PersonFactory
from tests.factories.policy import RuleFactory
from tests.factories.surveys import QuestionFactory
from training.organisations.states import Role
from training.subsidies.models import Rate
from training.surveys.actions import invite
from training.surveys.models import Comment


def county(code):
    region = RegionFactory(code=code)
    provider, employer = ProviderFactory(region=region), EmployerFactory(region=region)
    training_class = TrainingClassFactory(venue=VenueFactory(provider=provider))
    teacher = TrainerFactory(provider=provider, user=member(Role.TRAINER, provider))
    lesson = LessonFactory(training_class=training_class, trainer=teacher)
    person = PersonFactory(region=region, user=UserFactory())
    seat = EnrolmentFactory(person=person, training_class=training_class)
    line = OrderLineFactory(order__employer=employer)
    manager = manager_of(provider)
    invite(seat)
    paper: Certificate = issued(
        kind=CertificateKindFactory(),
        subject_key=f"enrolment:{seat.pk}",
        issuer_key=f"provider:{provider.pk}",
    )
    return SimpleNamespace(
        region=region,
        people={
            "officer": officer_of(region),
            "village officer": village_officer_of(region),
            "manager": manager,
            "trainer": teacher.user,
            "employer": member(Role.EMPLOYER, employer),
            "worker": person.user,
        },
        rows={
            "order": line.order,
            "orderline": line,
            "class": training_class,
            "lesson": lesson,
            "enrolment": seat,
            "person": person,
            "comment": Comment.objects.create(
                training_class=training_class, text="好", released=True
            ),
            "employer": employer,
            "provider": provider,
            "venue": training_class.venue,
            "trainer": teacher,
            "bureau": BureauFactory(region=region),
            "membership": manager.memberships.get(),
            "region": region,
            "rule": RuleFactory(region=region),
            "rate": Rate.objects.create(
                occupation=training_class.course.occupation,
                region=region,
                valid_from=training_class.starts_on,
                source="测试",
            ),
            "question": QuestionFactory(),
            "follow_up": seat,
            "course": training_class.course,
            "occupation": training_class.course.occupation,
            "trade": training_class.course.trade,
            "certificate": paper,
            "certificate_kind": paper.kind,
        },
    )
