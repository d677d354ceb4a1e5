"""How the people of the demo live: their facts, telephones, tags and places on the five lists.

Sensitive facts are there for those who agreed to them, and for nobody else.
"""

from datetime import timedelta

from stdnum import luhn

from demo.sources import facts
from training.enrolment.models import Enrolment
from training.organisations.states import RegionLevel
from training.people.encryption import blind_index
from training.people.models import ListPlace, Person, Phone, Tagging
from training.people.states import HardshipCause, Relation, StandingList, Tag

AGREED_TO_CAUSE, AGREED_TO_ACCOUNT = 0.85, 0.8
HAS_CAUSE = {"hard_to_employ", "relapse_monitored"}
TRUSTED, MOVED, MOVED_TWICE, TAG_ENDED = 0.35, 0.3, 0.08, 0.12
FIRST_TRUSTED_PHONE = 13800005000
SINCE = -400  # days ago everybody was put on a list
WRITTEN = [
    *("region", "ethnicity", "schooling", "household_kind", "household_region", "address"),
    *("work_state", "job_wish", "training_wish", "hardship_cause", "disability"),
    *("hardship_consent_at", "bank_name", "bank_holder", "bank_account", "bank_index"),
    *("bank_consent_at", "referral_consent_at", "officer"),
]


class Circumstances:
    def __init__(self, county):
        self.county = county
        self.rng = county.other_rng
        self.wanted = facts("circumstances")
        self.trades = {course.trade.slug: course.trade for course in county.courses.values()}
        self.neighbourhoods = {}
        for row in facts("regions")["neighbourhoods"]:
            place = county.regions[row["code"]]
            self.neighbourhoods.setdefault(row["parent"], []).append(place)
        self.trainees = set(Enrolment.objects.started().values_list("person", flat=True))
        self.phone = FIRST_TRUSTED_PHONE

    def load(self):
        others = self.county.people[1:]  # the worker of the tour stays as the tour knows her
        for person in others:
            self._settle(person)
        for person in self.county.people:
            self._tell(person)
        Person.objects.bulk_update(self.county.people, WRITTEN, batch_size=50)
        Phone.objects.bulk_create(
            phone for person in others if (phone := self._trusted_phone(person))
        )
        Tagging.objects.bulk_create(tag for person in others for tag in self._tags(person))
        ListPlace.objects.bulk_create(
            place for person in self.county.people for place in self._places(person)
        )

    def _settle(self, person):
        """From the township down into one of its villages."""
        if places := self.neighbourhoods.get(person.region.code):
            person.region = self.rng.choice(places)

    def _tell(self, person):
        wanted, born = self.wanted, str(person.birth_date.year)
        cards = wanted["ethnicity_by_card"]
        card = next((card for card in cards if person.id_number.startswith(card)), None)
        generation = max((start for start in wanted["schooling"] if start <= born), default="1960")
        incomer = self._is_incomer(person)
        ethnicity = wanted["incomers" if incomer else "ethnicity"]
        ethnicity = ethnicity["ethnicity"] if incomer else ethnicity
        person.ethnicity = cards[card] if card else self._one_of(ethnicity)
        person.schooling = self._one_of(wanted["schooling"][generation])
        person.household_kind = "rural" if incomer else self._one_of(wanted["household_kind"])
        person.household_region = None if incomer else person.region
        person.address = self._address(person)
        person.work_state = (
            "employed" if incomer else self._one_of(wanted["work_state"][person.category])
        )
        person.job_wish = self._one_of(wanted["job_wish"])
        person.training_wish = self.trades.get(self._one_of(wanted["training_wish"]))
        self._tell_hardship(person)
        self._tell_account(person)

    def _tell_hardship(self, person):
        if person.category not in HAS_CAUSE or self.rng.random() > AGREED_TO_CAUSE:
            return
        person.hardship_consent_at = self.county.day(SINCE + 5)
        person.hardship_cause = self._one_of(self.wanted["hardship_cause"])
        if person.hardship_cause == HardshipCause.DISABILITY:
            person.disability = self.rng.choice(self.wanted["disability"])

    def _tell_account(self, person):
        """Trainees give an account, so that an allowance reaches them and nobody else."""
        if person.pk not in self.trainees or self.rng.random() > AGREED_TO_ACCOUNT:
            return
        person.bank_name = self.rng.choice(list(self.wanted["banks"]))
        person.bank_holder = person.name
        stem = f"{self.wanted['banks'][person.bank_name]}{self.rng.randrange(10**12):012}"
        person.bank_account = stem + luhn.calc_check_digit(stem)
        person.bank_index = blind_index(person.bank_account)
        person.bank_consent_at = self.county.day(-60)

    def _address(self, person):
        region = person.region
        village = region.level == RegionLevel.VILLAGE
        place = f"{region.parent.name if village else ''}{region.name}"
        return self.wanted["address"].format(
            place=place, group=self.rng.randint(1, 9), house=self.rng.randint(1, 88)
        )

    def _trusted_phone(self, person):
        if self.rng.random() > TRUSTED:
            return None
        self.phone += self.rng.randint(1, 5)
        relation = Relation(self._one_of(self.wanted["relations"]))
        return Phone(person=person, number=str(self.phone), relation=relation, trusted=True)

    def _tags(self, person):
        usual = {} if self._is_incomer(person) else self.wanted["tags"].get(person.category, {})
        for tag, percent in usual.items():
            if self.rng.random() * 100 < percent:
                yield self._tag(person, tag)
        if person.disability:
            yield self._tag(person, Tag.DISABLED, ends=False)

    def _tag(self, person, tag, *, ends=True):
        since = self.county.today - timedelta(days=self.rng.randint(200, 900))
        over = ends and self.rng.random() < TAG_ENDED
        until = self.county.today - timedelta(days=self.rng.randint(10, 150)) if over else None
        source = self.wanted["tag_source"]
        return Tagging(person=person, tag=tag, since=since, until=until, source=source)

    def _places(self, person):
        """One after another, each beginning the day the one before it ends."""
        incomer = self._is_incomer(person)
        first = "incomer" if incomer else self._one_of(self.wanted["lists"][person.category])
        moves = [(first, self.county.today + timedelta(days=SINCE), "")]
        if not incomer and self.rng.random() < MOVED:
            moves.append(self._move(moves[-1], self.rng.randint(20, 340)))
            if self.rng.random() < MOVED_TWICE:
                moves.append(self._move(moves[-1], self.rng.randint(3, 15)))
        ends = [since for _list, since, _reason in moves[1:]] + [None]
        person.list_now = moves[-1][0]
        officer = self.county.officer_of(person.region)
        for (name, since, reason), until in zip(moves, ends, strict=True):
            yield ListPlace(
                person=person, list=name, since=since, until=until, reason=reason, moved_by=officer
            )

    def _move(self, before, days_ago):
        standing, _since, _reason = before
        if standing == StandingList.EMPLOYED:
            after = self.rng.choice([StandingList.AT_RISK, StandingList.EDGE])
        else:
            after = StandingList.EMPLOYED
        reason = self.rng.choice(self.wanted["reasons_to_move"][after])
        return after, self.county.today - timedelta(days=days_ago), reason

    def _is_incomer(self, person):
        return person.id_number[:6] in self.wanted["incomers"]["cards"]

    def _one_of(self, weights):
        return self.rng.choices(list(weights), weights.values())[0]
