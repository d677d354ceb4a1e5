"""Training vouchers: issued and claimed on their days; the classes themselves keep and use them."""

import random
import secrets
from datetime import timedelta
from unittest.mock import patch

from courses.models import Trade
from demo.clock import at
from demo.sources import facts
from training.entitlements.actions import claim, expire, issue, settle
from training.entitlements.errors import MayNotClaim
from training.entitlements.models import Entitlement
from training.entitlements.states import ClaimChannel, EntitlementState

BEFORE_THE_CLASSES = -100
SETTLED_BEFORE, SETTLED_ON = -90, -20  # days; every other voucher used until then was paid for


class VoucherBook:
    def __init__(self, county):
        self.county = county
        self.rng = random.Random(f"{county.now:%Y%m%d}: vouchers")
        self.wanted = facts("vouchers")
        self.issues = {}

    def open(self):
        """Those of last year, before the classes they were used in."""
        self._give_out(lambda row: row["from"] < BEFORE_THE_CLASSES)

    def go_on(self):
        """Those of this season, and what the worker of the tour claimed."""
        self._give_out(lambda row: row["from"] >= BEFORE_THE_CLASSES)
        worker = self.county.people[0]
        for row in self.wanted:
            if "worker" in row:
                self._claim(worker, row, row["worker"])

    def settle_up(self):
        officer, county = self.county.users["officer"], self.county
        used = Entitlement.objects.filter(
            state=EntitlementState.USED,
            enrolment__training_class__ends_on__lt=county.today + timedelta(days=SETTLED_BEFORE),
        )
        with at(county.day(SETTLED_ON)):
            for number, voucher in enumerate(used.order_by("claimed_at", "pk")[::2], start=1):
                settle(voucher, f"{county.today:%Y}-{number:03}", by=officer)
        with at(county.day(-1, hour=2)):
            expire()

    def _give_out(self, wanted):
        for row in filter(wanted, self.wanted):
            self.issues[row["key"]] = self._issued(row)
            place = self.issues[row["key"]].region.path
            there = [each for each in self.county.people[1:] if each.region.path.startswith(place)]
            for person in self.rng.sample(there, min(row["claims"], len(there))):
                self._claim(person, row, row["claimed"])

    def _issued(self, row):
        county = self.county
        bureau = county.organisations[row["bureau"]]
        with at(county.day(row["from"])):
            return issue(
                bureau,
                name=row["name"],
                name_en=row["name_en"],
                region=bureau.region,
                places=row["places"],
                valid_from=county.today + timedelta(days=row["from"]),
                valid_to=county.today + timedelta(days=row["to"]),
                trades=Trade.objects.filter(slug__in=row["trades"]),
                groups=row.get("groups", ()),
                amount=row.get("amount"),
                source=row["source"],
                by=county.users["officer"],
            )

    def _claim(self, person, row, day):
        """Whoever lives elsewhere goes without."""
        by = self.county.village_officer_of(person.region)
        channel = ClaimChannel.VILLAGE_OFFICER if by else ClaimChannel.SELF
        drawn = patch.object(secrets, "randbelow", self.rng.randrange)  # the same county each time
        with at(self.county.day(day, hour=10)), drawn:
            try:
                claim(person, self.issues[row["key"]], by=by, channel=channel)
            except MayNotClaim:
                return
