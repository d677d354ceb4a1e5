from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.orders import OrderFactory, OrderLineFactory
from tests.factories.organisations import (
    ProviderFactory,
    RegionFactory,
    VenueFactory,
    manager_of,
    officer_of,
)
from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.orders.actions import offer
from training.orders.states import OrderState

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return OrderLineFactory(order__state=OrderState.PLACED, seats=20).order


@pytest.fixture
def client(office, order):
    return office(officer_of(order.employer.region))


def door(name, order):
    return reverse(f"training_order:{name}", args=[order.pk])


def test_an_officer_approves_an_order(client, order):
    page = client.post(door("approve", order), follow=True)

    order.refresh_from_db()
    assert order.state == OrderState.APPROVED
    assert "training providers can answer it now" in page.content.decode()


def test_sending_back_asks_for_the_reason(client, order):
    page = client.post(door("return", order), {"reason": " "})

    order.refresh_from_db()
    assert order.state == OrderState.PLACED
    assert page.context["form"].errors["reason"] == ["Please give the reason; it will be read."]


def test_an_order_sent_back_carries_the_reason(client, order):
    page = client.post(door("return", order), {"reason": "工资太低"}, follow=True)

    order.refresh_from_db()
    assert (order.state, order.reason) == (OrderState.RETURNED, "工资太低")
    assert page.content.decode().count("工资太低") >= 2  # the notice, and the history


def test_what_the_state_forbids_is_refused_with_its_sentence(client, order):
    order.state = OrderState.WITHDRAWN
    order.save()

    page = client.post(door("approve", order), follow=True)

    assert "the state is “Withdrawn”" in page.content.decode()
    assert not page.context["verbs"]


@pytest.mark.parametrize("verb", ["approve", "return"])
def test_only_the_bureau_of_the_employer_decides(office, order, verb):
    strangers = [officer_of(RegionFactory()), manager_of(ProviderFactory())]

    for stranger in strangers:
        office(stranger).post(door(verb, order), {"reason": "甲"})

    order.refresh_from_db()
    assert order.state == OrderState.PLACED


def test_the_page_of_an_order_costs_the_same_whatever_hangs_on_it(client, order, by):
    order.state = OrderState.APPROVED
    order.save()
    line = order.lines.get()
    offer(TrainingClassFactory(course=line.course), line, 2, by=by)
    client.get(door("inspect", order))
    with CaptureQueriesContext(connection) as one:
        client.get(door("inspect", order))
    for _number in range(2):
        more = OrderLineFactory(order=order)
        offer(TrainingClassFactory(course=more.course), more, 3, by=by)

    with CaptureQueriesContext(connection) as three:
        client.get(door("inspect", order))

    assert len(three) == len(one)


def test_providers_read_approved_lines_only(office):
    approved = OrderLineFactory()
    OrderLineFactory(order=OrderFactory(state=OrderState.PLACED))

    page = office(manager_of(ProviderFactory())).get(reverse("training_orderline:index"))

    assert list(page.context["object_list"]) == [approved]


def test_a_line_answered_in_full_is_no_longer_wanted(office, by):
    line, full = OrderLineFactory(seats=10), OrderLineFactory(seats=10)
    offer(TrainingClassFactory(course=full.course), full, 10, by=by)
    client = office(manager_of(ProviderFactory()))

    page = client.get(reverse("training_orderline:index"), {"still": "wanted"})

    assert list(page.context["object_list"]) == [line]


def test_a_cancelled_class_keeps_no_promise(by):
    line = OrderLineFactory(seats=10)
    gone = TrainingClassFactory(course=line.course)
    offer(gone, line, 10, by=by)
    gone.state = ClassState.CANCELLED
    gone.save()

    offer(TrainingClassFactory(course=line.course), line, 10, by=by)

    assert type(line).objects.with_offered().get(pk=line.pk).offered == 10


def test_a_class_listed_for_a_line_answers_it(office):
    line, venue = OrderLineFactory(seats=20), VenueFactory()
    client = office(manager_of(venue.provider))
    url = reverse("training_class:add") + f"?line={line.pk}"
    starts = timezone.localdate() + timedelta(days=20)

    form = client.get(url).context["form"]
    client.post(
        url,
        {
            **{name: form[name].value() or "" for name in form.fields},
            "venue": venue.pk,
            "starts_on": starts,
            "ends_on": starts + timedelta(days=9),
        },
    )

    training_class = TrainingClass.objects.get()
    assert (training_class.course, training_class.seats) == (line.course, 20)
    assert [(row.line, row.seats) for row in training_class.offers.all()] == [(line, 20)]
