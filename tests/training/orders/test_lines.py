"""Orders of several lines, and the bureau's own."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from tests.factories.courses import CourseFactory
from tests.factories.orders import OrderFactory, OrderLineFactory
from tests.factories.organisations import (
    BureauFactory,
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    inspector_of,
    manager_of,
    member,
    officer_of,
)
from training.orders.actions import place_bureau_order, place_order, return_order
from training.orders.models import Order
from training.orders.states import OrderKind, OrderState
from training.organisations.states import Role

pytestmark = pytest.mark.django_db

NEW = "/en/orders/new/"


def answers(region, *seats):
    day = (timezone.localdate() + timedelta(days=60)).isoformat()
    course = CourseFactory()
    lines = {"lines-TOTAL_FORMS": len(seats), "lines-INITIAL_FORMS": 0}
    for number, count in enumerate(seats):
        row = {"course": course.pk, "seats": count, "region": region.pk, "needed_by": day}
        lines |= {f"lines-{number}-{name}": value for name, value in row.items()}
    return lines


@pytest.fixture
def employer():
    return EmployerFactory()


@pytest.fixture
def boss(client, employer):
    client.force_login(member(Role.EMPLOYER, employer))
    return client


def shown(page):
    return [str(line["seats"].value() or "") for line in page.context["lines"]]


def test_an_order_has_as_many_lines_as_are_sent(boss, employer):
    boss.post(NEW, answers(employer.region, 12, 8) | {"contact": "林", "kind": "targeted"})

    order = Order.objects.get()
    assert [line.seats for line in order.lines.all()] == [12, 8]
    assert order.kind == OrderKind.TARGETED


def test_a_line_is_added_and_taken_out_without_ordering(boss, employer):
    sent = answers(employer.region, 12, 8) | {"contact": "林", "kind": "targeted"}

    more = boss.post(NEW, sent | {"more": "1"})
    less = boss.post(NEW, sent | {"remove": "0"})

    assert (shown(more), shown(less)) == (["12", "8", ""], ["8"])
    assert more.context["form"]["kind"].value() == "targeted"
    assert not more.context["lines"].total_error_count()
    assert not Order.objects.exists()


def test_the_last_line_is_not_taken_out(boss, employer):
    page = boss.post(NEW, answers(employer.region, 12) | {"remove": "0"})

    assert shown(page) == ["12"]


def test_a_wrong_line_is_said_with_its_number(boss, employer):
    page = boss.post(NEW, answers(employer.region, 12, 0) | {"contact": "林", "kind": "order"})

    assertContains(page, "Line 2:")
    assert not Order.objects.exists()


def test_needed_before_it_may_begin_is_refused(boss, employer):
    late = (timezone.localdate() + timedelta(days=90)).isoformat()
    sent = answers(employer.region, 12) | {"contact": "林", "kind": "order"}

    page = boss.post(NEW, sent | {"lines-0-starts_from": late})

    assert "starts_from" in page.context["lines"][0].errors


def test_lines_are_added_and_taken_out_after_a_return(boss, employer, by):
    order = OrderFactory(employer=employer, state=OrderState.PLACED)
    for seats in (12, 8):
        OrderLineFactory(order=order, seats=seats)
    return_order(order, "工资没有写", by=by)
    page = boss.get(order.get_absolute_url())
    assert shown(page) == ["12", "8"]

    more = boss.post(order.get_absolute_url(), answers(employer.region, 12, 8) | {"more": "1"})
    boss.post(order.get_absolute_url(), answers(employer.region, 5, 6, 7))

    order.refresh_from_db()
    assert shown(more) == ["12", "8", ""]
    assert order.state == OrderState.PLACED
    assert [line.seats for line in order.lines.all()] == [5, 6, 7]


def test_more_lines_take_no_more_queries(boss, employer, by, queries_for):
    order = OrderLineFactory(order__employer=employer, order__state=OrderState.PLACED).order
    return_order(order, "工资没有写", by=by)
    one = queries_for(order.get_absolute_url())
    for _ in range(2):
        OrderLineFactory(order=order)

    assert queries_for(order.get_absolute_url()) == one


def test_an_order_is_an_employers_or_a_bureaus(employer):
    for both in ({"employer": None}, {"bureau": BureauFactory()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrderFactory(**{"employer": employer} | both)


def test_a_targeted_order_is_for_an_employer():
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderFactory(employer=None, bureau=BureauFactory(), kind=OrderKind.TARGETED)


def test_an_order_of_nothing_is_none(employer, by):
    with pytest.raises(ValidationError):
        place_order(employer, [], by=by)

    assert not Order.objects.exists()


# The bureau's own


def test_a_bureau_approves_its_order_by_placing_it(by):
    bureau = BureauFactory()
    row = {"course": CourseFactory(), "seats": 30, "region": bureau.region}

    order = place_bureau_order(bureau, [row | {"needed_by": date(2030, 3, 1)}], by=by)

    assert (order.state, order.placed_by, order.orderer) == (OrderState.APPROVED, by, bureau)
    assert order.approved_at


def test_an_officer_orders_at_the_desk(office):
    region = RegionFactory()
    client = office(officer_of(region))
    bureau = client.get(reverse("training_order:add")).context["form"]["bureau"].value()

    page = client.post(
        reverse("training_order:add"), answers(region, 12, 8) | {"bureau": bureau}, follow=True
    )

    order = Order.objects.get()
    assert order.bureau_id == bureau
    assert [line.seats for line in order.lines.all()] == [12, 8]
    assertContains(page, "is placed and approved")


def test_a_line_is_added_at_the_desk_without_ordering(office):
    region = RegionFactory()

    page = office(officer_of(region)).post(
        reverse("training_order:add"), answers(region, 12) | {"more": "1"}
    )

    assert shown(page) == ["12", ""]
    assert not Order.objects.exists()


def test_a_wrong_line_at_the_desk_is_said(office):
    region = RegionFactory()
    client = office(officer_of(region))
    bureau = client.get(reverse("training_order:add")).context["form"]["bureau"].value()

    page = client.post(reverse("training_order:add"), answers(region, 0) | {"bureau": bureau})

    assert "seats" in page.context["lines"][0].errors
    assert not Order.objects.exists()


def test_demand_is_turned_into_a_first_line(office):
    region, course = RegionFactory(), CourseFactory()
    url = reverse("training_order:add")

    page = office(officer_of(region)).get(
        url, {"course": course.pk, "region": region.pk, "seats": 23}
    )

    line = page.context["lines"][0]
    assert [line[name].value() for name in ("course", "region", "seats")] == [
        course.pk,
        region.pk,
        23,
    ]


def test_nobody_orders_in_the_name_of_another_bureau(office):
    region, theirs = RegionFactory(), BureauFactory()

    office(officer_of(region)).post(
        reverse("training_order:add"), answers(region, 12) | {"bureau": theirs.pk}
    )

    assert not Order.objects.exists()


@pytest.mark.parametrize("who", ["inspector", "manager"])
def test_only_officers_order_at_the_desk(office, who):
    region = RegionFactory()
    user = inspector_of(region) if who == "inspector" else manager_of(ProviderFactory())

    office(user).post(reverse("training_order:add"), answers(region, 12))

    assert not Order.objects.exists()


def test_a_bureaus_order_is_on_the_market_and_seen_by_its_place_alone(office, by):
    bureau = BureauFactory()
    order = OrderLineFactory(order__employer=None, order__bureau=bureau, region=bureau.region).order

    school = office(manager_of(ProviderFactory())).get(reverse("training_orderline:index"))
    ours = office(officer_of(bureau.region)).get(reverse("training_order:index"))
    theirs = office(officer_of(RegionFactory())).get(reverse("training_order:index"))

    assert [line.order for line in school.context["object_list"]] == [order]
    assertContains(school, bureau.name)
    assert list(ours.context["object_list"]) == [order]
    assert list(theirs.context["object_list"]) == []


@pytest.mark.parametrize(("whose", "found"), [("employer", 1), ("bureau", 2), ("", 3)])
def test_orders_are_sorted_out_by_whose_they_are(office, whose, found):
    region = RegionFactory()
    bureau = BureauFactory(region=region)
    OrderFactory(employer=EmployerFactory(region=region))
    for _ in range(2):
        OrderFactory(employer=None, bureau=bureau)

    page = office(officer_of(region)).get(
        reverse("training_order:index"), {"whose": whose, "region": region.pk}
    )

    assert len(page.context["object_list"]) == found
