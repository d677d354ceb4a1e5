"""The whole way of a voucher, and every way back."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories.attendance import MarkFactory
from tests.factories.certificates import CertificateKindFactory
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.courses import CourseFactory, TradeFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.entitlements import EntitlementFactory, IssueFactory
from tests.factories.organisations import BureauFactory, RegionFactory, VenueFactory
from tests.factories.people import PersonFactory
from tests.factories.policy import usual_rules
from training.classes.actions import cancel_class, conclude_class
from training.completion.keeping import erase
from training.enrolment.actions import enrol, leave
from training.enrolment.models import Enrolment
from training.entitlements import actions
from training.entitlements.errors import (
    DoesNotFit,
    MayNotClaim,
    NoneLeft,
    NoSuchSeat,
    NotFree,
    NotOurPlace,
    NotShorter,
    NotUsedYet,
    PaidAlready,
    ReasonNeeded,
    UsedAlready,
)
from training.entitlements.models import Entitlement, Issue
from training.entitlements.queries import figures_of
from training.entitlements.states import ClaimChannel, EntitlementState

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
State = EntitlementState


@pytest.fixture
def region():
    usual_rules()
    CertificateKindFactory()
    return RegionFactory(code="445102")


@pytest.fixture
def bureau(region):
    return BureauFactory(region=region)


@pytest.fixture
def person(region):
    return PersonFactory(region=region)


@pytest.fixture
def training_class(region):
    return TrainingClassFactory(venue=VenueFactory(region=region))


@pytest.fixture
def issue(bureau):
    return IssueFactory(bureau=bureau, places=2)


@pytest.fixture
def voucher(person, issue):
    return actions.claim(person, issue, by=None)


def days(number):
    return TODAY() + timedelta(days=number)


def again(row):
    row.refresh_from_db()
    return row


def begun(training_class, **changes):
    """The same class, as if it had ended today."""
    facts = {"starts_on": days(-4), "ends_on": TODAY()} | changes
    type(training_class).objects.filter(pk=training_class.pk).update(**facts)
    return again(training_class)


def test_from_the_issue_to_the_payment(bureau, region, person, training_class, by):
    facts = {"name": "粤菜师傅培训券", "region": region, "places": 3, "amount": 800}
    dates = {"valid_from": TODAY(), "valid_to": days(60)}
    trades = [training_class.course.trade]

    row = actions.issue(bureau, **facts, **dates, trades=trades, by=by)
    voucher = actions.claim(person, row, by=by, channel=ClaimChannel.VILLAGE_OFFICER)
    seat = enrol(person, training_class, by=None)
    kept = again(voucher).state, voucher.enrolment
    conclude_class(begun(training_class), by=by)
    used = again(voucher).state
    paid = actions.settle(voucher, " 2026-17 ", by=by)

    assert kept == (State.RESERVED, seat)
    assert used == State.USED
    assert (paid.state, paid.reference, paid.enrolment) == (State.SETTLED, "2026-17", seat)
    assert (again(row).claimed, paid.channel) == (1, ClaimChannel.VILLAGE_OFFICER)
    told = ModelLogEntry.objects.for_instance(voucher).order_by("pk")
    assert [entry.action for entry in told] == [
        "training.claim_voucher",
        "training.reserve_voucher",
        "training.use_voucher",
        "training.settle_voucher",
    ]


def test_a_bureau_issues_for_its_own_region_alone(bureau):
    facts = {"name": "券", "places": 1, "valid_from": TODAY(), "valid_to": TODAY()}

    with pytest.raises(NotOurPlace):
        actions.issue(bureau, region=RegionFactory(), **facts, by=None)


# Claiming


def test_claiming_twice_returns_the_first_voucher(person, issue):
    first = actions.claim(person, issue, by=None)

    assert actions.claim(person, issue, by=None) == first
    assert again(issue).claimed == 1


def test_no_more_are_claimed_than_there_are(issue, region):
    for someone in PersonFactory.create_batch(2, region=region):
        actions.claim(someone, issue, by=None)

    with pytest.raises(NoneLeft):
        actions.claim(PersonFactory(region=region), issue, by=None)
    assert (again(issue).claimed, issue.entitlements.count()) == (2, 2)


def test_not_even_the_counter_can_say_more(issue):
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(claimed=3)


def test_a_person_has_one_voucher_of_an_issue(voucher, person, issue):
    with pytest.raises(IntegrityError), transaction.atomic():
        EntitlementFactory(person=person, issue=issue)


def test_whoever_may_not_reads_every_reason(issue):
    issue.groups = ["veteran"]
    issue.save()

    with pytest.raises(MayNotClaim) as refusal:
        actions.claim(PersonFactory(region=RegionFactory()), issue, by=None)

    assert len(refusal.value.messages) == 2
    assert again(issue).claimed == 0


# A seat


def test_the_voucher_that_expires_first_is_kept_for_a_new_seat(person, bureau, training_class):
    late, soon, too_soon = (
        actions.claim(person, IssueFactory(bureau=bureau, valid_to=days(left)), by=None)
        for left in (50, 20, 3)
    )

    seat = enrol(person, training_class, by=None)

    assert seat.entitlement == soon
    assert [again(row).state for row in (late, too_soon)] == [State.CLAIMED, State.CLAIMED]


def test_a_seat_needs_no_voucher(person, training_class):
    assert enrol(person, training_class, by=None).state == "enrolled"


def test_a_voucher_of_another_trade_is_not_kept_for_the_seat(person, bureau, training_class):
    trade = CourseFactory(occupation__name="养老护理员", trade=TradeFactory(slug="care")).trade
    other = actions.claim(person, IssueFactory(bureau=bureau, trades=[trade]), by=None)

    enrol(person, training_class, by=None)

    assert again(other).state == State.CLAIMED


def test_one_voucher_does_not_pay_for_two_classes(voucher, person, training_class):
    enrol(person, training_class, by=None)
    second = EnrolmentFactory(
        person=person, training_class=TrainingClassFactory(venue=training_class.venue)
    )

    with pytest.raises(NotFree):
        actions.reserve(voucher, second, by=None)


def test_one_class_is_not_paid_with_two_vouchers(voucher, person, bureau, training_class):
    seat = enrol(person, training_class, by=None)
    second = actions.claim(person, IssueFactory(bureau=bureau), by=None)

    with pytest.raises(PaidAlready):
        actions.reserve(second, seat, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entitlement.objects.filter(pk=second.pk).update(state=State.RESERVED, enrolment=seat)


def test_keeping_it_twice_for_the_same_seat_changes_nothing(voucher, person, training_class):
    seat = EnrolmentFactory(person=person, training_class=training_class)
    first = actions.reserve(voucher, seat, by=None)

    assert actions.reserve(voucher, seat, by=None).reserved_at == first.reserved_at


def test_a_voucher_is_not_for_somebody_elses_seat(voucher, training_class):
    with pytest.raises(NoSuchSeat):
        actions.reserve(voucher, EnrolmentFactory(training_class=training_class), by=None)


def test_a_voucher_is_not_for_a_class_it_does_not_fit(voucher, person):
    elsewhere = EnrolmentFactory(person=person)

    with pytest.raises(DoesNotFit):
        actions.reserve(voucher, elsewhere, by=None)


@pytest.mark.parametrize("state", [State.RESERVED, State.USED, State.SETTLED])
def test_no_voucher_stands_for_a_seat_without_one(voucher, state):
    with pytest.raises(IntegrityError), transaction.atomic():
        Entitlement.objects.filter(pk=voucher.pk).update(state=state)


@pytest.mark.parametrize("state", [State.CLAIMED, State.EXPIRED, State.WITHDRAWN])
def test_no_voucher_without_a_seat_keeps_one(voucher, person, training_class, state):
    enrol(person, training_class, by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Entitlement.objects.filter(pk=voucher.pk).update(state=state)


# Back again


def test_whoever_leaves_has_the_voucher_back(voucher, person, training_class):
    seat = enrol(person, training_class, by=None)

    leave(seat, "家里有事", by=None)

    assert (again(voucher).state, voucher.enrolment) == (State.CLAIMED, None)
    assert (voucher.reason, voucher.returned_at is not None) == ("家里有事", True)


def test_a_voucher_given_back_serves_for_the_next_class(voucher, person, training_class):
    leave(enrol(person, training_class, by=None), "", by=None)
    later = TrainingClassFactory(venue=training_class.venue, starts_on=days(30))

    seat = enrol(person, later, by=None)

    assert seat.entitlement == voucher


def test_a_cancelled_class_gives_back_every_voucher_with_the_reason(issue, region, by):
    training_class = TrainingClassFactory(venue=VenueFactory(region=region))
    people = PersonFactory.create_batch(2, region=region)
    mine = [actions.claim(someone, issue, by=None) for someone in people]
    for someone in people:
        enrol(someone, training_class, by=None)

    cancel_class(training_class, "老师生病", by=by)

    assert [(again(row).state, row.reason) for row in mine] == [(State.CLAIMED, "老师生病")] * 2
    assert again(issue).claimed == 2


def test_given_back_after_its_last_day_it_is_expired_until_the_bureau_extends_it(
    voucher, issue, person, training_class, by
):
    enrol(person, training_class, by=None)
    Issue.objects.filter(pk=issue.pk).update(valid_from=days(-9), valid_to=days(-1))
    cancel_class(training_class, "老师生病", by=by)
    expired = Entitlement.objects.select_related("issue").get().standing

    actions.extend_issue(issue, days(30), by=by)

    assert expired == State.EXPIRED
    assert Entitlement.objects.select_related("issue").get().standing == State.CLAIMED


def test_whoever_was_never_seen_has_the_voucher_back(issue, region, training_class, by):
    came, missing = PersonFactory.create_batch(2, region=region)
    for someone in (came, missing):
        actions.claim(someone, issue, by=None)
        enrol(someone, training_class, by=None)
    lesson = LessonFactory(training_class=training_class)
    MarkFactory(lesson=lesson, enrolment=Enrolment.objects.get(person=came))
    MarkFactory(lesson=lesson, enrolment=Enrolment.objects.get(person=missing), status="absent")

    conclude_class(begun(training_class), by=by)

    assert came.entitlements.get().state == State.USED
    assert missing.entitlements.get().state == State.CLAIMED


def test_whoever_leaves_a_concluded_class_gets_nothing_back(voucher, person, training_class, by):
    seat = enrol(person, training_class, by=None)
    conclude_class(begun(training_class), by=by)

    leave(seat, "", by=None)

    assert again(voucher).state == State.USED


# Settling, expiring, taking back


def test_only_what_was_used_is_settled(voucher, person, training_class):
    enrol(person, training_class, by=None)

    with pytest.raises(NotUsedYet):
        actions.settle(voucher, "17", by=None)


def test_settling_twice_keeps_the_first_reference(voucher, person, training_class):
    actions.use(enrol(person, training_class, by=None), by=None)
    actions.settle(voucher, "17", by=None)

    assert actions.settle(voucher, "18", by=None).reference == "17"


def test_the_command_writes_down_what_expired_and_cuts_off_no_seat(
    issue, region, training_class, capsys
):
    seated, waiting = PersonFactory.create_batch(2, region=region)
    for someone in (seated, waiting):
        actions.claim(someone, issue, by=None)
    enrol(seated, training_class, by=None)
    Issue.objects.filter(pk=issue.pk).update(valid_from=days(-9), valid_to=days(-1))

    for _twice in range(2):
        call_command("expire_entitlements")

    assert capsys.readouterr().out.splitlines() == [
        "Vouchers that expired: 1.",
        "Vouchers that expired: 0.",
    ]
    assert seated.entitlements.get().state == State.RESERVED
    assert waiting.entitlements.get().state == State.EXPIRED


def test_on_its_last_day_a_voucher_is_good(voucher, issue):
    assert voucher.standing_on(issue.valid_to) == State.CLAIMED
    assert voucher.standing_on(issue.valid_to + timedelta(days=1)) == State.EXPIRED


def test_extending_revives_what_expired(voucher, issue, by):
    Issue.objects.filter(pk=issue.pk).update(valid_from=days(-9), valid_to=days(-1))
    actions.expire()

    actions.extend_issue(issue, days(9), by=by)

    assert again(voucher).state == State.CLAIMED
    with pytest.raises(NotShorter):
        actions.extend_issue(issue, days(8), by=by)


def test_a_voucher_taken_back_frees_its_place_for_somebody_else(voucher, issue, person, region):
    actions.withdraw(voucher, "已不在本县居住", by=None)
    actions.withdraw(voucher, "已不在本县居住", by=None)

    assert again(issue).claimed == 0
    with pytest.raises(MayNotClaim):
        actions.claim(person, issue, by=None)
    assert actions.claim(PersonFactory(region=region), issue, by=None).state == State.CLAIMED


def test_taking_back_needs_a_reason_and_an_unused_voucher(voucher, person, training_class):
    with pytest.raises(ReasonNeeded):
        actions.withdraw(voucher, " ", by=None)
    actions.use(enrol(person, training_class, by=None), by=None)
    with pytest.raises(UsedAlready):
        actions.withdraw(voucher, "错发", by=None)


def test_a_closed_issue_gives_out_nothing_and_takes_nothing_away(voucher, issue, region):
    actions.close_issue(issue, by=None)

    assert again(voucher).state == State.CLAIMED
    with pytest.raises(MayNotClaim):
        actions.claim(PersonFactory(region=region), issue, by=None)


def test_whoever_is_erased_leaves_their_place_to_somebody_else(voucher, issue, person, by):
    erase(person, by=by)

    assert not Entitlement.objects.exists()
    assert again(issue).claimed == 0


def test_the_parts_of_an_issue_add_up(bureau, region, training_class, by):
    issue = IssueFactory(bureau=bureau, places=9)
    people = PersonFactory.create_batch(6, region=region)
    mine = [actions.claim(someone, issue, by=None) for someone in people]
    seats = [enrol(someone, training_class, by=None) for someone in people[:4]]
    actions.use(seats[0], by=by)
    actions.use(seats[1], by=by)
    actions.settle(mine[1], "17", by=by)
    leave(seats[2], "", by=by)
    actions.withdraw(mine[5], "错发", by=by)

    told = figures_of(again(issue))

    assert (told.places, told.left, told.claimed) == (9, 4, issue.claimed)
    parts = (told.can_be_used, told.reserved, told.used, told.settled, told.expired)
    assert (parts, sum(parts)) == ((2, 1, 1, 1, 0), told.claimed)
    assert (told.returned, told.withdrawn) == (1, 1)
