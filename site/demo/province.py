"""An invented province of any size. Row ``i`` of a seed is always the same person, and no row
needs another, so that a million people are drawn one by one and drawn again next week.

Chance is a keyed hash of the row's number. What must differ from row to row, which is the county,
the birthday and the order in an identity number, is the number itself, shuffled one to one.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import blake2b
from itertools import accumulate, pairwise
from operator import mul
from struct import Struct

from .province_places import FACTS, TOWNSHIPS, VILLAGES, make_regions, villages_by_county

__all__ = ["HEADINGS", "SEED", "make_regions", "rows"]

HEADINGS = tuple(FACTS["headings"])
SEED = 36
BORN = [date(1950, 1, 1) + timedelta(days=n) for n in range(21550)]  # to the end of 2008
ORDERS = 1000  # three digits between birthday and check digit
# 31 bits fit into COUNTIES × len(BORN) × ORDERS identity numbers, by a hair.
MOST_PEOPLE = 1 << 31
BITS = MOST_PEOPLE - 1

DRAWS = Struct("<32H")  # 64 bytes of hash are 32 draws of EVERY
EVERY = 1 << 16
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
LUHN = tuple((2 * n) % 10 + (2 * n) // 10 for n in range(10))
HOMES = TOWNSHIPS * VILLAGES
NAME_AGAIN = 328  # 0.5 % of EVERY: a rare sign, or a name with a dot in it
ONE_SIGN = EVERY // 5
YOUNG = "2001"
PHONE, ADDRESS, WORK_STATE, JOB_WISH = (
    FACTS["headings"].index(FACTS["changing"][cell])
    for cell in ("phone", "address", "work_state", "job_wish")
)
WISHES = {WORK_STATE: "work_state", JOB_WISH: "job_wish"}
LATER = ((PHONE,), (WORK_STATE,), (PHONE, WORK_STATE), (ADDRESS, JOB_WISH))


def rows(people: int, *, seed: int = SEED, changed: float = 0) -> Iterator[tuple[str, ...]]:
    """The first ``people`` of the province, as cells in the order of ``HEADINGS``.

    ``changed`` is the share of them in whose row one or two cells differ from what they were.
    """
    if people > MOST_PEOPLE:
        raise ValueError(f"There are identity numbers for {MOST_PEOPLE} people.")
    register = People(seed)
    bar = round(changed * EVERY)
    for number in range(people):
        yield register.row(number, bar)


def _wheel(weights):
    """Words by weight → a table that a draw points into."""
    sums = list(accumulate(weights.values()))
    edges = [0, *(total * EVERY // sums[-1] for total in sums)]
    spans = zip(weights, pairwise(edges), strict=True)
    return [word for word, (low, high) in spans for _place in range(low, high)]


def _often_at_first(signs):
    """Given names are from few signs: the first are many times as common as the last."""
    return {sign: 10_000 // (place + 6) for place, sign in enumerate(signs)}


class People:
    """Draws the cells of a row."""

    def __init__(self, seed):
        self.key = f"province {seed}".encode()
        self.start = int.from_bytes(blake2b(key=self.key, digest_size=4).digest())
        villages = villages_by_county()
        self.counties = list(villages)
        self.homes = [home for county in villages.values() for home in county]
        self.households = [above for _code, above, *_rest in self.homes]
        self.days = [(f"{day:%Y%m%d}", day.isoformat()) for day in BORN]
        self.wheels = {name: _wheel(weights) for name, weights in FACTS["weights"].items()}
        self.given = [_wheel(_often_at_first(signs)) for signs in FACTS["given"].values()]

    def row(self, number, bar=0):
        digest = blake2b(number.to_bytes(8), key=self.key, digest_size=64).digest()
        draws = DRAWS.unpack(digest)
        county, (born, birthday), order = self._shuffled(number)
        man = order & 1
        stem = f"{self.counties[county]}{born}{order:03}"
        id_number = stem + CHECK_DIGITS[sum(map(mul, WEIGHTS, map(int, stem))) % 11]
        name, ethnicity = self._name(draws, man)
        home = county * HOMES + draws[0] % HOMES
        wheels = self.wheels
        cells = (
            name,
            id_number,
            FACTS["sexes"][man],
            birthday,
            ethnicity,
            wheels["schooling"][draws[1]],
            wheels["household_kind"][draws[2]],
            self.households[home],
            self.homes[home][2],
            self._address(home, draws[3]),
            self._phone(draws[4], draws[5], draws[6]),
            wheels["category_of_the_young" if birthday > YOUNG else "category"][draws[7]],
            wheels["work_state"][draws[8]],
            wheels["job_wish"][draws[9]],
            wheels["training_wish"][draws[10]],
            wheels["hardship_cause"][draws[11]],
            *self._bank(draws, name),
            self._certificate(draws, county),
        )
        return self._differing(number, cells, home) if draws[31] < bar else cells

    def _shuffled(self, number):
        """Place, birthday and order: 31 bits, each step of which can be undone, so none twice."""
        bits = (number + self.start) & BITS
        bits ^= bits >> 16
        bits = bits * 0x7FEB352D & BITS
        bits ^= bits >> 15
        bits = bits * 0x046CA68B & BITS
        bits ^= bits >> 16
        day, order = divmod(bits, ORDERS)
        county, day = divmod(day, len(BORN))
        return county, self.days[day], order

    def _name(self, draws, man):
        if draws[12] < NAME_AGAIN:
            names = FACTS["compound"][man]
            return names[draws[13] % len(names)], FACTS["compound_ethnicity"]
        given = self.given[man]
        signs = given[draws[14]]
        if draws[12] < 2 * NAME_AGAIN:
            signs = FACTS["rare"][draws[13] % len(FACTS["rare"])]
        if draws[15] > ONE_SIGN:
            signs += given[draws[16]]
        return self.wheels["surnames"][draws[17]] + signs, self.wheels["ethnicity"][draws[18]]

    def _address(self, home, draw):
        house, group = divmod(draw, 12)
        return FACTS["address"].format(
            village=self.homes[home][3], group=group + 1, house=house % 180 + 1
        )

    def _phone(self, draw, high, low):
        """Nearly always another: of a million people a few share one, as families do."""
        prefix = self.wheels["phone_prefixes"][draw]
        return f"{prefix}{(high << 16 | low) % 10**8:08}" if prefix else ""

    def _bank(self, draws, name):
        """One in three gave an account: bank, holder and a card number with its check digit."""
        bank = self.wheels["banks"][draws[19]]
        if not bank:
            return "", "", ""
        middle = draws[20] << 32 | draws[21] << 16 | draws[22]
        stem = f"{FACTS['cards'][bank]}{middle % 10**12:012}"
        digits = list(map(int, stem))
        total = sum(digits[0::2]) + sum(LUHN[digit] for digit in digits[1::2])
        return bank, name, f"{stem}{-total % 10}"

    def _certificate(self, draws, county):
        if draws[23] & 1:
            return ""
        serial = (draws[24] << 16 | draws[25]) % 10**8
        return f"{self.counties[county]}{draws[26] % 14 + 10}{serial:08}"

    def _differing(self, number, cells, home):
        """The same person a week later: one or two cells are no longer what they were."""
        digest = blake2b(number.to_bytes(8), key=self.key + b" later", digest_size=64).digest()
        draws = DRAWS.unpack(digest)
        cells = list(cells)
        for place in LATER[draws[0] % len(LATER)]:
            cells[place] = self._other(place, cells[place], draws, home)
        return tuple(cells)

    def _other(self, place, cell, draws, home):
        if place == PHONE:
            phone = self._phone(EVERY - 1 - draws[1] // 2, draws[2], draws[3])
            return phone if phone != cell else f"{phone[:-1]}{(int(phone[-1]) + 1) % 10}"
        if place == ADDRESS:
            address = self._address(home, draws[4])
            return address if address != cell else self._address(home, draws[4] + 1)
        words = list(FACTS["weights"][WISHES[place]])
        return words[(words.index(cell) + 1 + draws[5] % (len(words) - 1)) % len(words)]
