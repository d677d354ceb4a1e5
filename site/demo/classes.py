"""Classes from listing to the last seat, through the verbs, each on its day."""

from datetime import timedelta

from demo.applications import after_approval, into_free_room, plan_of, teachers
from demo.clock import at, moment
from demo.sources import facts
from demo.timetable import bring_to, lessons_of
from training.classes.actions import (
    approve_class,
    cancel_class,
    file_class,
    list_class,
    return_class,
)
from training.enrolment.actions import enrol, leave
from training.enrolment.errors import NotEligible
from training.enrolment.states import Channel

MANAGERS = {"hjjg": "manager", "axjz": "manager_anxin", "xhds": "manager_xianghuo"}
LISTED_BEFORE, APPROVED_BEFORE = 40, 33  # days
TOO_SMALL_TO_LEAVE = 5
CHANNELS = {Channel.SELF: 5, Channel.VILLAGE_OFFICER: 4, Channel.PROVIDER: 1}


class ClassBook:
    def __init__(self, county, orders):
        self.county = county
        self.orders = orders
        self.rng = county.rng
        self.wanted = facts("classes")
        self.hours_a_day = {row["code"]: row["day"] for row in facts("courses")["courses"]}

    def specs(self, group):
        """A small demo keeps what must be seen; a larger one repeats the year's classes."""
        size = self.county.size
        rows = [row for row in self.wanted[group] if size >= 1 or row.get("essential")]
        if group != "finished":
            return rows
        copies = [
            row | {"start": row["start"] - 7 * copy, "order": None, "worker": False, "copy": copy}
            for copy in range(1, int(size))
            for row in self.wanted[group]
        ]
        return rows + copies

    def opened(self, spec):
        """An approved class with its trainees."""
        training_class, by = self._listed(spec)
        approved = min(spec["start"] - APPROVED_BEFORE, -1)
        with at(self.county.day(approved - 3)):
            file_class(training_class, by=by)
        with at(self.county.day(approved, hour=16)):
            training_class = approve_class(training_class, by=self.county.users["officer"])
            self.orders.answer(spec.get("order"), training_class, by)
        self._seat(training_class, spec, approved + 1)
        after_approval(self.county, training_class, spec, by)
        return training_class

    def load_pending(self):
        """Those the bureau has not approved, or nobody came to."""
        officer = self.county.users["officer"]
        for spec in self.specs("pending"):
            training_class, by = self._listed(spec)
            if spec["state"] == "draft":
                continue
            with at(self.county.day(-3, hour=11)):
                file_class(training_class, by=by)
            with at(self.county.day(-1, hour=16)):
                if spec["state"] == "returned":
                    return_class(training_class, spec["reason"], by=officer)
                elif spec["state"] == "cancelled":
                    cancel_class(training_class, spec["reason"], by=by)

    def _listed(self, spec):
        county = self.county
        course, venue = county.courses[spec["course"]], county.organisations[spec["venue"]]
        first_day = county.today + timedelta(days=spec["start"])
        lessons = lessons_of(
            course,
            first_day,
            teachers(spec, county.organisations),
            self.hours_a_day[course.code],
        )
        bring_to(lessons, county.now)
        into_free_room(lessons, venue, spec["venue"], spec["seats"])
        last_day = max(row["ends_at"] for row in lessons).date()
        by = county.users[MANAGERS[venue.provider.code]]
        with at(county.day(min(spec["start"] - LISTED_BEFORE, -5), hour=9)):
            training_class = list_class(
                venue.provider,
                course,
                venue=venue,
                seats=spec["seats"],
                starts_on=first_day,
                ends_on=last_day,
                assessor=county.organisations[spec["assessor"]],
                note=spec.get("note", "请带身份证，穿平底鞋。"),
                lessons=lessons,
                by=by,
                **plan_of(spec, venue, last_day, by),
            )
        return training_class, by

    def _seat(self, training_class, spec, from_day):
        """Seat as many as the data says; whoever may not, by the rules, is passed over."""
        last_day = min(spec["start"] - 1, -1)
        seated = 0
        for person in self._candidates(training_class, spec):
            if seated == spec["people"]:
                break
            day = self.rng.randint(from_day, max(from_day, last_day))
            channel, by = self._channel(person)
            try:
                with at(self.county.day(day, hour=self.rng.randint(9, 20))):
                    enrolment = enrol(person, training_class, by=by, channel=channel)
            except NotEligible:
                continue
            seated += 1
            self._perhaps_leave(enrolment, spec)

    def _channel(self, person):
        channel = self.rng.choices(list(CHANNELS), CHANNELS.values())[0]
        if channel != Channel.VILLAGE_OFFICER:
            return channel, None
        officer = self.county.village_officer_of(person.region)
        return (channel, officer) if officer else (Channel.SELF, None)

    def _candidates(self, training_class, spec):
        """Mostly neighbours; the demo's worker first where the data says so."""
        county = training_class.venue.region.code[:6]
        women_come = training_class.course.trade.slug == "domestic-service"

        def liking(person):
            near = 0.5 * (person.region.code[:6] == county)
            return self.rng.random() + near + 0.4 * (women_come and person.sex == "f")

        worker, *others = self.county.people
        others = sorted(others, key=liking, reverse=True)
        return [worker, *others] if spec.get("worker") else others

    def _perhaps_leave(self, enrolment, spec):
        """Some drop out on the way, if the class has begun and is not tiny."""
        mood = self.wanted["moods"].get(spec.get("mood"))
        is_worker = enrolment.person_id == self.county.people[0].pk
        if not mood or is_worker or spec["people"] < TOO_SMALL_TO_LEAVE:
            return
        if self.rng.random() >= mood["drop"]:
            return
        training_class = enrolment.training_class
        days = (min(training_class.ends_on, self.county.today) - training_class.starts_on).days
        day = training_class.starts_on + timedelta(days=self.rng.randint(1, max(1, days)))
        with at(moment(day, 19)):
            leave(enrolment, self.rng.choice(self.wanted["reasons_to_leave"]), by=None)
