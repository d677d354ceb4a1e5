from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.factories.classes import TrainingClassFactory
from tests.factories.courses import CourseFactory
from tests.factories.orders import OrderFactory, OrderLineFactory
from tests.factories.organisations import EmployerFactory
from training.classes.errors import WrongState
from training.classes.states import ClassState
from training.orders.actions import approve_order, offer, place_again, place_order, return_order
from training.orders.errors import CourseDiffers, TooFewSeats, TooManyOffered
from training.orders.models import Order, OrderLine
from training.orders.states import OrderState
from training.organisations.errors import ReasonNeeded

pytestmark = pytest.mark.django_db


def line_facts(**changes):
    return {"course": CourseFactory(), "seats": 30, "needed_by": date(2027, 3, 1), **changes}


def test_an_order_waits_for_the_bureau(by):
    employer = EmployerFactory()

    order = place_order(employer, [line_facts(region=employer.region)], by=by)

    assert order.state == OrderState.PLACED
    assert order.lines.get().seats == 30


def test_a_bad_line_leaves_no_half_order(by):
    employer = EmployerFactory()
    lines = [
        line_facts(region=employer.region),
        line_facts(region=employer.region, wage_from=5000, wage_to=3000),
    ]

    with pytest.raises(ValidationError, match="highest wage is below"):
        place_order(employer, lines, by=by)

    assert not Order.objects.exists()


def test_sent_back_changed_and_handed_in_again(by):
    order = OrderLineFactory(order__state=OrderState.PLACED).order

    with pytest.raises(ReasonNeeded):
        return_order(order, "", by=by)
    return_order(order, "Say which district", by=by)
    lines = [line_facts(region=order.region, seats=seats) for seats in (12, 8)]
    again = place_again(order, lines, by=by)

    assert again.state == OrderState.PLACED
    assert [line.seats for line in order.lines.all()] == [12, 8]


def test_thirty_ordered_eighteen_and_fourteen_offered_is_two_too_many(by):
    line = OrderLineFactory(seats=30)
    offer(TrainingClassFactory(course=line.course), line, 18, by=by)

    with pytest.raises(TooManyOffered, match="2 too many"):
        offer(TrainingClassFactory(course=line.course), line, 14, by=by)


def test_offering_again_replaces_the_number(by):
    line = OrderLineFactory(seats=30)
    training_class = TrainingClassFactory(course=line.course)

    offer(training_class, line, 18, by=by)
    offer(training_class, line, 30, by=by)

    assert OrderLine.objects.with_offered().get(pk=line.pk).offered == 30
    assert not OrderLine.objects.answerable().filter(pk=line.pk).exists()


def test_a_class_of_another_course_is_no_answer(by):
    with pytest.raises(CourseDiffers):
        offer(TrainingClassFactory(), OrderLineFactory(), 5, by=by)


def test_an_order_not_approved_cannot_be_answered(by):
    line = OrderLineFactory(order__state=OrderState.PLACED)

    with pytest.raises(WrongState):
        offer(TrainingClassFactory(course=line.course), line, 5, by=by)


def test_a_withdrawn_order_cannot_be_approved(by):
    with pytest.raises(WrongState):
        approve_order(OrderFactory(state=OrderState.WITHDRAWN), by=by)


def test_a_second_reason_is_not_taken_for_the_first(by):
    order = OrderLineFactory(order__state=OrderState.PLACED).order
    return_order(order, "Say which district", by=by)

    return_order(order, "Say which district", by=by)  # the double click
    with pytest.raises(WrongState):
        return_order(order, "The wage is too low", by=by)

    order.refresh_from_db()
    assert order.reason == "Say which district"


def test_a_class_offers_no_more_seats_than_it_has(by):
    line = OrderLineFactory(seats=40)
    training_class = TrainingClassFactory(course=line.course, seats=20)
    other = OrderLineFactory(course=line.course)
    offer(training_class, other, 15, by=by)

    with pytest.raises(TooFewSeats, match="5 seats left"):
        offer(training_class, line, 6, by=by)

    assert offer(training_class, line, 5, by=by).seats == 5


@pytest.mark.parametrize("state", [ClassState.CONCLUDED, ClassState.CANCELLED])
def test_a_class_that_is_over_is_no_answer(by, state):
    line = OrderLineFactory()

    with pytest.raises(WrongState):
        offer(TrainingClassFactory(course=line.course, state=state), line, 5, by=by)
