from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories.classes import TrainingClassFactory
from tests.factories.courses import CourseFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.orders import OrderLineFactory
from tests.factories.organisations import (
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    UserFactory,
    manager_of,
    member,
    officer_of,
    village_officer_of,
)
from training.classes.states import ClassState
from training.orders.actions import offer, return_order
from training.orders.models import Order, OrderLine
from training.orders.queries import step_of
from training.orders.states import OrderState
from training.organisations.actions import appoint
from training.organisations.states import RegionLevel, Role

pytestmark = pytest.mark.django_db

LIST, NEW = "/en/orders/", "/en/orders/new/"


@pytest.fixture
def employer():
    return EmployerFactory()


@pytest.fixture
def boss(client, employer):
    client.user = member(Role.EMPLOYER, employer)
    client.force_login(client.user)
    return client


def a_line(employer, /, **changes):
    return {
        "course": CourseFactory().pk,
        "seats": 12,
        "region": employer.region.pk,
        "starts_from": "",
        "needed_by": (timezone.localdate() + timedelta(days=60)).isoformat(),
        "wage_from": 4500,
        "wage_to": 6000,
        "conditions": "包吃住",
    } | changes


def sent(*lines, **more):
    """What a browser sends of these lines."""
    return more | {
        "lines-TOTAL_FORMS": len(lines),
        "lines-INITIAL_FORMS": 0,
        **{
            f"lines-{n}-{name}": value for n, row in enumerate(lines) for name, value in row.items()
        },
    }


OF_THE_ORDER = {"contact": "林经理 13800000000", "kind": "order"}


def wanted(employer, /, **changes):
    """An order of one line, with some answers changed."""
    own = {name: changes.pop(name) for name in ("contact", "employer", "kind") if name in changes}
    return sent(a_line(employer, **changes), **OF_THE_ORDER | own)


def wrong(response):
    """The questions that were answered wrongly."""
    context = response.context
    of_the_order = context["form"].errors if context.get("form") else {}
    return [*of_the_order, *(name for line in context["lines"] for name in line.errors)]


def order_of(employer, state=OrderState.PLACED, **line):
    return OrderLineFactory(order__employer=employer, order__state=state, **line).order


def offered(order, seats=10, **training_class):
    """A class offered for the order, which must be approved."""
    line = order.lines.get()
    made = TrainingClassFactory(course=line.course)
    offer(made, line, seats, by=None)
    for name, value in training_class.items():  # what became of it afterwards
        setattr(made, name, value)
    made.save()
    return made


def test_an_order_is_placed_with_a_plain_form(boss, employer):
    response = boss.post(NEW, wanted(employer))

    order = Order.objects.get()
    assertRedirects(response, order.get_absolute_url())
    assert (order.employer, order.placed_by, order.contact) == (
        employer,
        boss.user,
        "林经理 13800000000",
    )
    line = order.lines.get()
    assert (line.seats, line.wage_from, line.conditions) == (12, 4500, "包吃住")


