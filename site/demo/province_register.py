"""Rows of the invented province straight into the register, as an import would have left them."""

from itertools import islice

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from courses.models import Trade
from training.exchange.imports.words import WORDS, dictionary
from training.organisations.actions import appoint
from training.organisations.states import Role
from training.people import bulk
from training.people.cleaning import birth_date_of
from training.people.encryption import blind_index
from training.people.headings import BY_HEADING, plain
from training.people.models import Person

from .organisations import PASSWORD
from .province import HEADINGS
from .province_places import ROOT, villages_by_county

BATCH = 10_000  # people held in memory at a time
PEOPLE_A_STEP = 5_000
COLUMNS = {
    field.attname: field.get_default()
    for field in Person._meta.concrete_fields
    if not field.primary_key
}
CELLS = tuple(BY_HEADING[plain(heading)] for heading in HEADINGS)
AS_WRITTEN = ("name", "id_number", "phone", "address", "registration_number")
AS_WRITTEN += ("bank_name", "bank_holder", "bank_account")


def people_of_the_province():
    return Person.objects.filter(region__path__startswith=ROOT)


def remove_people():
    """Step by step, because what hangs on a person is fetched before it goes."""
    while keys := list(people_of_the_province().order_by().values_list("pk")[:PEOPLE_A_STEP]):
        Person.objects.filter(pk__in=[key for (key,) in keys]).delete()


def enter(rows, regions):
    """Write ``rows`` and say after every batch how many are there."""
    entry = Entry(regions)
    rows = iter(rows)
    written = 0
    while batch := [entry.of(row) for row in islice(rows, BATCH)]:
        bulk.insert(Person, list(COLUMNS), batch)
        written += len(batch)
        yield written


class Entry:
    """Cells → all the columns of a person, because COPY asks no ``save()``."""

    def __init__(self, regions):
        self.now = timezone.now()
        self.places = {}
        for villages in villages_by_county().values():
            for code, town, village, _short in villages:
                self.places[town] = regions[code[:9]].pk
                self.places[village] = regions[code].pk
        self.words = {field: dictionary(field) | {"": ""} for field in WORDS if field in CELLS}
        self.trades = dict(Trade.objects.values_list("name", "pk"))

    def of(self, row):
        cells = dict(zip(CELLS, row, strict=True))
        number, account = cells["id_number"], cells["bank_account"]
        facts = COLUMNS | {field: cells[field] for field in AS_WRITTEN}
        facts |= {field: known[cells[field]] for field, known in self.words.items()}
        facts |= {
            "id_index": blind_index(number),
            "birth_date": birth_date_of(number),
            "region_id": self.places[cells["region"]],
            "household_region_id": self.places[cells["household_region"]],
            "training_wish_id": self.trades.get(cells["training_wish"]),
            "registered_at": self.now,
            "consented_at": self.now,
            "hardship_consent_at": self.now if facts["hardship_cause"] else None,
            "bank_index": blind_index(account) if account else "",
            "bank_consent_at": self.now if account else None,
        }
        return list(facts.values())


def appoint_officers(bureaus):
    """A login for every county, called after its code: officer-360121."""
    password = make_password(PASSWORD)
    for bureau in bureaus:
        user, _ = get_user_model().objects.get_or_create(
            username=f"officer-{bureau.region.code}", defaults={"password": password}
        )
        appoint(user, Role.OFFICER, bureau, by=None)
