"""An employer that sends its own people, and a school that brings a roster."""

from demo.clock import at
from demo.people import whole
from training.classes.models import TrainingClass
from training.enrolment.models import with_free_seats
from training.enrolment.rosters import Line, seat_roster
from training.enrolment.states import Channel
from training.orders.models import Offer

STAFF = (
    ("陈少芬", "44510219850317402", "13800007001"),
    ("林燕珊", "44510219880922404", "13800007002"),
    ("黄锐亮", "44510219791105405", "13800007003"),
)
ROSTER = (
    ("吴素玲", "44510219830614406", "13800007004"),
    ("许丽君", "44510219910208408", "13800007005"),
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
        by = self.county.users["employer"]
        employers = by.memberships.values("employer")
        offers = Offer.objects.filter(
            line__order__employer__in=employers, training_class__in=open_classes
        )
        if offer := offers.filter(seats__gte=len(STAFF)).order_by("pk").first():
            _seat(STAFF, offer.training_class, by, Channel.EMPLOYER, offer=offer)

    def _bring_roster(self, open_classes):
        by = self.county.users["manager"]
        own = with_free_seats(open_classes.filter(provider__in=by.memberships.values("provider")))
        roomy = [row for row in own.order_by("pk") if row.seats - row.taken > len(ROSTER)]
        if roomy:
            _seat(ROSTER, roomy[-1], by, Channel.PROVIDER)


def _seat(people, training_class, by, channel, **more):
    lines = [
        Line(number, name, whole(stem), phone)
        for number, (name, stem, phone) in enumerate(people, start=2)
    ]
    seat_roster(training_class, lines, by=by, channel=channel, **more)
