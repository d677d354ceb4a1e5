from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.orders import OrderFactory, OrderLineFactory
from tests.factories.organisations import (
    EmployerFactory,
    ProviderFactory,
    manager_of,
    member,
    officer_of,
)
from tests.factories.outcomes import OutcomeFactory
from training.classes.states import ClassState
from training.completion.models import Completion
from training.desk.order_standing import Standing, order_standings, standings_of
from training.enrolment.states import EnrolmentState
from training.orders.actions import offer
from training.orders.models import Offer
from training.organisations.states import Role
from training.outcomes.states import Contact, Work

pytestmark = pytest.mark.django_db


def seated(training_class, *ends, since=None):
    """People of a class in the order in which they enrolled: whether each completed."""
    begin = since or timezone.now() - timedelta(days=100)
    seats = []
    for number, done in enumerate(ends):
        seat = EnrolmentFactory(
            training_class=training_class, enrolled_at=begin + timedelta(minutes=number)
        )
        if done is not None:
            Completion.objects.create(enrolment=seat, completed=done, concluded_at=begin)
        seats.append(seat)
    return seats


def followed_up(seat, work=Work.EMPLOYEE, same_trade=True, months=6, contact=Contact.REACHED):
    OutcomeFactory(enrolment=seat, work=work, same_trade=same_trade, months=months, contact=contact)


def offered(training_class, line, seats, by, days_ago=0):
    made = offer(training_class, line, seats, by=by)
    moment = timezone.now() - timedelta(days=days_ago)
    Offer.objects.filter(pk=made.pk).update(offered_at=moment)
    return made


def concluded(training_class):
    training_class.state = ClassState.CONCLUDED
    training_class.save()


def test_an_order_nobody_answered():
    line = OrderLineFactory(seats=30)

    assert standings_of([line]) == {line.pk: Standing(30, 0, 0, None, 0, 0)}


def test_a_class_and_what_became_of_its_people(by):
    """Six seats of eight ordered; five people, of whom four completed, and four were asked."""
    line = OrderLineFactory(seats=8)
    training_class = TrainingClassFactory(course=line.course)
    offered(training_class, line, 6, by)
    concluded(training_class)
    hired, elsewhere, jobless, _unasked, unreached = seated(
        training_class, True, True, True, True, False
    )
    left = EnrolmentFactory(training_class=training_class, state=EnrolmentState.DROPPED)
    followed_up(hired)
    followed_up(elsewhere, same_trade=False)
    followed_up(jobless, work=Work.NOT_WORKING, same_trade=None)
    followed_up(unreached, work=Work.UNKNOWN, same_trade=None, contact=Contact.DEAD_NUMBER)
    followed_up(left)

    assert standings_of([line])[line.pk] == Standing(
        ordered=8, offered=6, filled=5, completed=4, hired=1, unknown=2
    )


def test_the_people_of_a_class_are_shared_out_in_the_order_they_came(by):
    """Two firms share a class: ten seats and twenty, and twenty-five people came."""
    first, second = (OrderLineFactory(seats=20) for _ in range(2))
    second.course = first.course
    second.save()
    training_class = TrainingClassFactory(course=first.course, seats=30)
    offered(training_class, second, 20, by, days_ago=1)  # the later of the two
    offered(training_class, first, 10, by, days_ago=2)
    concluded(training_class)
    seated(training_class, *[True] * 10, *[False] * 15)

    found = standings_of([first, second])

    assert found[first.pk] == Standing(20, 10, 10, 10, 0, 10)
    assert found[second.pk] == Standing(20, 20, 15, 0, 0, 15)
    assert standings_of([second])[second.pk] == found[second.pk]  # asked alone, too


def test_nobody_fills_more_than_was_promised(by):
    line = OrderLineFactory(seats=30)
    training_class = TrainingClassFactory(course=line.course, seats=30)
    offered(training_class, line, 2, by)
    seated(training_class, None, None, None)

    assert standings_of([line])[line.pk].filled == 2


def test_the_latest_answer_counts_and_silence_does_not_undo_it(by):
    line = OrderLineFactory(seats=30)
    training_class = TrainingClassFactory(course=line.course)
    offered(training_class, line, 30, by)
    lost, kept = seated(training_class, None, None)
    followed_up(lost, months=3)
    followed_up(lost, months=6, work=Work.NOT_WORKING, same_trade=None)
    followed_up(kept, months=3)
    followed_up(kept, months=6, work=Work.UNKNOWN, same_trade=None, contact=Contact.REFUSED)

    standing = standings_of([line])[line.pk]

    assert (standing.hired, standing.unknown) == (1, 0)


