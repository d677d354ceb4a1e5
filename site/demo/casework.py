"""One case a person: what they need, what was done for them, and whether they were reached.

Written in bulk with past days, as the marks of the classes are; see `history.py`.
"""

from datetime import timedelta
from itertools import accumulate

from demo.clock import at, moment
from demo.sources import facts
from training.casework.models import Case, ContactAttempt, Need, Service, StageReached
from training.casework.states import Channel, ServiceKind, Stage
from training.people.models import Person
from training.people.privacy import ask_about_data
from training.people.states import RequestKind, StandingList

OPENED = (-390, -60)  # days ago
NO_CASE_OF_THE_EMPLOYED, CLOSED, STEP_PLANNED, ASKED, ASKED_AGAIN = 0.5, 0.5, 0.6, 0.75, 0.2
MOST_ATTEMPTS = 3
CHAIN = list(Stage)
BATCH = 500


class CaseBook:
    def __init__(self, county):
        self.county = county
        self.rng = county.other_rng
        self.wanted = facts("casework")
        self.trades = [course.trade for course in county.courses.values()]
        self.worker, *self.others = county.people

    def load(self):
        cases = [case for person in self.county.people if (case := self._case(person))]
        Case.objects.bulk_create(cases, batch_size=BATCH)
        in_care = [case.person for case in cases]
        for model, rows in (
            (StageReached, (stage for case in cases for stage in self._chain(case))),
            (Need, (need for person in in_care for need in self._needs(person))),
            (Service, (service for person in in_care for service in self._services(person))),
            (ContactAttempt, self._attempts(in_care)),
        ):
            model.objects.bulk_create(rows, batch_size=BATCH)
        Person.objects.bulk_update(self.county.people, ["officer", "referral_consent_at"], 50)
        self._ask_about_data()

    def _case(self, person):
        """Everybody who is not yet in work has one; of the employed, half."""
        employed = person.list_now == StandingList.EMPLOYED
        if employed and self.rng.random() < NO_CASE_OF_THE_EMPLOYED and person != self.worker:
            return None
        by_list = self.wanted["stages"][person.list_now]
        number = min(len(CHAIN), by_list + (self.rng.random() < 0.2))  # noqa: PLR2004
        case = Case(
            person=person,
            stage=CHAIN[number - 1],
            opened_on=self._day(*OPENED),
        )
        person.officer = self._officer(person)
        if employed and self.rng.random() < CLOSED and person != self.worker:
            case.closed_on = self._day(-55, -2)
        elif self.rng.random() < STEP_PLANNED:
            case.next_step = self.rng.choice(self.wanted["steps"])
            case.next_on = self._day(-6, 25)
        return case

    def _officer(self, person):
        return self.county.village_officer_of(person.region) or self.county.officer_of(
            person.region
        )

    def _chain(self, case):
        """Every stage up to today's, each some days after the one before."""
        stages = CHAIN[: CHAIN.index(case.stage) + 1]
        last = (case.closed_on or self.county.today) - case.opened_on
        apart = [0, *(self.rng.randint(1, max(1, last.days // len(CHAIN))) for _ in stages[1:])]
        for stage, days in zip(stages, accumulate(apart), strict=True):
            on = case.opened_on + timedelta(days=days)
            yield StageReached(case=case, stage=stage, on=on, by=case.person.officer)

    def _needs(self, person):
        if self.rng.random() > ASKED:
            return
        for _ in range(1 + (self.rng.random() < ASKED_AGAIN)):
            willing = self._one_of("willingness")
            keen = willing != "no"
            yield Need(
                person=person,
                willingness=willing,
                trade=self.rng.choice(self.trades) if keen else None,
                place=self._one_of("places") if keen else "",
                time=self._one_of("times") if keen else "",
                note=self.rng.choice(self.wanted["needs"]) if keen else "",
                on=self._day(-380, -15),
                by=person.officer,
            )

    def _services(self, person):
        """Where an office stands at the door, people are seen often."""
        often = self.wanted["care"].get(person.region.code[:9], self.wanted["care_elsewhere"])
        done = set()
        for _ in range(self.rng.randint(max(1, often - 4), often + 4)):
            kind, on = self._one_of("services"), self._day(-360, -1)
            if (kind, on) in done:  # the same twice on a day is once
                continue
            done.add((kind, on))
            yield self._service(person, kind, on)
        if person == self.worker:
            yield self._service(person, ServiceKind.JOB_INTRODUCTION, self._day(-30, -30))

    def _service(self, person, kind, on):
        employer = None
        if kind == ServiceKind.JOB_INTRODUCTION:
            firms = self.wanted["introductions"]
            key = firms[0] if person == self.worker else self.rng.choice(firms)
            employer = self.county.organisations[key]
            # Without this no firm reads the name.
            person.referral_consent_at = person.referral_consent_at or self.county.day(-362)
        return Service(
            person=person,
            kind=kind,
            on=on,
            employer=employer,
            note=self.rng.choice(self.wanted["service_notes"]),
            by=person.officer,
        )

    def _attempts(self, in_care):
        for part in (True, False):
            people = [
                person
                for person in in_care
                if (person.list_now == StandingList.INCOMER) is part and person.phone
            ]
            endings = "outcomes_of_incomers" if part else "outcomes_of_neighbours"
            yield from self._tried(people, self.wanted[endings])

    def _tried(self, people, weights):
        """The last attempt of each ends so that the shares come out as they were found."""
        total, endings = sum(weights.values()), []
        for ending, edge in zip(weights, accumulate(weights.values()), strict=True):
            endings += [ending] * (round(edge * len(people) / total) - len(endings))
        self.rng.shuffle(endings)
        for person, ending in zip(people, endings, strict=True):
            days = sorted(self.rng.sample(range(3, 200), self.rng.randint(1, MOST_ATTEMPTS)))
            for ago in days:
                last = ago == days[0]
                yield ContactAttempt(
                    person=person,
                    channel=Channel.PHONE,
                    number=person.phone,
                    outcome=ending if last else "no_answer",
                    at=moment(self.county.today - timedelta(days=ago), self.rng.randint(9, 20)),
                    by=person.officer,
                )

    def _ask_about_data(self):
        wanted = self.wanted["request"]
        person = next(
            person
            for person in self.others
            if person.region.code.startswith("445102") and person.officer
        )
        with at(self.county.day(-2, 10)):
            ask_about_data(person, RequestKind(wanted["kind"]), wanted["text"], by=person.officer)

    def _day(self, earliest, latest):
        return self.county.today + timedelta(days=self.rng.randint(earliest, latest))

    def _one_of(self, weights):
        weights = self.wanted[weights]
        return self.rng.choices(list(weights), weights.values())[0]
