import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from tests.factories.classes import LessonFactory, TrainerFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
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
from training.classes.models import TrainingClass
from training.enrolment.models import Enrolment
from training.organisations.actions import appoint, dismiss
from training.organisations.models import Membership, Provider
from training.organisations.roles import GROUPS
from training.organisations.states import Role
from training.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return RegionFactory(code="445102")


@pytest.fixture
def elsewhere():
    return RegionFactory(code="445103")


def test_an_officer_sees_the_classes_of_their_region_and_below(county, elsewhere):
    township = RegionFactory(code="445102001", level="township", parent=county)
    here = TrainingClassFactory(venue=VenueFactory(region=township))
    TrainingClassFactory(venue=VenueFactory(region=elsewhere))

    assert list(TrainingClass.objects.visible_to(officer_of(county))) == [here]


def test_an_officer_does_not_see_what_a_provider_has_not_filed(county):
    TrainingClassFactory(venue=VenueFactory(region=county), state="draft")

    assert not TrainingClass.objects.visible_to(officer_of(county)).exists()


def test_a_provider_manager_sees_their_own_classes_and_trainees_only():
    seat, _other = EnrolmentFactory(), EnrolmentFactory()
    manager = manager_of(seat.training_class.provider)

    assert list(TrainingClass.objects.visible_to(manager)) == [seat.training_class]
    assert list(Enrolment.objects.visible_to(manager)) == [seat]


def test_a_trainer_sees_the_classes_they_teach():
    taught, untaught = TrainingClassFactory(), TrainingClassFactory()
    user = member(Role.TRAINER, taught.provider)
    LessonFactory(
        training_class=taught, trainer=TrainerFactory(provider=taught.provider, user=user)
    )
    LessonFactory(training_class=untaught)

    assert list(TrainingClass.objects.visible_to(user)) == [taught]


def test_a_trainer_who_left_the_provider_sees_nothing():
    taught = TrainingClassFactory()
    user = UserFactory()
    LessonFactory(
        training_class=taught, trainer=TrainerFactory(provider=taught.provider, user=user)
    )

    assert not TrainingClass.objects.visible_to(user).exists()


def test_a_village_officer_sees_the_people_who_live_there_and_their_seats(county, elsewhere):
    neighbour = PersonFactory(region=county)
    seat = EnrolmentFactory(person=neighbour)
    EnrolmentFactory(person=PersonFactory(region=elsewhere))
    officer = village_officer_of(county)

    assert list(Person.objects.visible_to(officer)) == [neighbour]
    assert list(Enrolment.objects.visible_to(officer)) == [seat]


def test_a_worker_sees_the_people_of_their_own_phone():
    user = UserFactory()
    me = PersonFactory(user=user)
    PersonFactory(user=UserFactory())
    PersonFactory(user=None)

    assert list(Person.objects.visible_to(user)) == [me]


@pytest.mark.parametrize("model", [Person, Enrolment, TrainingClass, Provider])
def test_a_stranger_sees_nothing(model):
    EnrolmentFactory()

    assert not model.objects.visible_to(AnonymousUser()).exists()
    assert not model.objects.visible_to(UserFactory()).exists()


def test_an_inactive_organisation_opens_nothing(county):
    TrainingClassFactory(venue=VenueFactory(region=county))
    officer = member(Role.OFFICER, BureauFactory(region=county, active=False))

    assert not TrainingClass.objects.visible_to(officer).exists()


def test_appointing_twice_makes_one_membership(by, county):
    user, bureau = UserFactory(), BureauFactory(region=county)

    assert appoint(user, Role.OFFICER, bureau, by=by) == appoint(user, Role.OFFICER, bureau, by=by)
    assert [group.name for group in user.groups.all()] == [GROUPS[Role.OFFICER]]


def test_the_group_goes_with_the_last_membership(by):
    user = member(Role.PROVIDER_MANAGER, ProviderFactory())
    second = appoint(user, Role.PROVIDER_MANAGER, ProviderFactory(), by=by)

    dismiss(second, by=by)
    assert user.groups.exists()
    dismiss(user.memberships.get(), by=by)
    assert not user.groups.exists()


def test_an_employer_cannot_be_made_officer_of_a_firm():
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=UserFactory(), role=Role.OFFICER, employer=EmployerFactory())
