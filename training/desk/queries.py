"""What the desk shows, read in a constant number of queries."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from certificates.models import CertificateQuerySet
from training.assessment.models import Result
from training.assessment.states import Moment
from training.attendance.states import ATTENDED
from training.classes.models import ChangeRequest, TrainingClass
from training.classes.states import ClassState
from training.completion.models import Completion
from training.completion.rules import sentences
from training.enrolment.appeals import Appeal
from training.enrolment.models import Enrolment
from training.enrolment.who_enrolled import FETCHED as WHO_ENROLLED
from training.notices.models import Message
from training.orders.models import Order, OrderLine, OrderLineQuerySet
from training.orders.states import OrderState
from training.organisations.reach import Reach, User, deciding, reach_of
from training.outcomes.queries import due_for_follow_up
from training.people.requests import DataRequest
from training.people.states import RequestState
from training.surveys.models import Comment


@dataclass(frozen=True)
class Trainee:
    """One line of a class: the seat, class hours attended, scores, and how it ended."""

    enrolment: Enrolment
    attended: Decimal
    planned: Decimal
    before: Result | None
    after: Result | None
    completion: Completion | None

    @property
    def shortfalls(self) -> list[str]:
        return sentences(self.completion.shortfalls) if self.completion else []


def trainees_of(training_class: TrainingClass, user: User) -> list[Trainee]:
    """Everybody who took a seat in the class, as far as ``user`` may see them."""
    planned = training_class.lessons.filter(cancelled=False).aggregate(
        total=Sum("class_hours", default=Decimal(0))
    )["total"]
    there = Q(marks__status__in=ATTENDED, marks__lesson__cancelled=False)
    seats = (
        training_class.enrolments.visible_to(user)
        .select_related("person", "completion__certificate", *WHO_ENROLLED)
        .prefetch_related("results")
        .annotate(
            attended=Sum("marks__lesson__class_hours", filter=there, default=Decimal(0)),
        )
    )
    return [_trainee(seat, seat.attended, planned) for seat in seats]


def _trainee(seat: Enrolment, attended: Decimal, planned: Decimal) -> Trainee:
    results = {result.moment: result for result in seat.results.all()}
    return Trainee(
        enrolment=seat,
        attended=attended,
        planned=planned,
        before=results.get(Moment.BEFORE),
        after=results.get(Moment.AFTER),
        completion=getattr(seat, "completion", None),
    )


def lines_to_answer(user: User) -> OrderLineQuerySet:
    """Order lines still wanted, with what the pages tell about them."""
    return (
        OrderLine.objects.visible_to(user)
        .answerable()
        .select_related("order__employer", "order__bureau", "course", "region")
    )


@dataclass(frozen=True)
class Waiting:
    """How many rows of a kind wait for the user; ``kind`` names the list that shows them."""

    kind: str
    count: int


def waiting_for(user: User) -> list[Waiting]:
    """What a bureau officer or a provider manager should act on next."""
    user = deciding(user)
    reach = reach_of(user)
    found = []
    if reach.everything or reach.regions:
        found += _for_the_bureau(user, reach)
    if reach.everything or reach.providers:
        found += _for_the_provider(user, reach)
    return [row for row in found if row.count]


def _for_the_bureau(user: User, reach: Reach) -> list[Waiting]:
    orders = Order.objects.filter(state=OrderState.PLACED)
    classes = TrainingClass.objects.filter(state=ClassState.FILED)
    changes = ChangeRequest.objects.open()
    comments = Comment.objects.filter(released=False)
    requests = DataRequest.objects.filter(state=RequestState.OPEN)
    appeals = Appeal.objects.waiting()
    if not reach.everything:
        orders = orders.filter(reach.in_regions("employer__region"))
        classes = classes.filter(reach.in_regions("venue__region"))
        changes = changes.filter(reach.in_regions("training_class__venue__region"))
        comments = comments.filter(reach.in_regions("training_class__venue__region"))
        requests = requests.filter(reach.in_regions("person__region"))
        appeals = appeals.filter(reach.in_regions("training_class__venue__region"))
    overdue = classes.filter(decide_by__lt=timezone.localdate())
    return [
        Waiting("orders_to_approve", orders.count()),
        Waiting("classes_overdue", overdue.count()),
        Waiting("classes_to_approve", classes.count()),
        Waiting("changes_to_decide", changes.count()),
        Waiting("follow_ups", due_for_follow_up(user, months=6).count()),
        Waiting("comments", comments.count()),
        Waiting("data_requests", requests.count()),
        Waiting("appeals", appeals.count()),
        Waiting("messages", Message.objects.visible_to(user).to_decide().count()),
    ]


def _for_the_provider(user: User, reach: Reach) -> list[Waiting]:
    classes = TrainingClass.objects.all()
    if not reach.everything:
        classes = classes.filter(provider__in=reach.providers)
    over = classes.filter(state=ClassState.APPROVED, ends_on__lte=timezone.localdate())
    return [
        Waiting("lines_to_answer", lines_to_answer(user).count()),
        Waiting("classes_returned", classes.filter(state=ClassState.RETURNED).count()),
        Waiting("classes_to_conclude", over.count()),
    ]


def certificates_in_reach(user: User, certificates: CertificateQuerySet) -> CertificateQuerySet:
    """Providers see what was issued in their name; officers what trainees of theirs were given."""
    reach = reach_of(user)
    if reach.everything:
        return certificates
    issuers = [f"provider:{pk}" for pk in reach.providers]
    given = Completion.objects.filter(
        reach.in_regions("enrolment__training_class__venue__region"), certificate__isnull=False
    )
    return certificates.filter(Q(issuer_key__in=issuers) | Q(pk__in=given.values("certificate")))
