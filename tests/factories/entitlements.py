from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.organisations import BureauFactory
from tests.factories.people import PersonFactory
from training.entitlements.codes import drawn
from training.entitlements.models import Entitlement, Issue


class IssueFactory(DjangoModelFactory):
    """Ten vouchers for everybody in the county and every trade, for ninety days from today."""

    class Meta:
        model = Issue
        skip_postgeneration_save = True

    bureau = factory.SubFactory(BureauFactory)
    region = factory.SelfAttribute("bureau.region")
    name = factory.Sequence("培训券{}".format)
    places = 10
    valid_from = factory.LazyFunction(timezone.localdate)
    valid_to = factory.LazyAttribute(lambda row: row.valid_from + timedelta(days=90))
    opened_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def trades(self, create, extracted, **kwargs):
        self.trades.set(extracted or [])

    @factory.post_generation
    def providers(self, create, extracted, **kwargs):
        self.providers.set(extracted or [])


class EntitlementFactory(DjangoModelFactory):
    """A voucher as it was claimed, without the counter of its issue: for tests of pages."""

    class Meta:
        model = Entitlement

    issue = factory.SubFactory(IssueFactory)
    person = factory.SubFactory(PersonFactory, region=factory.SelfAttribute("..issue.region"))
    code = factory.LazyFunction(drawn)
    claimed_at = factory.LazyFunction(timezone.now)
