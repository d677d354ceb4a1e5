from datetime import timedelta

from demo.clock import at
from demo.sources import facts
from training.orders.actions import approve_order, offer, place_order, return_order, withdraw_order
from training.orders.states import OrderKind


class OrderBook:
    """What the firms ordered; classes are offered in answer as they are listed."""

    def __init__(self, county):
        self.county = county
        self.lines = {}  # key of the order → its lines

    def load(self):
        for row in facts("orders"):
            order = self._place(row)
            self.lines[row["key"]] = list(order.lines.all())
            self._decide(order, row)

    def _place(self, row):
        county = self.county
        by = county.users["employer"] if row["employer"] == "chaowei" else None
        lines = [
            {
                "course": county.courses[line["course"]],
                "seats": line["seats"],
                "region": county.regions[line["region"]],
                "needed_by": county.today + timedelta(days=line["needed"]),
                "wage_from": line["wage"][0],
                "wage_to": line["wage"][1],
                "conditions": line["conditions"],
            }
            for line in row["lines"]
        ]
        with at(county.day(row["placed"], hour=10)):
            employer = county.organisations[row["employer"]]
            kind = OrderKind(row.get("kind", "order"))
            return place_order(employer, lines, by=by, contact=row["contact"], kind=kind)

    def _decide(self, order, row):
        officer = self.county.users["officer"]
        with at(self.county.day(row["placed"] + 2, hour=15)):
            match row["decision"]:
                case "approve":
                    approve_order(order, by=officer)
                case "return":
                    return_order(order, row["reason"], by=officer)
                case "withdraw":
                    withdraw_order(order, by=None)

    def answer(self, key, training_class, by):
        """Offer as many seats as the line still wants."""
        for line in self.lines.get(key, ()):
            if line.course_id == training_class.course_id:
                promised = sum(line.offers.values_list("seats", flat=True))
                seats = min(training_class.seats, line.seats - promised)
                if seats > 0:
                    offer(training_class, line, seats, by=by)
