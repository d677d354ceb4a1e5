from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.log_actions import registry

from tests.factories.casework import ServiceFactory
from tests.factories.courses import TradeFactory
from tests.factories.organisations import (
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    manager_of,
    officer_of,
    village_officer_of,
)
from tests.factories.people import PersonFactory
from training.casework.actions import (
    assign_officer,
    attempt_contact,
    close_case,
    plan_step,
    reach_stage,
    record_need,
    reopen_case,
    serve,
    strike_service,
)
from training.casework.errors import (
    BeforeTheLastStage,
    CaseClosed,
    ClosesBeforeItOpens,
    DayHasPassed,
    DayToCome,
    NoCase,
    NoReferralConsent,
    NotAnIntroduction,
    NumberNeeded,
    OfficerElsewhere,
    StepWithoutWords,
)
from training.casework.models import Case, ContactAttempt, Need, Service
from training.casework.queries import case_of
from training.casework.states import Channel, ContactOutcome, ServiceKind, Stage, Willingness
from training.organisations.errors import ReasonNeeded
from training.people.privacy import erase_person

pytestmark = pytest.mark.django_db
ADVICE, INTRODUCTION = ServiceKind.CAREER_ADVICE, ServiceKind.JOB_INTRODUCTION


@pytest.fixture
def person():
    return PersonFactory(region=RegionFactory())


@pytest.fixture
def today():
    return timezone.localdate()


def verbs_on(person):
    return [entry.action for entry in registry.get_logs_for_instance(person).order_by("pk")]


# services


def test_the_same_service_twice_on_a_day_is_one_person_time(person, today, by):
    first = serve(person, ADVICE, today, by=by)

    assert serve(person, ADVICE, today, by=by, note="again") == first
    assert serve(person, ADVICE, today - timedelta(1), by=by) != first
    assert verbs_on(person) == ["training.serve", "training.serve"]


def test_nothing_was_done_tomorrow(person, today, by):
    with pytest.raises(DayToCome):
        serve(person, ADVICE, today + timedelta(1), by=by)

    assert not Service.objects.exists()


def test_no_firm_gets_a_name_without_consent(person, today, by):
    firm = EmployerFactory()
    with pytest.raises(NoReferralConsent):
        serve(person, INTRODUCTION, today, employer=firm, by=by)

    person.referral_consent_at = timezone.now()
    person.save()

    assert serve(person, INTRODUCTION, today, employer=firm, by=by).employer == firm


def test_two_firms_on_a_day_are_two_introductions(today, by):
    person = PersonFactory(referral_consent_at=timezone.now())
    first, second = EmployerFactory(), EmployerFactory()

    for firm in (first, second, first, None):
        serve(person, INTRODUCTION, today, employer=firm, by=by)

    assert set(Service.objects.values_list("employer", flat=True)) == {first.pk, second.pk}
    assert Service.objects.count() == 2


def test_only_an_introduction_names_a_firm(today, by):
    person = PersonFactory(referral_consent_at=timezone.now())

    with pytest.raises(NotAnIntroduction):
        serve(person, ADVICE, today, employer=EmployerFactory(), by=by)


def test_a_wrong_entry_is_struck_out_and_the_reason_kept(person, by):
    service = ServiceFactory(person=person)
    with pytest.raises(ReasonNeeded):
        strike_service(service, " ", by=by)

    strike_service(service, "记错人", by=by)
    strike_service(service, "记错人", by=by)

    assert not Service.objects.exists()
    entry = registry.get_logs_for_instance(person).get()
    assert (entry.data["reason"], entry.data["kind"]) == ("记错人", ADVICE)
    assert entry.message == "Service struck out. Reason: 记错人"


# needs


def test_a_need_opens_the_case(person, today, by):
    trade = TradeFactory()
    answers = {"willingness": Willingness.YES, "trade": trade, "on": today, "by": by}

    need = record_need(person, **answers)

    assert record_need(person, **answers) == need
    assert Case.objects.get().stage == Stage.SURVEYED
    assert [link.on for link in Case.objects.get().stages.all()] == [today]


def test_the_latest_need_counts(person, today, by):
    record_need(person, willingness=Willingness.NO, on=today - timedelta(9), by=by)
    later = record_need(person, willingness=Willingness.PERHAPS, on=today, by=by)

    assert case_of(person).need == later
    assert Need.objects.count() == 2


# contact


def test_a_second_tap_is_not_a_second_call(person, by):
    first = attempt_contact(person, ContactOutcome.NO_ANSWER, number=person.phone, by=by)

    again = attempt_contact(person, ContactOutcome.NO_ANSWER, number=person.phone, by=by)
    other = attempt_contact(person, ContactOutcome.REACHED, number=person.phone, by=by)

    assert again == first
    assert ContactAttempt.objects.count() == 2
    assert other != first


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"outcome": ContactOutcome.EMPTY, "channel": Channel.VISIT}, NumberNeeded),
        ({"outcome": ContactOutcome.WRONG, "number": ""}, NumberNeeded),
        (
            {"outcome": ContactOutcome.REACHED, "at": timezone.now() + timedelta(days=900)},
            DayToCome,
        ),
    ],
    ids=["a door is not out of service", "which number", "not yet"],
)
def test_what_cannot_have_happened_is_refused(person, by, told, refusal):
    with pytest.raises(refusal):
        attempt_contact(person, **told, by=by)


