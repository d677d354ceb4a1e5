"""The waiting list of the demo's full class: an offer, a group, a place that was moved."""

from datetime import timedelta

from demo.clock import at
from training.classes.models import TrainingClass
from training.enrolment import allotting, waiting_list
from training.enrolment.actions import leave
from training.enrolment.models import with_free_seats
from training.enrolment.rules import reasons_not_to_enrol
from training.enrolment.states import Channel
from training.people.actions import register

MOVED = "家中老人周二住院，只能上这一期，已与排队人员说明。"
RESERVED = "留给村里刚返乡的人员"


def load_waiting(county):
    """Through the verbs, each on its day."""
    with at(county.now):
        classes = with_free_seats(TrainingClass.objects.open_on(county.today + timedelta(days=3)))
        full = classes.filter(free=0).order_by("starts_on").first()
        roomy = classes.filter(free__gt=5).order_by("starts_on").first()
    if full:
        _queue(county, full)
    if roomy:
        with at(county.day(-2, hour=10)):
            allotting.reserve_seats(
                roomy,
                3,
                RESERVED,
                until=roomy.starts_on - timedelta(days=2),
                region=roomy.region,
                by=county.users["officer"],
            )


def _share_the_phone(county, relative):
    """Somebody of the demo worker's family, who is seen on the worker's phone."""
    phone, officer = county.people[0].phone, county.users["officer"]
    register(relative.name, relative.id_number, phone, by=officer, vouched=True)


def _queue(county, full):
    with at(county.day(-3, hour=9)):
        people = [p for p in county.people if not reasons_not_to_enrol(p, full)]
        seated = set(full.enrolments.seated().values_list("person", flat=True))
        people = [person for person in people if person.pk not in seated]
    first, second, *others = people
    relative = others[2]
    _share_the_phone(county, relative)
    joining = [[first], [second], others[:2], [relative], [others[3]]]
    rows = []
    for hours, group in enumerate(joining):
        with at(county.day(-3, hour=10 + hours)):
            officer = county.village_officer_of(group[0].region)
            channel = Channel.VILLAGE_OFFICER if officer else Channel.SELF
            joined = waiting_list.join(
                group, full, by=officer, channel=channel, label="同村姐妹" if group[1:] else ""
            )
            rows.append(joined[0])
    with at(county.day(-2, hour=15)):
        waiting_list.move(rows[-1], 3, MOVED, by=county.users["officer"])
    with at(county.day(-1, hour=17)):
        leave(full.enrolments.seated().order_by("-pk").first(), "临时要去外地帮工", by=None)