def test_a_job_in_a_trade_nobody_asked_about_is_not_known(by):
    line = OrderLineFactory(seats=30)
    training_class = TrainingClassFactory(course=line.course)
    offered(training_class, line, 30, by)
    (seat,) = seated(training_class, None)
    followed_up(seat, same_trade=None)

    assert standings_of([line])[line.pk].unknown == 1


def test_a_cancelled_class_fills_nothing(by):
    line = OrderLineFactory(seats=30)
    training_class = TrainingClassFactory(course=line.course)
    offered(training_class, line, 30, by)
    seated(training_class, None)
    training_class.state = ClassState.CANCELLED
    training_class.save()

    assert standings_of([line])[line.pk] == Standing(30, 0, 0, None, 0, 0)


def test_an_order_is_the_sum_of_its_lines(by):
    order = OrderFactory()
    one, two = (OrderLineFactory(order=order, seats=seats) for seats in (8, 12))
    training_class = TrainingClassFactory(course=one.course)
    offered(training_class, one, 8, by)
    concluded(training_class)
    seated(training_class, True, False)
    offered(TrainingClassFactory(course=two.course), two, 5, by)

    assert order_standings([order]) == {order.pk: Standing(20, 13, 2, 1, 0, 2)}


# Where it is read


def an_order(employer, by):
    order = OrderFactory(employer=employer)
    line = OrderLineFactory(order=order, seats=10)
    training_class = TrainingClassFactory(course=line.course)
    offered(training_class, line, 10, by)
    for seat in seated(training_class, None, None):
        followed_up(seat)
    return order


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_of_orders_costs_the_same_for_three_as_for_one(office, by):
    employer = EmployerFactory()
    client, url = office(officer_of(employer.region)), reverse("training_order:index")
    an_order(employer, by)
    one = cost(client, url)
    for _ in range(2):
        an_order(employer, by)

    assert cost(client, url) == one


def test_the_page_of_an_order_costs_the_same_for_three_lines_as_for_one(office, client, by):
    order = an_order(EmployerFactory(), by)
    desk = office(officer_of(order.region))
    client.force_login(member(Role.EMPLOYER, order.employer))
    doors = (
        (desk, reverse("training_order:inspect", args=[order.pk])),
        (
            client,
            order.get_absolute_url(),
        ),
    )
    one = [cost(*door) for door in doors]
    for _ in range(2):
        line = OrderLineFactory(order=order, seats=10)
        training_class = TrainingClassFactory(course=line.course)
        offered(training_class, line, 4, by)
        seated(training_class, None)

    assert [cost(*door) for door in doors] == one


def test_the_employer_reads_where_it_stands_and_no_names(client, by):
    order = an_order(EmployerFactory(), by)
    client.force_login(member(Role.EMPLOYER, order.employer))

    page = client.get(order.get_absolute_url())

    assertContains(page, "of 2 asked; 2 have a seat")
    for seat in order.lines.get().offers.get().training_class.enrolments.all():
        assert seat.person.name not in page.content.decode()


def test_a_provider_reads_where_a_line_stands(office, by):
    line = an_order(EmployerFactory(), by).lines.get()

    page = office(manager_of(ProviderFactory())).get(
        reverse("training_orderline:inspect", args=[line.pk])
    )

    assertContains(page, "10 of 10")


@pytest.mark.parametrize(
    ("word", "found"),
    [("wanted", "unanswered"), ("unfilled", "answered"), ("filled", None), ("unknown", None)],
)
def test_orders_are_found_by_where_they_stand(office, by, word, found):
    employer = EmployerFactory()
    orders = {
        "answered": an_order(employer, by),
        "unanswered": OrderLineFactory(order__employer=employer).order,
    }

    page = office(officer_of(employer.region)).get(
        reverse("training_order:index"), {"standing": word}
    )

    assert list(page.context["object_list"]) == ([orders[found]] if found else [])


def test_the_figures_go_along_in_the_file(office, by):
    order = an_order(EmployerFactory(), by)

    page = office(officer_of(order.region)).get(reverse("training_order:index"), {"export": "csv"})

    heads, row = b"".join(page.streaming_content).decode("utf-8-sig").splitlines()
    figures = dict(zip(heads.split(","), row.split(","), strict=True))
    assert [figures[name] for name in ("Ordered", "Offered", "Filled", "Hired")] == [
        "10",
        "10",
        "2",
        "2",
    ]
    assert figures["Completed"] == ""
    assert figures["Days to the first offer"] == "0"
    assert figures["Days to the approval"] == ""
