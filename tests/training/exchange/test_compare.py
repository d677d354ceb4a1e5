from datetime import date

import pytest

from tests.factories.exchange import HEADINGS, table
from tests.factories.organisations import RegionFactory, officer_of
from tests.factories.people import PersonFactory, id_number
from training.exchange.comparing import (
    begin_comparison,
    compare_file,
    decide,
    decide_all,
    settled_since,
    start_comparison,
)
from training.exchange.errors import NotReady
from training.exchange.models import Comparison
from training.exchange.states import Decision, DifferenceKind
from training.people.models import Person
from training.people.standing import tag
from training.people.states import Tag

pytestmark = pytest.mark.django_db
MONDAY, NEXT_MONDAY = date(2026, 3, 2), date(2026, 3, 9)


@pytest.fixture
def region():
    return RegionFactory(code="445102", name="湘桥区")


@pytest.fixture
def officer(region):
    return officer_of(region)


def person(serial, region, **more):
    return PersonFactory(id_number=id_number(serial), name="陈秀英", region=region, **more)


def row(serial, phone="", state=""):
    return ["陈秀英", id_number(serial), phone, "湘桥区", state]


def compared(rows, region, by, about="everybody", on=MONDAY):
    comparison = start_comparison(
        table(rows), "list.csv", office="残联", about=about, as_of=on, region=region, by=by
    )
    begin_comparison(comparison, comparison.file.columns, by=by)
    compare_file(comparison.file)
    return Comparison.objects.get(pk=comparison.pk)


def found(comparison):
    return sorted(
        (difference.kind, difference.person_id, difference.field, difference.decision)
        for difference in comparison.differences.all()
    )


def test_what_is_only_here_only_there_and_different_is_told_apart(region, officer):
    same, other, here = (person(n, region, phone="13800138000") for n in (1, 2, 3))

    comparison = compared(
        [row(1, "13800138000"), row(2, "13900139000"), row(4, "13700137000")], region, officer
    )

    assert found(comparison) == [
        ("differs", other.pk, "phone", "open"),
        ("only_here", here.pk, "", "open"),
        ("only_there", None, "", "open"),
    ]
    counts = (comparison.agreeing, comparison.differing, comparison.only_here)
    assert (*counts, comparison.only_there) == (1, 1, 1, 1)
    assert Person.objects.count() == 3
    assert same.phone == "13800138000"


def test_people_of_another_place_are_not_told_about(region, officer):
    person(1, RegionFactory(code="440300"), phone="13800138000")

    comparison = compared([row(1, "13900139000")], region, officer)

    assert [d.ours for d in comparison.differences.all()] == [""]
    assert comparison.only_there == 1
    assert comparison.only_here == 0


def test_a_list_about_a_tag_is_held_against_those_who_have_it(region, officer):
    tagged, untagged = person(1, region), person(2, region)
    tag(tagged, Tag.DISABLED, since=date(2026, 1, 1), by=officer)

    comparison = compared([row(2)], region, officer, about="tag:disabled")

    assert found(comparison) == [
        ("only_here", tagged.pk, "", "open"),
        ("only_there", untagged.pk, "", "open"),
    ]


def test_theirs_is_right_puts_the_register_right(region, officer):
    tagged, untagged = person(1, region), person(2, region)
    tag(tagged, Tag.DISABLED, since=date(2026, 1, 1), by=officer)
    comparison = compared([row(2)], region, officer, about="tag:disabled")

    for difference in comparison.differences.all():
        decide(difference, Decision.THEIRS, "核对过残疾证", by=officer)

    assert not tagged.taggings.filter(until__isnull=True).exists()
    assert untagged.taggings.get().tag == Tag.DISABLED


def test_a_different_fact_is_taken_over_and_somebody_new_is_entered(region, officer):
    here = person(1, region, phone="13800138000")
    comparison = compared([row(1, "13900139000"), row(4, state="务农")], region, officer)

    done, skipped = 0, 0
    for kind in (DifferenceKind.DIFFERS, DifferenceKind.ONLY_THERE):
        more, less = decide_all(comparison, kind, Decision.THEIRS, "", by=officer)
        done, skipped = done + more, skipped + less

    assert (done, skipped) == (2, 0)
    here.refresh_from_db()
    assert here.phone == "13900139000"
    new = Person.objects.with_id_number(id_number(4)).get()
    assert (new.region, new.work_state) == (region, "farming")


def test_deciding_twice_does_no_harm_and_what_was_taken_over_stays(region, officer):
    person(1, region, phone="13800138000")
    [difference] = compared([row(1, "13900139000")], region, officer).differences.all()

    decide(difference, Decision.ASK, by=officer)
    decide(difference, Decision.THEIRS, by=officer)
    decide(difference, Decision.THEIRS, by=officer)

    with pytest.raises(NotReady):
        decide(difference, Decision.OURS, by=officer)


def test_next_week_says_what_is_new_what_is_settled_and_keeps_what_was_decided(region, officer):
    first, _second = (person(n, region, phone="13800138000") for n in (1, 2))
    rows = [row(1, "13900139000"), row(2, "13900139000")]
    week = compared(rows, region, officer)
    decide(week.differences.get(person=first), Decision.OURS, "问过本人", by=officer)

    later = compared(
        [row(1, "13900139000"), row(2, "13800138000"), row(5)], region, officer, on=NEXT_MONDAY
    )

    assert found(later) == [
        ("differs", first.pk, "phone", "ours"),
        ("only_there", None, "", "open"),
    ]
    assert later.differences.get(person=first).since == MONDAY
    assert later.differences.get(person=None).since == NEXT_MONDAY
    assert settled_since(later) == 1


def test_a_row_that_cannot_be_read_is_handed_back(region, officer):
    comparison = compared([["陈秀英", "3.6E+17", "", "", ""], row(1)], region, officer)

    assert "Excel" in comparison.file.refused_rows.get().reason
    assert comparison.only_there == 1
    assert comparison.file.headings == HEADINGS
