"""An employer that sends its own people, and a school that brings a roster."""

from datetime import timedelta

from django.db.models import F

from demo.clock import at
from demo.people import whole
from training.classes.models import TrainingClass
from training.enrolment.models import with_free_seats
from training.enrolment.rosters import Line, seat_roster
from training.enrolment.states import Channel
from training.orders.actions import approve_order, offer, place_order

STAFF = (
    ("陈少芬", "44510219850317402", "13988807001"),
    ("林燕珊", "44510219880922404", "13988807002"),
    ("黄锐亮", "44510219791105405", "13988807003"),
)
ROSTER = (
    ("吴素玲", "44510219830614406", "13988807004"),
    ("许丽君", "44510219910208408", "13988807005"),
)


class Staff:
    def __init__(self, county):
        self.county = county

    def load(self):
        open_classes = TrainingClass.objects.open_on(self.county.today)
        with at(self.county.day(-1, hour=11)):
            self._send_staff(open_classes)
            self._bring_roster(open_classes)

    def _send_staff(self, open_classes):
        """The firm orders what a school is about to teach, and sends people it has already."""
        users = self.county.users
        by, training_class = users["employer"], self._roomy(open_classes).first()
        if training_class is None:
            return
        employer = by.memberships.get().organisation
        wanted = {
            "course": training_class.course,
            "seats": len(STAFF),
            "region": training_class.region,
            "needed_by": training_class.ends_on + timedelta(days=30),
        }
        order = place_order(employer, [wanted], by=by)
        approve_order(order, by=users["officer"])
        made = offer(training_class, order.lines.get(), len(STAFF), by=users["manager"])
        _seat(STAFF, training_class, by, Channel.EMPLOYER, offer=made)

    def _bring_roster(self, open_classes):
        by = self.county.users["manager"]
        if training_class := self._roomy(open_classes).last():
            _seat(ROSTER, training_class, by, Channel.PROVIDER)

    def _roomy(self, open_classes):
        """Classes of the manager's own school that have seats for a few more."""
        own = self.county.users["manager"].memberships.values("provider")
        classes = with_free_seats(open_classes.filter(provider__in=own, offers__isnull=True))
        return classes.filter(seats__gt=F("taken") + len(STAFF)).order_by("pk")


def _seat(people, training_class, by, channel, **more):
    lines = [
        Line(number, name, whole(stem), phone)
        for number, (name, stem, phone) in enumerate(people, start=2)
    ]
    seat_roster(training_class, lines, by=by, channel=channel, **more)