# the next step


def test_a_step_is_planned_and_done(person, today, by):
    plan_step(person, "陪同体检", today, by=by)
    case = plan_step(person, "陪同体检", today, by=by)
    assert list(Case.objects.due_by(today)) == [case]

    plan_step(person, "", None, by=by)

    assert list(Case.objects.due_by(today)) == []
    assert verbs_on(person) == ["training.plan_step", "training.plan_step"]


def test_a_step_needs_words_and_a_day_to_come(person, today, by):
    with pytest.raises(StepWithoutWords):
        plan_step(person, " ", today, by=by)
    with pytest.raises(DayHasPassed):
        plan_step(person, "打电话", today - timedelta(1), by=by)


# the chain


def test_the_chain_is_dated(person, today, by):
    reach_stage(person, Stage.ON_LEDGER, today - timedelta(9), by=by)
    reach_stage(person, Stage.IN_WORK, today, by=by)
    case = reach_stage(person, Stage.IN_WORK, today, by=by)

    assert [(link.stage, link.on) for link in case.stages.all()] == [
        (Stage.ON_LEDGER, today - timedelta(9)),
        (Stage.IN_WORK, today),
    ]
    assert case.opened_on == today - timedelta(9)


def test_back_only_with_a_reason(person, today, by):
    reach_stage(person, Stage.IN_WORK, today, by=by)
    with pytest.raises(ReasonNeeded):
        reach_stage(person, Stage.IN_CARE, today, by=by)

    case = reach_stage(person, Stage.IN_CARE, today, by=by, reason="厂子关了")

    assert case.stage == Stage.IN_CARE
    assert registry.get_logs_for_instance(person).latest("pk").data["reason"] == "厂子关了"


def test_days_of_the_chain_never_run_backwards(person, today, by):
    reach_stage(person, Stage.ON_LEDGER, today, by=by)

    with pytest.raises(BeforeTheLastStage, match="“On the ledger”"):
        reach_stage(person, Stage.IN_WORK, today - timedelta(1), by=by)


def test_a_closed_case_is_opened_before_it_goes_on(person, today, by):
    with pytest.raises(NoCase):
        close_case(person, "搬走了", on=today, by=by)
    reach_stage(person, Stage.ON_LEDGER, today, by=by)
    with pytest.raises(ClosesBeforeItOpens):
        close_case(person, "搬走了", on=today - timedelta(1), by=by)
    close_case(person, "搬走了", on=today, by=by)
    close_case(person, "搬走了", on=today, by=by)

    for refused in (
        lambda: plan_step(person, "打电话", today, by=by),
        lambda: reach_stage(person, Stage.IN_WORK, today, by=by),
    ):
        with pytest.raises(CaseClosed):
            refused()
    reopen_case(person, "回来了", by=by)
    reopen_case(person, "回来了", by=by)

    assert plan_step(person, "打电话", today, by=by).closed_on is None
    assert verbs_on(person) == [
        "training.reach_stage",
        "training.close_case",
        "training.reopen_case",
        "training.plan_step",
    ]


# the named officer


def test_an_officer_of_the_place_or_above_is_named(person, by):
    village = RegionFactory(code="445102999001", parent=person.region)
    person.region = village
    person.save()
    officer, helper = officer_of(village.parent), village_officer_of(village)

    assign_officer(person, officer, by=by)
    assign_officer(person, officer, by=by)
    assign_officer(person, helper, by=by)

    person.refresh_from_db()
    assert person.officer == helper
    assert registry.get_logs_for_instance(person).count() == 2


@pytest.mark.parametrize(
    "someone",
    [
        lambda region: officer_of(RegionFactory()),
        lambda region: manager_of(ProviderFactory(region=region)),
        lambda region: village_officer_of(RegionFactory(code="445102999002", parent=region)),
    ],
    ids=["of another county", "of a school", "of a village below"],
)
def test_nobody_else_is_named(person, by, someone):
    with pytest.raises(OfficerElsewhere):
        assign_officer(person, someone(person.region), by=by)


# erasure


def test_what_was_noted_of_an_erased_person_is_gone(person, today, by):
    attempt_contact(person, ContactOutcome.REACHED, number=person.phone, by=by)
    serve(person, ADVICE, today, note="家里困难", by=by)
    record_need(person, willingness=Willingness.YES, on=today, by=by)

    erase_person(person, by=by, keep_until=today)

    assert not any(model.objects.exists() for model in (Case, Need, ContactAttempt))
    assert Service.objects.get().note == ""
