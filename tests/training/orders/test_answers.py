from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories.classes import TrainingClassFactory
from tests.factories.orders import OrderLineFactory
from tests.factories.organisations import (
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    manager_of,
    member,
    officer_of,
)
from training.classes.errors import WrongState
from training.classes.states import ClassState
from training.orders.actions import (
    accept_overrun,
    cannot_answer,
    decline_offer,
    offer,
    withdraw_offer,
)
from training.orders.errors import NotTooMany, TooFewSeats, TooManyOffered
from training.orders.lead_times import LeadTimes, lead_times_of, lead_times_together
from training.orders.models import Offer, OrderLine, Refusal
from training.orders.states import OrderState, RefusalReason, Refused
from training.organisations.errors import ReasonNeeded
from training.organisations.states import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return OrderLineFactory(seats=30)


def a_class(line, **facts):
    return TrainingClassFactory(course=line.course, **facts)


# Eighteen and fourteen


@pytest.fixture
def fourteen(line, by):
    """The class whose fourteen seats are two too many: another one offers eighteen of thirty."""
    offer(a_class(line), line, 18, by=by)
    return a_class(line)


def test_two_too_many_are_refused_until_the_bureau_accepts_them(line, fourteen, by):
    with pytest.raises(TooManyOffered, match="2 too many"):
        offer(fourteen, line, 14, by=by)

    made = accept_overrun(fourteen, line, 14, "两人自费", by=by)

    assert (made.seats, made.overrun_because, made.overrun_by) == (14, "两人自费", by)
    assert OrderLine.objects.with_offered().get(pk=line.pk).offered == 32


def test_an_overrun_needs_a_reason(line, fourteen, by):
    with pytest.raises(ReasonNeeded):
        accept_overrun(fourteen, line, 14, "  ", by=by)

    assert not fourteen.offers.exists()


def test_what_was_ordered_is_no_overrun(line, fourteen, by):
    with pytest.raises(NotTooMany, match="no more than the 30"):
        accept_overrun(fourteen, line, 12, "两人自费", by=by)


def test_not_even_the_bureau_gives_seats_a_class_has_not(line, by):
    with pytest.raises(TooFewSeats):
        accept_overrun(a_class(line, seats=10), line, 35, "两人自费", by=by)


def test_whoever_takes_seats_back_is_not_too_many(line, fourteen, by):
    accept_overrun(fourteen, line, 14, "两人自费", by=by)

    assert offer(fourteen, line, 13, by=by).overrun_because == "两人自费"
    assert offer(fourteen, line, 12, by=by).overrun_because == ""


def test_only_an_officer_of_the_orders_place_accepts(office, line, fourteen):
    url = reverse("training_order:overrun", args=[line.order.pk])
    answers = {"line": line.pk, "training_class": fourteen.pk, "seats": 14, "reason": "两人自费"}
    officer, elsewhere = officer_of(line.order.region), officer_of(RegionFactory())
    fourteen.venue.region = line.order.region
    fourteen.venue.save()

    for stranger in (elsewhere, manager_of(fourteen.provider)):
        office(stranger).post(url, answers)
    assert not fourteen.offers.exists()
    page = office(officer).post(url, answers, follow=True)

    assert fourteen.offers.get().overrun_by == officer
    assertContains(page, "两人自费")


def test_both_sides_read_why(client, office, line, fourteen, by):
    made = accept_overrun(fourteen, line, 14, "两人自费", by=by)

    client.force_login(member(Role.EMPLOYER, line.order.employer))
    assertContains(client.get(f"/en/orders/{line.order.pk}/"), "两人自费")
    page = office(manager_of(fourteen.provider)).get(
        reverse("training_offer:inspect", args=[made.pk])
    )
    assertContains(page, "两人自费")


# Refusals are data


def test_a_declined_offer_frees_the_line_and_stays_on_record(line, by):
    made = offer(a_class(line), line, 30, by=by)

    refusal = decline_offer(made, RefusalReason.TOO_LATE, "五月才来", by=by)

    assert not Offer.objects.exists()
    assert (refusal.kind, refusal.seats, refusal.note) == (Refused.DECLINED, 30, "五月才来")
    assert refusal.offered_at == made.offered_at
    assert offer(a_class(line), line, 30, by=by).seats == 30


def test_declining_twice_is_one_refusal(line, by):
    made = offer(a_class(line), line, 30, by=by)

    first = decline_offer(made, RefusalReason.TOO_LATE, by=by)

    assert decline_offer(made, RefusalReason.OTHER, by=by) == first
    assert Refusal.objects.count() == 1


@pytest.mark.parametrize("state", [ClassState.CONCLUDED, ClassState.CANCELLED])
def test_no_offer_is_taken_back_when_the_class_is_over(line, state, by):
    made = offer(a_class(line), line, 30, by=by)
    made.training_class.state = state
    made.training_class.save()

    for take_back in (decline_offer, withdraw_offer):
        with pytest.raises(WrongState):
            take_back(made, RefusalReason.OTHER, by=by)


def test_a_reason_nobody_can_count_is_refused(line, by):
    made = offer(a_class(line), line, 30, by=by)

    with pytest.raises(ValidationError):
        decline_offer(made, "because", by=by)

    assert Offer.objects.get() == made


def test_a_provider_says_once_that_it_cannot(line, by):
    provider = ProviderFactory()

    first = cannot_answer(line, provider, RefusalReason.NO_TRAINER, by=by)
    again = cannot_answer(line, provider, RefusalReason.TOO_FAR, "两小时的路", by=by)

    assert again == first
    assert (again.reason, again.note) == (RefusalReason.TOO_FAR, "两小时的路")


