"""The market of orders beyond the firms' own: who waits, what the bureau orders, who says no."""

from datetime import timedelta

from demo.clock import at
from demo.sources import facts
from training.classes.models import TrainingClass
from training.orders.actions import (
    accept_overrun,
    cannot_answer,
    decline_offer,
    offer,
    place_bureau_order,
)
from training.orders.interests import close_interest, wait_for
from training.orders.states import RefusalReason, SaidThrough


class Market:
    def __init__(self, county, orders):
        self.county = county
        self.orders = orders
        self.wanted = facts("market")

    def load(self):
        for row in self.wanted["interests"]:
            self._wait(row)
        for row in self.wanted["bureau_orders"]:
            self._order(row)
        for row in self.wanted["answers"]:
            self._answer(row)
        for row in self.wanted["refusals"]:
            self._cannot(row)

    def _wait(self, row):
        """Some of the people who are in no class of the course yet."""
        county, course = self.county, self.county.courses[row["course"]]
        region = county.regions[row["region"]]
        people = [
            person
            for person in county.people[row["after"] :]
            if person.consented_at and not person.enrolments.exists()
        ][: row["people"]]
        for number, person in enumerate(people):
            officer = county.village_officer_of(person.region) if number % 3 == 1 else None
            channel = SaidThrough.VILLAGE_OFFICER if officer else SaidThrough.SELF
            with at(county.day(row["since"] + 2 * number, hour=19)):
                said = {"by": officer, "channel": channel}
                waiting = wait_for(person, course, region, **said)
        if people and row.get("one_gave_up"):
            with at(county.day(-2)):
                close_interest(waiting, by=None)

    def _order(self, row):
        county = self.county
        lines = [
            {
                "course": county.courses[line["course"]],
                "seats": line["seats"],
                "region": county.regions[line["region"]],
                "needed_by": county.today + timedelta(days=line["needed"]),
                "conditions": line["conditions"],
            }
            for line in row["lines"]
        ]
        with at(county.day(row["placed"], hour=11)):
            order = place_bureau_order(
                county.organisations[row["bureau"]],
                lines,
                by=county.users[row["by"]],
                contact=row["contact"],
            )
        self.orders.lines[row["key"]] = list(order.lines.all())

    def _class_of(self, course):
        classes = TrainingClass.objects.open_on(self.county.today).filter(course=course)
        return classes.order_by("starts_on")

    def _answer(self, row):
        county = self.county
        line = self._line(row)
        found = list(self._class_of(line.course)) if line else []
        if len(found) <= row["which"]:  # a small demo has fewer classes
            return
        training_class, manager = found[row["which"]], county.users[row["by"]]
        with at(county.day(row["on"], hour=15)):
            if reason := row.get("overrun"):
                officer = county.users["officer"]
                accept_overrun(training_class, line, row["seats"], reason, by=officer)
                return
            made = offer(training_class, line, row["seats"], by=manager)
        if note := row.get("declined"):
            with at(county.day(row["on"] + 1, hour=17)):
                decline_offer(made, RefusalReason.TOO_FAR, note, by=county.users["employer"])

    def _cannot(self, row):
        line, county = self._line(row), self.county
        if line:
            with at(county.day(row["on"], hour=10)):
                provider, manager = county.organisations[row["provider"]], county.users[row["by"]]
                reason = RefusalReason(row["reason"])
                cannot_answer(line, provider, reason, row["note"], by=manager)

    def _line(self, row):
        lines = self.orders.lines.get(row["key"], ())
        return next((line for line in lines if line.course.code == row["course"]), None)
