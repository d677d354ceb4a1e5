"""The demo county, whole: the same day, size and seed give the same county."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from certificates.printing import printing_waits
from demo.appeals import load_appeals
from demo.casework import CaseBook
from demo.circumstances import Circumstances
from demo.classes import ClassBook
from demo.clock import at, moment
from demo.courses import load_courses, load_rates
from demo.entitlements import VoucherBook
from demo.history import Chronicle
from demo.incomers import Incomers
from demo.market import Market
from demo.notices import load_notices
from demo.orders import OrderBook
from demo.organisations import ADMIN, load_accreditations, load_organisations, load_users
from demo.pages import load_pages
from demo.people import Register
from demo.publishing import load_publishing, propose_a_change
from demo.regions import load_regions
from demo.rules import load_rules
from demo.staff import Staff
from demo.waiting import load_waiting
from training.classes.models import TrainingClass

SEED = 4451
COUNTY_OFFICERS = {
    "445102": "officer_xiangqiao",
    "445103": "officer_chaoan",
    "445122": "officer_raoping",
}
VILLAGE_OFFICERS = {
    "445102007": "village",
    "445103100": "village_guxiang",
    "445103117": "village_fenghuang",
    "445122107": "village_sanrao",
}


class County:
    """What every part of the demo needs to know."""

    def __init__(self, now, size, seed):
        self.now = timezone.localtime(now)
        self.today = self.now.date()
        self.size = size
        self.rng = random.Random(seed)
        # The people's own matters draw from another urn, so that the classes stay what they were.
        self.other_rng = random.Random(f"{seed}: circumstances")

    def officer_of(self, region):
        """The bureau officer of the county or district a place lies in."""
        return self.users[COUNTY_OFFICERS[region.code[:6]]]

    def village_officer_of(self, region):
        """The one at the service desk where somebody lives, if there is one."""
        return self.users.get(VILLAGE_OFFICERS.get(region.code[:9]))

    def day(self, offset, hour=9):
        return moment(self.today + timedelta(days=offset), hour)


def has_classes():
    return TrainingClass.objects.exists()


@transaction.atomic
def load_county(*, now, size=1, seed=SEED):
    """All of it or nothing, so that a load that was cut off can simply be run again.

    The ground is found or made, row by row. History is told once: a county in which any class
    was ever listed has its own, and gets no second one.
    """
    county = County(now, size, seed)
    with at(county.day(-420)):
        county.regions = load_regions()
        load_rules(county.regions)
        county.organisations = load_organisations(county.regions)
        county.users = load_users(county.organisations)
        load_rates(county.regions, by=county.users[ADMIN])
        county.courses = load_courses()
        load_accreditations(county.organisations, county.today)
        pages = load_pages(county.courses, county.users, county.today)
        load_publishing(pages)
    with at(county.day(-1)):
        propose_a_change(pages[0], county.users["manager"])
    if not has_classes():
        load_history(county)


def load_history(county):
    with at(county.day(-410)):
        county.people = Register(county.regions, county.rng).load(county.size)
    orders = OrderBook(county)
    orders.load()
    vouchers = VoucherBook(county)
    vouchers.open()
    book = ClassBook(county, orders)
    chronicle = Chronicle(county, book.wanted)
    with printing_waits():  # a paper is drawn when somebody first asks for it
        for spec in book.specs("finished"):
            chronicle.tell(book.opened(spec), spec)
    vouchers.go_on()
    for spec in book.specs("running"):
        chronicle.tell_so_far(book.opened(spec), spec)
    for spec in book.specs("open"):
        book.opened(spec)
    book.load_pending()
    Market(county, orders).load()
    county.people += Incomers(county).load()
    Circumstances(county).load()
    CaseBook(county).load()
    load_waiting(county)
    load_appeals(county)
    load_notices(county)
    vouchers.settle_up()
    Staff(county).load()
