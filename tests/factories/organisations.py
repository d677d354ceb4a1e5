import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from training.organisations.actions import appoint
from training.organisations.models import Bureau, Employer, Provider, Region, Venue
from training.organisations.states import RegionLevel, Role


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    username = factory.Sequence("user{}".format)
    password = factory.django.Password("pw")


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = factory.Sequence("4451{:02}".format)
    name = factory.LazyAttribute(lambda region: f"区{region.code}")
    level = RegionLevel.COUNTY


class BureauFactory(DjangoModelFactory):
    class Meta:
        model = Bureau

    name = factory.Sequence("人社局{}".format)
    region = factory.SubFactory(RegionFactory)


class ProviderFactory(DjangoModelFactory):
    class Meta:
        model = Provider

    name = factory.Sequence("培训学校{}".format)
    code = factory.Sequence("p{}".format)
    region = factory.SubFactory(RegionFactory)


class EmployerFactory(DjangoModelFactory):
    class Meta:
        model = Employer

    name = factory.Sequence("企业{}".format)
    region = factory.SubFactory(RegionFactory)


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence("实训基地{}".format)
    provider = factory.SubFactory(ProviderFactory)
    region = factory.SelfAttribute("provider.region")


def member(role, organisation, **user):
    """A user appointed to ``role`` for ``organisation``."""
    user = UserFactory(**user)
    appoint(user, role, organisation, by=None)
    return user


def officer_of(region):
    return member(Role.OFFICER, BureauFactory(region=region))


def village_officer_of(region):
    return member(Role.VILLAGE_OFFICER, BureauFactory(region=region))


def manager_of(provider):
    return member(Role.PROVIDER_MANAGER, provider)
