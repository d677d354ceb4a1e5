"""Invented people with names of the place and their generation, families and dead phones."""

from datetime import date, timedelta

from django.utils import timezone
from stdnum.cn import ric

from demo.sources import facts
from training.organisations.states import RegionLevel
from training.people.encryption import blind_index
from training.people.models import Person

WOMEN = 0.62  # the share of the classes this bureau runs
OLD_CHAOAN = 0.85  # 潮安 was 445121 until 2013: most cards still say so
PEOPLE_A_SIZE = 300
FEWEST = 120


def whole(stem):
    """An identity number of its first 17 digits."""
    return stem + ric.calc_check_digit(f"{stem}?")  # its last character is never read


class Register:
    """Draws people one after another; the same seed draws the same people."""

    def __init__(self, regions, rng):
        self.rng = rng
        self.wanted = facts("people")
        later = {row["code"] for row in facts("regions")["neighbourhoods"]}  # see circumstances.py
        self.townships = [
            region
            for region in regions.values()
            if region.level in {RegionLevel.TOWNSHIP, RegionLevel.VILLAGE}
            and region.code not in later
        ]
        self.homes = [self.wanted["homes"].get(region.code, 1) for region in self.townships]
        self.regions = regions
        self.numbers = set()
        self.phone = 13800001000

    def load(self, size):
        count = max(FEWEST, round(PEOPLE_A_SIZE * size))
        people = [self._worker()]
        rare = self.wanted["rare"]
        people += [self._person(name, sex, int(year)) for name, sex, year in rare]
        while len(people) < count:
            people += self._household()
        return people

    def _worker(self):
        row = self.wanted["worker"]
        number = whole(row["id_stem"])
        region = self.regions[row["region"]]
        return self._entered(row["name"], number, row["phone"], region, "rural_worker")

    def _household(self):
        """Mostly one person; now and then a couple with one telephone."""
        surname = self._weighted(self.wanted["surnames"])
        sex = "f" if self.rng.random() < WOMEN else "m"
        first = self._person(surname, sex)
        if self.rng.random() > 0.12:  # noqa: PLR2004
            return [first]
        other = self._person(
            self._weighted(self.wanted["surnames"]),
            "m" if sex == "f" else "f",
            min(2004, first.birth_date.year + self.rng.randint(-3, 3)),
            at_home_with=first,
        )
        return [first, other]

    def _person(self, name, sex, year=None, at_home_with=None):
        rng = self.rng
        if year is None:
            year = int(self._weighted(self.wanted["born"])) + rng.randint(0, 4)
        if name in self.wanted["surnames"]:
            name += self._given(sex, year)
        region = at_home_with.region if at_home_with else self._home()
        number = self._id_number(sex, year, region, foreign="·" in name)
        phone = at_home_with.phone if at_home_with else self._phone()
        return self._entered(name, number, phone, region, self._weighted(self.wanted["categories"]))

    def _given(self, sex, year):
        names = self.wanted["given"][sex]
        generation = max((start for start in names if int(start) <= year), default="1960")
        return self.rng.choice(names[generation])

    def _id_number(self, sex, year, region, *, foreign):
        county = "653121" if foreign else region.code[:6]
        if county == "445103" and self.rng.random() < OLD_CHAOAN:
            county = "445121"
        while True:
            born = date(year, 1, 1) + timedelta(days=self.rng.randrange(365))
            order = self.rng.randrange(500) * 2 + (sex == "m")
            stem = f"{county}{born:%Y%m%d}{order:03}"
            number = whole(stem)
            if number not in self.numbers:
                self.numbers.add(number)
                return number

    def _home(self):
        """More people where an office stands, or its officer would have nobody to see."""
        return self.rng.choices(self.townships, self.homes)[0]

    def _phone(self):
        self.phone += self.rng.randint(1, 9)
        return "" if self.rng.random() < 0.05 else str(self.phone)  # noqa: PLR2004

    def _weighted(self, weights):
        return self.rng.choices(list(weights), weights=weights.values())[0]

    def _entered(self, name, number, phone, region, category):
        return Person.objects.get_or_create(
            id_index=blind_index(number),
            defaults={
                "name": name,
                "id_number": number,
                "phone": phone,
                "region": region,
                "category": category,
                "consented_at": timezone.now(),
            },
        )[0]
