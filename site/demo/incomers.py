"""People from other provinces who work here: of their numbers most are dead, as Chaozhou found."""

from datetime import date, timedelta

from demo.clock import at
from demo.people import PEOPLE_A_SIZE, whole
from demo.sources import facts
from training.people.models import Person

FEWEST = 40
FIRST_PHONE = 13800007000


class Incomers:
    def __init__(self, county):
        self.county = county
        self.rng = county.other_rng
        self.wanted = facts("circumstances")["incomers"]
        self.given = facts("people")["given"]

    def load(self):
        count = max(FEWEST, round(PEOPLE_A_SIZE * self.county.size * self.wanted["share"]))
        with at(self.county.day(-300)):
            return [self._person(serial) for serial in range(count)]

    def _person(self, serial):
        rng, wanted = self.rng, self.wanted
        sex = rng.choice("mf")
        born = date(1968, 1, 1) + timedelta(days=rng.randrange(35 * 365))
        order = serial % 500 * 2 + (sex == "m")
        stem = f"{rng.choice(wanted['cards'])}{born:%Y%m%d}{order:03}"
        names = self.given[sex]
        generation = max(start for start in names if int(start) <= max(1960, born.year))
        surname = rng.choices(list(wanted["surnames"]), wanted["surnames"].values())[0]
        homes = wanted["homes"]
        person = Person(
            name=surname + rng.choice(names[generation]),
            id_number=whole(stem),
            phone=str(FIRST_PHONE + serial * 3),
            region=self.county.regions[rng.choices(list(homes), homes.values())[0]],
            category=wanted["category"],
            consented_at=self.county.day(-300),
        )
        person.save()
        return person