def test_wages_and_conditions_may_be_left_open(boss, employer):
    boss.post(NEW, wanted(employer, wage_from="", wage_to="", conditions=""))

    assert OrderLine.objects.get().wage_from is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("course", "", "This field is required."),
        ("course", "999999", "Select a valid choice"),
        ("seats", "0", "greater than or equal to 1"),
        ("seats", "-3", "greater than or equal to"),
        ("seats", "many", "Enter a whole number."),
        ("region", "999999", "Select a valid choice"),
        ("needed_by", "2020-01-01", "Please choose a day that is still to come."),
        ("needed_by", "someday", "Enter a valid date."),
        ("wage_from", "-1", "greater than or equal to 0"),
        ("wage_to", "100", "The highest wage is below the lowest."),
        ("contact", "", "This field is required."),
        ("contact", "x" * 101, "at most 100 characters"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_question(field, value, said, boss, employer):
    response = boss.post(NEW, wanted(employer, **{field: value}))

    assert wrong(response) == [field]
    assertContains(response, said)
    assert not Order.objects.exists()


def test_a_course_no_longer_offered_cannot_be_ordered(boss, employer):
    response = boss.post(NEW, wanted(employer, course=CourseFactory(offered=False).pk))

    assert wrong(response) == ["course"]


def test_the_work_lies_in_the_city_of_the_employer(boss, employer):
    city = RegionFactory(code="445100", level=RegionLevel.CITY)
    county = RegionFactory(code="445102", parent=city)
    township = RegionFactory(code="445102101", parent=county, level=RegionLevel.TOWNSHIP)
    RegionFactory(code="440100")
    employer.region = township
    employer.save()

    choices = boss.get(NEW).context["lines"][0].fields["region"].choices

    assert list(choices)[1:] == [
        (county.label, [(county.pk, county.label), (township.pk, township.label)])
    ]


def test_who_acts_for_several_employers_says_for_which(boss, employer):
    second, strangers = EmployerFactory(), EmployerFactory()
    appoint(boss.user, Role.EMPLOYER, second, by=None)

    refused = boss.post(NEW, wanted(employer, employer=strangers.pk))
    boss.post(NEW, wanted(employer, employer=second.pk))

    assert "employer" in refused.context["form"].errors
    assert Order.objects.get().employer == second


def test_who_acts_for_one_cannot_order_for_another(boss, employer):
    boss.post(NEW, wanted(employer, employer=EmployerFactory().pk))

    assert Order.objects.get().employer == employer


def test_the_list_tells_state_reason_and_offers(boss, employer, by):
    answered = order_of(employer, OrderState.APPROVED)
    school = offered(answered, seats=10).provider
    return_order(order_of(employer), "工资没有写", by=by)
    order_of(EmployerFactory(), course__name_en="Somebody else's")

    response = boss.get(LIST)

    assertContains(response, f"{school.label} offers 10 seats")
    assertContains(response, "工资没有写")
    assertNotContains(response, "Somebody else")


def test_an_order_sent_back_is_changed_and_handed_in_again(boss, employer, by):
    order = return_order(order_of(employer), "工资没有写", by=by)
    page = boss.get(order.get_absolute_url())
    assertContains(page, "工资没有写")

    boss.post(order.get_absolute_url(), sent(a_line(employer, wage_from=5000)))

    order.refresh_from_db()
    assert (order.state, order.lines.get().wage_from) == (OrderState.PLACED, 5000)


def test_a_wrong_change_keeps_the_order_with_the_employer(boss, employer, by):
    order = return_order(order_of(employer), "人数不对", by=by)

    response = boss.post(order.get_absolute_url(), sent(a_line(employer, seats=0)))

    order.refresh_from_db()
    assert wrong(response) == ["seats"]
    assert order.state == OrderState.RETURNED


def test_an_order_the_bureau_has_cannot_be_changed(boss, employer):
    order = order_of(employer, OrderState.APPROVED, seats=30)

    response = boss.post(order.get_absolute_url(), sent(a_line(employer)), follow=True)

    assertContains(response, "This order cannot be changed now.")
    assert order.lines.get().seats == 30


def test_an_order_is_withdrawn_by_its_button_only(boss, employer):
    order = order_of(employer)
    assertContains(boss.get(order.get_absolute_url()), "Yes, withdraw it")

    for _ in range(2):
        boss.post(order.get_absolute_url(), {"withdraw": "1"})

    order.refresh_from_db()
    assert order.state == OrderState.WITHDRAWN
    assertNotContains(boss.get(order.get_absolute_url()), "Yes, withdraw it")


def test_offered_classes_show_numbers_and_no_names(boss, employer):
    order = order_of(employer, OrderState.APPROVED)
    training_class = offered(order, seats=10)
    seat = EnrolmentFactory(training_class=training_class)

    response = boss.get(order.get_absolute_url())

    assertContains(response, "1 of 30")
    assertContains(response, "not over yet")
    assertNotContains(response, seat.person.name)


@pytest.mark.parametrize(
    ("state", "classes", "step"),
    [
        (OrderState.RETURNED, [], 1),
        (OrderState.PLACED, [], 2),
        (OrderState.APPROVED, [], 3),
        (OrderState.APPROVED, [ClassState.CANCELLED], 3),
        (OrderState.APPROVED, [ClassState.APPROVED], 4),
        (OrderState.APPROVED, [ClassState.CONCLUDED, ClassState.APPROVED], 4),
        (OrderState.APPROVED, [ClassState.CONCLUDED], 4),
        (OrderState.APPROVED, [ClassState.CONCLUDED, ClassState.CONCLUDED], 6),
    ],
    ids=["returned", "placed", "approved", "cancelled", "running", "one-over", "half", "done"],
)
def test_where_an_order_stands(state, classes, step, employer):
    order = order_of(employer, state, seats=20)
    for class_state in classes:
        offered(order, seats=10, state=class_state)

    assert step_of(order) == step


@pytest.fixture
def people(employer):
    return {
        "employer": member(Role.EMPLOYER, employer),
        "other-employer": member(Role.EMPLOYER, EmployerFactory(region=employer.region)),
        "officer": officer_of(employer.region),
        "village-officer": village_officer_of(employer.region),
        "manager": manager_of(ProviderFactory(region=employer.region)),
        "trainer": member(Role.TRAINER, ProviderFactory()),
        "superuser": UserFactory(is_superuser=True),
        "worker": UserFactory(),
    }


@pytest.mark.parametrize(
    ("who", "pages", "the_order"),
    [
        ("employer", 200, 200),
        ("other-employer", 200, 404),
        ("officer", 403, 403),
        ("village-officer", 403, 403),
        ("manager", 403, 403),
        ("trainer", 403, 403),
        ("superuser", 403, 403),
        ("worker", 403, 403),
    ],
)
def test_only_the_employer_comes_in(who, pages, the_order, client, employer, people):
    order = order_of(employer, OrderState.APPROVED)
    client.force_login(people[who])

    assert [client.get(LIST).status_code, client.get(NEW).status_code] == [pages, pages]
    assert client.get(order.get_absolute_url()).status_code == the_order
    if the_order != 200:
        assert client.post(order.get_absolute_url(), {"withdraw": "1"}).status_code == the_order
        order.refresh_from_db()
        assert order.state == OrderState.APPROVED


@pytest.mark.parametrize("address", [LIST, NEW, "/en/orders/1/"])
def test_a_visitor_is_asked_to_sign_in(address, client):
    assert reverse("training:sign_in") in client.get(address)["Location"]


def test_the_pages_take_as_many_queries_for_three_as_for_one(boss, employer, queries_for):
    order = order_of(employer, OrderState.APPROVED)
    offered(order)
    listed, shown = queries_for(LIST), queries_for(order.get_absolute_url())
    for _ in range(2):
        offered(order)
        offered(order_of(employer, OrderState.APPROVED))

    assert (queries_for(LIST), queries_for(order.get_absolute_url())) == (listed, shown)


@pytest.mark.parametrize("slip", [{"seats": 13800000000}, {"wage_to": 10**12}])
def test_a_number_in_the_wrong_box_is_no_order(boss, employer, slip):
    page = boss.post(NEW, wanted(employer, **slip))

    assert wrong(page) == list(slip)
    assert not Order.objects.exists()