def test_nobody_answers_an_order_that_is_not_approved(by):
    line = OrderLineFactory(order__state=OrderState.PLACED)

    with pytest.raises(WrongState):
        cannot_answer(line, ProviderFactory(), RefusalReason.NO_TRAINER, by=by)


def test_the_employer_declines_on_its_own_page(client, line, by):
    made = offer(a_class(line), line, 30, by=by)
    client.force_login(member(Role.EMPLOYER, line.order.employer))
    url = f"/en/orders/offers/{made.pk}/decline/"
    assertContains(client.get(line.order.get_absolute_url()), url)

    unsaid = client.post(url, {"reason": "no_trainer"})
    answer = client.post(url, {"reason": "too_late", "note": "五月才来"})

    assert "reason" in unsaid.context["form"].errors  # a school's reason, not an employer's
    assertRedirects(answer, line.order.get_absolute_url())
    assertContains(client.get(line.order.get_absolute_url()), "五月才来")


def test_another_employer_declines_nothing(client, line, by):
    made = offer(a_class(line), line, 30, by=by)
    client.force_login(member(Role.EMPLOYER, EmployerFactory()))

    answer = client.post(f"/en/orders/offers/{made.pk}/decline/", {"reason": "too_late"})

    assert answer.status_code == 404
    assert Offer.objects.filter(pk=made.pk).exists()


def test_the_provider_withdraws_its_offer_with_a_reason(office, line, by):
    made = offer(a_class(line), line, 30, by=by)
    url = reverse("training_offer:withdraw", args=[made.pk])

    office(manager_of(ProviderFactory())).post(url, {"reason": "too_few"})
    assert Offer.objects.filter(pk=made.pk).exists()
    client = office(manager_of(made.training_class.provider))
    client.post(url, {"reason": "too_few", "note": "只来了三个"})

    assert Refusal.objects.get().kind == Refused.WITHDRAWN


def test_a_provider_says_we_cannot_at_the_desk(office, line):
    provider = ProviderFactory()
    client = office(manager_of(provider))

    client.post(
        reverse("training_orderline:cannot", args=[line.pk]),
        {"provider": provider.pk, "reason": "no_trainer"},
    )

    assert Refusal.objects.get().provider == provider


def test_nobody_says_for_another_school_that_it_cannot(office, line):
    client = office(manager_of(ProviderFactory()))

    page = client.post(
        reverse("training_orderline:cannot", args=[line.pk]),
        {"provider": ProviderFactory().pk, "reason": "no_trainer"},
    )

    assert "provider" in page.context["form"].errors
    assert not Refusal.objects.exists()


def test_refusals_are_read_by_those_concerned(office, line, by):
    provider = ProviderFactory()
    refusal = cannot_answer(line, provider, RefusalReason.NO_TRAINER, by=by)
    readers = {
        "officer": officer_of(line.order.region),
        "school": manager_of(provider),
        "another school": manager_of(ProviderFactory()),
        "officer elsewhere": officer_of(RegionFactory()),
    }

    read = {
        who: list(office(user).get(reverse("training_refusal:index")).context["object_list"])
        for who, user in readers.items()
    }

    assert read == {
        "officer": [refusal],
        "school": [refusal],
        "another school": [],
        "officer elsewhere": [],
    }


@pytest.mark.parametrize("name", ["training_refusal", "training_offer"])
def test_answers_are_taken_away_as_a_file(office, line, by, name):
    cannot_answer(line, ProviderFactory(), RefusalReason.NO_TRAINER, "没有老师", by=by)
    offer(a_class(line), line, 30, by=by)

    page = office(officer_of(line.order.region)).get(reverse(f"{name}:index"), {"export": "csv"})

    rows = b"".join(page.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert line.course.name in rows[1]


# How long it took


def test_lead_times_are_counted_from_the_day_of_the_order(line, by):
    today = timezone.now()
    order = line.order
    order.placed_at, order.approved_at = today - timedelta(days=20), today - timedelta(days=17)
    order.save()
    for seats, ago in ((18, 12), (12, 5)):
        made = offer(
            a_class(line, starts_on=timezone.localdate() + timedelta(days=ago)), line, seats, by=by
        )
        Offer.objects.filter(pk=made.pk).update(offered_at=today - timedelta(days=ago))

    assert lead_times_of(line) == LeadTimes(approved=3, first_offer=8, full=15, class_start=25)


def test_an_order_is_full_when_every_line_is(line, by):
    more = OrderLineFactory(order=line.order, seats=5)
    offer(a_class(line), line, 30, by=by)
    assert lead_times_together([line, more]).full is None

    offer(a_class(more), more, 5, by=by)

    assert lead_times_together([line, more]) == LeadTimes(None, 0, 0, 7)


def test_what_was_not_reached_or_not_written_down_has_no_time(line, by):
    made = offer(a_class(line), line, 30, by=by)
    Offer.objects.filter(pk=made.pk).update(offered_at=None)

    times = lead_times_of(line)

    assert (times.approved, times.first_offer, times.full) == (None, None, None)


def test_an_offer_declined_later_was_the_first_all_the_same(line, by):
    made = offer(a_class(line), line, 30, by=by)
    decline_offer(made, RefusalReason.TOO_LATE, by=by)

    assert lead_times_of(line).first_offer == 0
    assert lead_times_of(line).full is None
