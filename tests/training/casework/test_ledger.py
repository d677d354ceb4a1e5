"""The ledger of 镜山村 as it was published, from rows and from nothing else."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.casework import ContactAttemptFactory, ServiceFactory
from tests.factories.organisations import RegionFactory, officer_of
from tests.factories.people import PersonFactory
from training.casework.ledger import ledgers_by_village, total_of, village_ledger
from training.casework.states import ContactOutcome, ServiceKind
from training.organisations.states import RegionLevel
from training.people.states import HardshipCause

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
CAUSES = {
    HardshipCause.ILLNESS: 15,
    HardshipCause.DISASTER: 2,
    HardshipCause.SCHOOLING: 4,
    HardshipCause.DISABILITY: 8,
}


def village(code="445102104203", parent=None, **more):
    parent = parent or RegionFactory(code="445102104", level=RegionLevel.TOWNSHIP)
    return RegionFactory(code=code, parent=parent, level=RegionLevel.VILLAGE, **more)


def people_of(region, causes):
    return [
        PersonFactory(
            region=region,
            hardship_cause=cause,
            hardship_consent_at=timezone.now() if cause else None,
        )
        for cause, n in causes.items()
        for _each in range(n)
    ]


@pytest.fixture
def jingshan():
    return village(name="镜山村")


def test_twenty_nine_people_and_sixty_eight_person_times(jingshan, by):
    people = people_of(jingshan, CAUSES)
    for number in range(68):
        ServiceFactory(
            person=people[number % 25],
            kind=list(ServiceKind)[number % 3],
            on=SINCE + timedelta(number),
        )
    ServiceFactory(person=people[0], on=SINCE - timedelta(1))  # last year's
    ServiceFactory()  # somebody else's

    ledger = village_ledger(jingshan, SINCE, UNTIL, by)

    assert (ledger.people, ledger.served, ledger.person_times) == (29, 25, 68)
    assert ledger.causes == Counter(CAUSES)
    assert ledger.unknown_cause == 0
    assert [n for _label, n in ledger.by_kind() if n] == [23, 23, 22]


def test_who_was_not_asked_is_unknown_and_no_part_of_the_share(jingshan, by):
    people_of(jingshan, CAUSES | {"": 1})

    illness = village_ledger(jingshan, SINCE, UNTIL, by).by_cause()[0]

    assert (illness.part, illness.whole, illness.unknown) == (15, 30, 1)
    assert illness.percent == pytest.approx(100 * 15 / 29)


def test_sixty_of_a_hundred_numbers_are_dead(jingshan, by):
    outcomes = {
        ContactOutcome.EMPTY: 31,
        ContactOutcome.WRONG: 17,
        ContactOutcome.OUT_OF_SERVICE: 12,
        ContactOutcome.REFUSED: 23,
        ContactOutcome.NOT_THE_PERSON: 3,
        ContactOutcome.MOVED_AWAY: 2,
        ContactOutcome.REACHED: 12,
    }
    moment = timezone.make_aware(timezone.datetime(2026, 3, 1, 9))
    for outcome, n in outcomes.items():
        ContactAttemptFactory.create_batch(
            n, person__region=jingshan, outcome=outcome, at=moment + timedelta(days=1)
        )
    PersonFactory.create_batch(29, region=jingshan)
    # Reached in vain first, and later found: the last attempt tells.
    again = village_ledger(jingshan, SINCE, UNTIL, by).outcomes
    ContactAttemptFactory(
        person=jingshan.residents.filter(attempts__outcome=ContactOutcome.REACHED).first(),
        outcome=ContactOutcome.NO_ANSWER,
        at=moment,
    )

    ledger = village_ledger(jingshan, SINCE, UNTIL, by)

    assert ledger.outcomes == again == Counter(outcomes)
    assert (ledger.people, ledger.tried, ledger.never_tried) == (129, 100, 29)
    assert (ledger.attempts, ledger.dead, ledger.reached) == (101, 60, 12)
    shares = {share.label: share.percent for share in ledger.by_outcome()}
    assert (shares["Reached"], shares["Hung up or refused"]) == (12, 23)


def test_nobody_tried_is_no_figure_and_not_nought(jingshan, by):
    PersonFactory(region=jingshan)

    share = village_ledger(jingshan, SINCE, UNTIL, by).by_outcome()[0]

    assert share.percent is None


def test_each_village_has_its_line_and_the_lines_add_up(by):
    township = RegionFactory(code="445102104", level=RegionLevel.TOWNSHIP)
    first, second = (village(code, township) for code in ("445102104201", "445102104202"))
    house = RegionFactory(code="445102104299", parent=first)
    for region, times in ((first, 1), (house, 2), (township, 3)):
        person = PersonFactory(region=region)
        for day in range(times):
            ServiceFactory(person=person, on=SINCE + timedelta(day))

    ledgers = ledgers_by_village(township, SINCE, UNTIL, by)

    assert [(row.region, row.people, row.served, row.person_times) for row in ledgers] == [
        (first, 2, 2, 3),
        (second, 0, 0, 0),
        (township, 1, 1, 3),
    ]
    total = total_of(township, ledgers)
    assert (total.people, total.person_times) == (3, 6)


def test_only_people_in_reach_are_counted(jingshan):
    PersonFactory(region=jingshan)

    assert village_ledger(jingshan, SINCE, UNTIL, officer_of(RegionFactory())).people == 0
    assert village_ledger(jingshan, SINCE, UNTIL, officer_of(jingshan.parent)).people == 1


def test_ten_villages_cost_no_more_queries_than_one(jingshan, by):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            ledgers_by_village(jingshan.parent, SINCE, UNTIL, by)
        return len(captured)

    ServiceFactory(person__region=jingshan, on=SINCE)
    one = asked()
    for number in range(9):
        place = village(f"44510210430{number}", jingshan.parent)
        ServiceFactory(person__region=place, on=SINCE)
        ContactAttemptFactory(person__region=place)

    assert asked() == one == 6
