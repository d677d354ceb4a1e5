from datetime import date

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from tests.factories.courses import TradeFactory
from training.organisations.actions import appoint
from training.organisations.models import (
    Accreditation,
    Bureau,
    Employer,
    FormerCode,
    Provider,
    Region,
    Venue,
)
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


class FormerCodeFactory(DjangoModelFactory):
    class Meta:
        model = FormerCode

    region = factory.SubFactory(RegionFactory)
    code = "445121"
    edition = "2012"


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


class AccreditationFactory(DjangoModelFactory):
    class Meta:
        model = Accreditation

    provider = factory.SubFactory(ProviderFactory)
    trade = factory.SubFactory(TradeFactory)
    valid_from = date(2024, 1, 1)


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


def member(role, organisation, *, user=None, **facts):
    """A user appointed to ``role`` for ``organisation``; ``user`` when they have another role."""
    user = user or UserFactory(**facts)
    appoint(user, role, organisation, by=None)
    return user


def officer_of(region):
    return member(Role.OFFICER, BureauFactory(region=region))


def village_officer_of(region):
    return member(Role.VILLAGE_OFFICER, BureauFactory(region=region))


def inspector_of(region, **user):
    return member(Role.INSPECTOR, BureauFactory(region=region), **user)


def manager_of(provider, **user):
    return member(Role.PROVIDER_MANAGER, provider, **user)
