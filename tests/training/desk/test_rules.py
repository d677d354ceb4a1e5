"""The rules at the desk: looked up by place and day, changed after reading what that changes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.organisations import (
    ProviderFactory,
    RegionFactory,
    VenueFactory,
    inspector_of,
    manager_of,
    officer_of,
)
from tests.factories.policy import RuleFactory
from training.classes.actions import approve_class
from training.classes.states import ClassState
from training.desk.rule_classes import classes_under
from training.organisations.reach import reach_of
from training.policy.effects import effect_of
from training.policy.models import Rule
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return RegionFactory(code="44", name="广东省", level="province")


@pytest.fixture
def county(province):
    return RegionFactory(code="445102", name="湘桥区", parent=province)


@pytest.fixture
def officer(county):
    return officer_of(county)


def facts(region, **changed):
    return {
        "key": RuleKey.MIN_ATTENDANCE,
        "value": "85",
        "region": region.pk,
        "valid_from": "2026-01-01",
        "source": "测试",
    } | changed


def class_in(region, **changed):
    venue = VenueFactory(provider=ProviderFactory(region=region))
    return TrainingClassFactory(venue=venue, **changed)


# checked first


def test_a_rule_is_saved_only_after_its_writer_read_what_it_changes(office, officer, county):
    client, add = office(officer), reverse("training_rule:add")

    first = client.post(add, facts(county))
    assert (first.status_code, Rule.objects.count()) == (200, 0)
    assert "It would be the nearest rule in 湘桥区" in first.content.decode()

    second = client.post(add, facts(county, checked=first.context["checked"]))
    rule = Rule.objects.get()
    assert second.url == reverse("training_rule:inspect", args=[rule.pk])
    assert rule.value == 85


def test_what_was_changed_after_the_check_is_checked_again(office, officer, county):
    client, add = office(officer), reverse("training_rule:add")
    checked = client.post(add, facts(county)).context["checked"]

    page = client.post(add, facts(county, value="90", checked=checked))

    assert Rule.objects.count() == 0
    assert "You changed something after the last check" in page.content.decode()
    assert client.post(add, facts(county, value="90", checked=page.context["checked"])).url


def test_a_change_is_checked_as_well_and_then_on_record(office, officer, county):
    rule = RuleFactory(region=county, value=80)
    client, edit = office(officer), reverse("training_rule:edit", args=[rule.pk])
    written = facts(county, valid_from="2020-01-01", valid_to="2099-12-31", value="80")

    page = client.post(edit, written)
    rule.refresh_from_db()
    assert rule.valid_to is None
    assert "After 2099-12-31 nobody has ruled on this there." in page.content.decode()

    client.post(edit, written | {"checked": page.context["checked"]})
    rule.refresh_from_db()
    assert rule.valid_to == date(2099, 12, 31)


def test_a_slip_is_told_before_anything_else(office, officer, county):
    page = office(officer).post(reverse("training_rule:add"), facts(county, value="850"))

    assert page.context["form"].errors == {"value": ["This cannot be more than 100."]}
    assert "effect" not in page.context


# which classes


def test_classes_being_prepared_or_filed_are_named_with_links(office, officer, county):
    filed = class_in(county, state=ClassState.FILED)
    draft = class_in(county, state=ClassState.DRAFT)
    elsewhere = class_in(RegionFactory(code="445122"), state=ClassState.FILED)

    page = office(officer).post(reverse("training_rule:add"), facts(county)).content.decode()

    assert "2 classes being prepared or filed would fall under it:" in page
    assert reverse("training_class:inspect", args=[filed.pk]) in page
    assert elsewhere.number not in page
    assert draft.number not in page  # the school has not shown it to the office yet


def test_what_a_class_was_approved_under_it_keeps(by, officer, county):
    RuleFactory(region=county, value=80)
    approve_class(class_in(county, state=ClassState.FILED), by=by)
    class_in(county, state=ClassState.APPROVED)  # before rules were kept
    class_in(county, state=ClassState.CONCLUDED)

    rule = RuleFactory.build(region=county, valid_from=date(2026, 1, 1))
    found = classes_under(effect_of(rule), officer)

    assert (found.waiting, found.keeping, found.unkept) == (0, 1, 1)


def test_a_nearer_rule_keeps_its_classes(by, province, county):
    RuleFactory(region=county, value=90)
    class_in(county, state=ClassState.FILED)
    other = class_in(RegionFactory(code="445103", parent=province), state=ClassState.FILED)

    found = classes_under(effect_of(RuleFactory.build(region=province)), by)

    assert (found.waiting, found.named) == (1, [other])


def test_only_classes_that_begin_in_its_time_fall_under_it(officer, county):
    day = timezone.localdate()
    for days in (10, 20, 30):
        class_in(county, state=ClassState.FILED, starts_on=day + timedelta(days=days))

    rule = RuleFactory.build(
        region=county, valid_from=day + timedelta(days=15), valid_to=day + timedelta(days=25)
    )

    assert classes_under(effect_of(rule), officer).waiting == 1


def test_ending_a_rule_tells_how_many_classes_leave_it(officer, county):
    class_in(county, state=ClassState.FILED)
    rule = RuleFactory(region=county)
    before = Rule.objects.get(pk=rule.pk)
    rule.valid_to = timezone.localdate()

    found = classes_under(effect_of(rule, before), officer)

    assert (found.waiting, found.leaving) == (0, 1)


def test_ten_classes_are_named_and_the_rest_counted(officer, county):
    for _ in range(12):
        class_in(county, state=ClassState.FILED)

    found = classes_under(effect_of(RuleFactory.build(region=county)), officer)

    assert (found.waiting, len(found.named), found.unnamed) == (12, 10, 2)


@pytest.mark.parametrize(("state", "queries"), [(ClassState.FILED, 4), (ClassState.APPROVED, 3)])
def test_many_classes_are_no_more_queries(
    officer, county, state, queries, django_assert_num_queries
):
    assert reach_of(officer).regions  # asked once and kept
    effect = effect_of(RuleFactory.build(region=county))

    for _ in range(3):
        class_in(county, state=state)
        with django_assert_num_queries(queries):
            classes_under(effect, officer)


def test_a_rule_tells_how_many_classes_keep_it(office, by, officer, county):
    rule = RuleFactory(region=county)
    other = RuleFactory(
        region=county, key=RuleKey.CLASS_SIZE, value=50, valid_from=date(2099, 1, 1)
    )
    approve_class(class_in(county, state=ClassState.FILED), by=by)
    sentence = "1 class was approved under this rule and keeps it"

    pages = [
        office(officer).get(reverse("training_rule:inspect", args=[each.pk])).content.decode()
        for each in (rule, other)
    ]

    assert [sentence in page for page in pages] == [True, False]


def test_a_rule_may_be_deleted_and_the_class_keeps_it(office, by, province, county):
    RuleFactory(region=province, value=70)
    rule = RuleFactory(region=county, value=80)
    approve_class(class_in(county, state=ClassState.FILED), by=by)
    delete = reverse("training_rule:delete", args=[rule.pk])

    page = office(by).get(delete).content.decode()
    office(by).post(delete)

    assert "Then there counts: 70 % (广东省, from 2020-01-01)." in page
    assert "1 class was approved under this rule and keeps it" in page
    assert not Rule.objects.filter(pk=rule.pk).exists()


# which rule applies


def applying(client, region, on="2026-03-01"):
    return client.get(reverse("training_applying:index"), {"region": region.code, "on": on})


def test_all_rules_of_a_place_stand_on_one_page(office, officer, province, county):
    RuleFactory(region=county, key=RuleKey.CLASS_SIZE, value=30, source="区文件")
    RuleFactory(region=province, source="省文件", source_url="https://example.org/44")

    page = applying(office(officer), county).content.decode()

    told = ["30 people", "湘桥区 itself", "80 %", "广东省, above it", "nobody has ruled"]
    assert [words for words in told if words not in page] == []
    assert 'href="https://example.org/44"' in page


def test_the_day_decides_and_what_was_and_will_be_stands_beside_it(office, officer, county):
    RuleFactory(region=county, value=70)
    RuleFactory(region=county, value=80, valid_from=date(2026, 1, 1))
    client = office(officer)

    def found(on):
        rulings = applying(client, county, on).context["rulings"]
        row = next(row for row in rulings if row.key == RuleKey.MIN_ATTENDANCE)
        return row.rule.told, len(row.earlier), len(row.later)

    assert found("2025-12-31") == ("70 %", 0, 1)
    assert found("2026-01-01") == ("80 %", 1, 0)


def test_an_officer_reads_what_applies_in_another_county(office, officer):
    other = RegionFactory(code="445122", name="饶平县")
    RuleFactory(region=other, value=77)

    assert "77 %" in applying(office(officer), other).content.decode()


def test_without_a_question_it_is_about_home_and_today(office, officer, county):
    page = office(officer).get(reverse("training_applying:index"))

    assert (page.context["region"], page.context["on"]) == (county, timezone.localdate())


def test_a_place_or_day_that_is_none_is_told(office, officer):
    page = office(officer).get(reverse("training_applying:index"), {"region": "0", "on": "x"})

    assert set(page.context["form"].errors) == {"region", "on"}
    assert "rulings" not in page.context


def test_among_thousands_the_place_is_written(office, officer, county, monkeypatch):
    monkeypatch.setattr("training.policy.applying.MOST_CHOICES", 0)
    client = office(officer)

    page = client.get(reverse("training_applying:index"), {"region": "湘桥区"})

    assert page.context["region"] == county


def test_an_inspector_reads_and_a_school_does_not(office, county):
    assert applying(office(inspector_of(county)), county).status_code == 200
    manager = manager_of(ProviderFactory(region=county))
    assert applying(office(manager), county).status_code == 302


def test_the_page_asks_as_often_for_three_rules_as_for_one(client, by, county, queries_for):
    client.force_login(by)
    address = f"{reverse('training_applying:index')}?region={county.code}"
    RuleFactory(region=county)
    once = queries_for(address)
    for key in (RuleKey.CLASS_SIZE, RuleKey.MIN_AGE):
        RuleFactory(region=county, key=key, value=20)

    assert queries_for(address) == once


# the list


def test_the_list_tells_values_in_words(office, officer, county):
    RuleFactory(region=county, key=RuleKey.PRIORITY, subject="veteran", value=2)
    RuleFactory(region=county, key=RuleKey.NO_REPEAT, value=1)

    page = office(officer).get(reverse("training_rule:index")).content.decode()

    assert [words for words in ("Rank 2", "Veteran", "Yes") if words not in page] == []


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({}, {70, 80, 90}),
        ({"standing": "now"}, {80}),
        ({"standing": "ended"}, {70}),
        ({"standing": "later"}, {90}),
        ({"key": RuleKey.CLASS_SIZE}, {90}),
    ],
)
def test_the_list_is_narrowed(office, officer, county, asked, values):
    RuleFactory(region=county, value=70, valid_to=date(2021, 1, 1))
    RuleFactory(region=county, value=80, valid_from=date(2022, 1, 1))
    RuleFactory(region=county, key=RuleKey.CLASS_SIZE, value=90, valid_from=date(2099, 1, 1))

    page = office(officer).get(reverse("training_rule:index"), asked)

    assert {row.value for row in page.context["object_list"]} == values


def test_the_list_asks_as_often_for_three_rules_as_for_one(client, by, county, queries_for):
    client.force_login(by)
    RuleFactory(region=county)
    once = queries_for(reverse("training_rule:index"))
    RuleFactory(region=county, key=RuleKey.CLASS_SIZE, value=20)
    RuleFactory(region=RegionFactory(code="445122"), key=RuleKey.MIN_AGE, value=20)

    assert queries_for(reverse("training_rule:index")) == once


def test_the_page_of_a_rule_tells_what_people_are_told(office, officer, county):
    rule = RuleFactory(
        region=county, key=RuleKey.PAPER, subject="unemployed", value=1, words="就业创业证"
    )

    page = office(officer).get(reverse("training_rule:inspect", args=[rule.pk])).content.decode()

    told = ["就业创业证", "Registered unemployed", "What counts there, one after the other"]
    assert [words for words in told if words not in page] == []


# the page of a class


def test_the_page_of_a_class_tells_by_which_rules_it_goes(office, by, officer, county):
    rule = RuleFactory(region=county, key=RuleKey.MIN_AGE, value=16)
    approved = approve_class(class_in(county, state=ClassState.FILED), by=by)
    filed = class_in(county, state=ClassState.FILED)
    Rule.objects.filter(pk=rule.pk).update(value=18)

    pages = [
        office(officer).get(reverse("training_class:inspect", args=[row.pk])).content.decode()
        for row in (approved, filed)
    ]

    assert ["16 years old" in page for page in pages] == [True, False]
    assert ["18 years old" in page for page in pages] == [False, True]
    assert ["when the class was approved" in page for page in pages] == [True, False]
