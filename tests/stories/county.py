"""The demo county at ten on a Wednesday, and the pages one shows a visitor."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.models import CataloguePage
from courses.queries import page_of
from tests.stories import registers
from tests.stories.words import LANGUAGE
from training.attendance.rules import check_in_is_open
from training.casework.models import Case
from training.casework.queries import people_in_care_of
from training.classes.models import ChangeRequest, Lesson, TrainingClass
from training.completion.models import Completion
from training.enrolment.models import Enrolment, with_free_seats
from training.enrolment.seats import Waiting
from training.orders.models import Offer, Order
from training.organisations.reach import reach_of
from training.people.actions import prove_phone, send_code

WORKER = "13800000001"


@dataclass(frozen=True)
class Stop:
    """A page and who looks at it: a user, or None for anybody."""

    address: str
    who: object = None


def load_county(size):
    call_command("load_demo", size=size, force=True, verbosity=0)


@override(LANGUAGE)
def public_pages():
    """What a worker sees: name → stop."""
    worker = prove_phone(WORKER, send_code(WORKER))
    open_class = class_with_free_seats()
    mine = Enrolment.objects.filter(person__user=worker)
    asked = mine.filter(invitation__spent=False).latest("training_class__starts_on")
    number = latest_certificate().number
    catalogue = CataloguePage.objects.get(locale__language_code="zh-hans")
    return {
        "home": Stop("/"),
        "catalogue": Stop(catalogue.url),
        "course": Stop(page_of(open_class.course).url),
        "class": Stop(open_class.get_absolute_url()),
        "enrol": Stop(reverse("training:enrol", args=[open_class.pk])),
        "sign-in": Stop(reverse("training:sign_in")),
        "my": Stop(reverse("training:my"), worker),
        "check-in": Stop(reverse("training:check_in"), worker),
        "own-data": Stop(reverse("training:own_data"), worker),
        **market_pages(worker, open_class),
        "survey": Stop(reverse("training:survey", args=[asked.pk]), worker),
        "verify": Stop(reverse("training_certificates:result", args=[number])),
    }


def market_pages(worker, open_class):
    """Asking whether one may, waiting, vouchers and wishes."""
    place = Waiting.objects.waiting().get(person__user=worker)
    asked = "?year=1972&month=5&sex=f"
    return {
        "may-i": Stop(reverse("training:may_i", args=[open_class.pk]) + asked),
        "place": Stop(reverse("training:place", args=[place.pk]), worker),
        "queue": Stop(reverse("training:queue", args=[place.training_class_id]), worker),
        "vouchers": Stop(reverse("training:entitlements"), worker),
        "wishes": Stop(reverse("training:interest"), worker),
        "calendar": Stop(reverse("training:my_calendar"), worker),
        "appeal": Stop(reverse("training:appeal", args=[open_class.pk]), worker),
    }


def class_with_free_seats():
    to_come = TrainingClass.objects.open_on(timezone.localdate())
    return with_free_seats(to_come).filter(seats__gt=F("taken")).earliest("starts_on")


def latest_certificate():
    own = Completion.objects.filter(enrolment__person__phone=WORKER, certificate__isnull=False)
    return own.latest("certificate__number").certificate


@override(LANGUAGE)
def field_pages():
    """What trainers, employers and village officers see."""
    lesson = lesson_of_the_hour()
    manager, employer = user("manager"), user("employer")
    village, person = user("village"), person_with_a_case()
    offers = Offer.objects.filter(line__order__employer__in=reach_of(employer).employers)
    offer = offers.select_related("line").latest("training_class__starts_on")
    staff = reverse("training:staff", args=[offer.line.order_id, offer.training_class_id])
    results = reverse("training:results", args=[lesson.training_class_id, "before"])
    return {
        "teach": Stop(reverse("training:teach"), lesson.trainer.user or manager),
        "teach-class": Stop(
            reverse("training:teach_class", args=[lesson.training_class_id]), manager
        ),
        "roll": Stop(reverse("training:roll", args=[lesson.pk]), manager),
        "code": Stop(reverse("training:code_screen", args=[lesson.pk]), manager),
        "results": Stop(results, manager),
        "orders": Stop(reverse("training:orders"), employer),
        "order": Stop(reverse("training:order", args=[offer.line.order_id]), employer),
        "staff": Stop(staff, employer),
        "village-vouchers": Stop(
            reverse("training:village_entitlements", args=[person.pk]), village
        ),
        "village-wish": Stop(reverse("training:village_interest", args=[person.pk]), village),
        "new-order": Stop(reverse("training:new_order"), employer),
        "referrals": Stop(reverse("training:referrals"), employer),
        "village": Stop(reverse("training:village"), village),
        "village-person": Stop(reverse("training:village_person", args=[person.pk]), village),
        "village-contact": Stop(reverse("training:village_contact", args=[person.pk]), village),
    }


@override(LANGUAGE)
def office_pages():
    """What the bureau and the schools see in the back office."""
    running = lesson_of_the_hour().training_class
    officer, person = user("officer"), person_with_a_case()
    to_confirm = registers.bring(registers.CLEAN, by=officer)
    checked = registers.check(registers.DIRTY, by=officer)
    comparison = registers.compare(registers.CLEAN, by=officer)
    return {
        "admin": Stop(reverse("wagtailadmin_home"), officer),
        "quality": Stop(reverse("training_quality"), officer),
        "back-office": Stop(reverse("training_class:inspect", args=[running.pk]), user("manager")),
        "person": Stop(reverse("training_person:inspect", args=[person.pk]), officer),
        "columns": Stop(reverse("training_register_file:columns", args=[to_confirm.pk]), officer),
        "register-file": Stop(
            reverse("training_register_file:inspect", args=[checked.pk]), officer
        ),
        "comparison": Stop(reverse("training_comparison:inspect", args=[comparison.pk]), officer),
        "differences": Stop(reverse("training_difference:index"), officer),
        "lists": Stop(reverse("training_lists:index"), officer),
        "ledger": Stop(reverse("training_ledger"), officer),
        "cases": Stop(reverse("training_case:index"), officer),
        **market_office(officer, user("manager")),
    }


def market_office(officer, manager):
    """Rules, orders, seats, vouchers and messages in the back office."""
    full = Waiting.objects.in_queue().first()
    to_come = TrainingClass.objects.open_on(timezone.localdate()).visible_to(manager)
    mine, seat_doors = to_come.latest("starts_on"), [full.training_class_id]
    change, order = ChangeRequest.objects.latest("pk"), Order.objects.latest("pk")
    return {
        "class-seats": Stop(reverse("training_class:inspect", args=seat_doors), officer),
        "reserve": Stop(reverse("training_class:reserve", args=seat_doors), officer),
        "merge": Stop(reverse("training_class:merge", args=seat_doors), officer),
        "waiting": Stop(reverse("training_waiting:index"), officer),
        "waiting-place": Stop(reverse("training_waiting:inspect", args=[full.pk]), officer),
        "rules": Stop(reverse("training_applying:index"), officer),
        "rule-list": Stop(reverse("training_rule:index"), officer),
        "demand": Stop(reverse("training_demand"), officer),
        "order-office": Stop(reverse("training_order:inspect", args=[order.pk]), officer),
        "change": Stop(reverse("training_change_request:inspect", args=[change.pk]), officer),
        "messages": Stop(reverse("training_message:index"), officer),
        "issues": Stop(reverse("training_issue:index"), officer),
        "appeals": Stop(reverse("training_appeal:index"), officer),
        "roster": Stop(reverse("training_class:roster", args=[mine.pk]), manager),
        "ask-change": Stop(reverse("training_class:ask_change", args=[mine.pk]), manager),
        "new-class": Stop(reverse("training_class:add"), manager),
    }


def person_with_a_case():
    """The one of the village for whom most was done and something is still to be done."""
    people = people_in_care_of(user("village"))
    cases = Case.objects.filter(person__in=people, closed_on__isnull=True, next_on__isnull=False)
    return cases.annotate(done=Count("person__services")).latest("done", "-pk").person


def lesson_of_the_hour():
    now = timezone.now()
    todays = Lesson.objects.on(timezone.localdate()).select_related("trainer__user")
    return next(lesson for lesson in todays if check_in_is_open(lesson, now))


def user(name):
    return get_user_model().objects.get_by_natural_key(name)
