"""Who is appointed by whom, and for whom."""

import pytest
from django.urls import reverse

from tests.factories.organisations import (
    BureauFactory,
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    UserFactory,
    inspector_of,
    manager_of,
    member,
    officer_of,
)
from training.organisations.models import Membership
from training.organisations.roles import GROUPS
from training.organisations.states import OF_A_BUREAU, OF_A_PROVIDER, RegionLevel, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return RegionFactory(code="4451", level=RegionLevel.CITY)


@pytest.fixture
def county(city):
    return RegionFactory(code="445102", parent=city)


@pytest.fixture
def other_county(city):
    return RegionFactory(code="445103", parent=city)


@pytest.fixture
def officer(county):
    return officer_of(county)


def kind_of(role):
    return "bureau" if role in OF_A_BUREAU else "provider" if role in OF_A_PROVIDER else "employer"


FACTORIES = {"bureau": BureauFactory, "provider": ProviderFactory, "employer": EmployerFactory}


def appoint_by(client, role, organisation):
    facts = {"username": UserFactory().username, "role": role, kind_of(role): organisation.pk}
    return client.post(reverse("training_membership:add"), facts)


@pytest.mark.parametrize("role", Role.values)
def test_every_role_can_be_appointed_in_the_officers_own_county(office, officer, county, role):
    organisation = FACTORIES[kind_of(role)](region=county)

    appoint_by(office(officer), role, organisation)

    membership = Membership.objects.get(role=role, **{kind_of(role): organisation})
    assert membership.user.groups.get().name == GROUPS[Role(role)]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("where", ["other_county", "city"])
def test_nobody_is_appointed_beyond_the_officers_own_county(request, office, officer, role, where):
    organisation = FACTORIES[kind_of(role)](region=request.getfixturevalue(where))

    page = appoint_by(office(officer), role, organisation)

    assert kind_of(role) in page.context["form"].errors
    assert not Membership.objects.exclude(user=officer).exists()


def test_an_officer_appoints_nobody_where_they_only_inspect(office, officer, other_county):
    inspector_of(other_county, user=officer)
    bureau = BureauFactory(region=other_county)

    page = appoint_by(office(officer), Role.OFFICER, bureau)

    assert list(page.context["form"].errors) == ["bureau"]


@pytest.mark.parametrize("who", ["inspector", "manager", "village officer"])
def test_only_officers_appoint(office, county, who):
    provider, bureau = ProviderFactory(region=county), BureauFactory(region=county)
    user = {
        "inspector": lambda: inspector_of(county),
        "manager": lambda: manager_of(provider),
        "village officer": lambda: member(Role.VILLAGE_OFFICER, bureau),
    }[who]()
    before = Membership.objects.count()

    answer = appoint_by(office(user), Role.OFFICER, bureau)

    assert answer.status_code in {302, 403}
    assert Membership.objects.count() == before


def test_an_officer_dismisses_nobody_of_another_county(office, officer, other_county):
    membership = officer_of(other_county).memberships.get()

    answer = office(officer).post(reverse("training_membership:delete", args=[membership.pk]))

    assert answer.status_code == 404
    assert Membership.objects.filter(pk=membership.pk).exists()
