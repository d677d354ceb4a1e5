from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log, registry

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.orders import OrderFactory, OrderLineFactory
from tests.factories.organisations import (
    BureauFactory,
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    UserFactory,
    manager_of,
    officer_of,
)
from tests.factories.people import PersonFactory
from tests.factories.policy import RuleFactory
from training.classes.states import ClassState
from training.desk.queries import waiting_for
from training.orders.states import OrderState
from training.organisations.models import Membership
from training.organisations.roles import GROUPS
from training.organisations.states import Role
from training.outcomes.models import Outcome
from training.outcomes.queries import due_for_follow_up, months_before
from training.outcomes.states import Contact, Work
from training.policy.states import RuleKey
from training.surveys.models import Comment

pytestmark = pytest.mark.django_db


# spreadsheets


def exported(client, name):
    page = client.get(reverse(f"{name}:index"), {"export": "csv"})
    return b"".join(page.streaming_content).decode("utf-8-sig")


def test_an_export_is_local_time_harmless_and_on_record(office):
    region = RegionFactory()
    officer = officer_of(region)
    person = PersonFactory(region=region, name="王建国")
    PersonFactory(region=region, name="王建国", phone="+441632960961")

    text = exported(office(officer), "training_person")

    assert f"{timezone.localtime(person.registered_at):%Y-%m-%d %H:%M}" in text
    assert "'+441632960961" in text
    entry = registry.get_logs_for_instance(officer).get(action="training.export")
    assert (entry.data["what"], entry.data["rows"]) == ("training.Person", 2)


def test_an_export_holds_only_rows_in_reach(office):
    region = RegionFactory()
    EmployerFactory(region=region, name="韩江酒家")
    EmployerFactory(name="外地企业")

    text = exported(office(officer_of(region)), "training_employer")

    assert "韩江酒家" in text
    assert "外地企业" not in text


# members


def appointing(client, **changed):
    return client.post(
        reverse("training_membership:add"),
        {"username": "chen", "role": Role.PROVIDER_MANAGER} | changed,
    )


def test_an_officer_appoints_and_dismisses(office):
    provider, user = ProviderFactory(), UserFactory(username="chen")
    client = office(officer_of(provider.region))

    appointing(client, provider=provider.pk)
    membership = Membership.objects.get(user=user)
    groups = [group.name for group in user.groups.all()]
    client.post(reverse("training_membership:delete", args=[membership.pk]))

    assert (membership.provider, groups) == (provider, [GROUPS[Role.PROVIDER_MANAGER]])
    assert not Membership.objects.filter(user=user).exists()
    assert not user.groups.exists()


def test_nobody_is_appointed_outside_the_officers_region(office):
    UserFactory(username="chen")
    bureau = BureauFactory()

    page = appointing(office(officer_of(RegionFactory())), role=Role.OFFICER, bureau=bureau.pk)

    assert list(page.context["form"].errors) == ["bureau"]


def test_the_office_must_fit_the_role(office):
    provider = ProviderFactory()
    UserFactory(username="chen")

    page = appointing(office(officer_of(provider.region)), role=Role.OFFICER, provider=provider.pk)

    assert page.context["form"].errors == {"bureau": ["Please choose for whom this person acts."]}


# comments


def test_a_comment_is_released_to_the_provider(office):
    training_class = TrainingClassFactory()
    comment = Comment.objects.create(training_class=training_class, text="灶台有点少")
    manager, officer = manager_of(training_class.provider), officer_of(training_class.region)
    listing = reverse("training_comment:index")

    before = list(office(manager).get(listing).context["object_list"])
    office(manager).post(reverse("training_comment:release", args=[comment.pk]))
    office(officer).post(reverse("training_comment:release", args=[comment.pk]))
    after = list(office(manager).get(listing).context["object_list"])

    assert (before, after) == ([], [comment])


# follow-ups


def ended(months, **facts):
    day = months_before(timezone.localdate(), months)
    return EnrolmentFactory(
        training_class__starts_on=day - timedelta(days=5),
        training_class__ends_on=day,
        training_class__state=ClassState.CONCLUDED,
        **facts,
    )


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-11-22", 6, "2026-05-22"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 3, "2025-10-15"),
        ("2026-12-01", 12, "2025-12-01"),
    ],
)
def test_months_are_counted_back(day, months, earlier):
    assert months_before(timezone.datetime.fromisoformat(day).date(), months).isoformat() == earlier


def test_due_are_those_nobody_has_tried_to_reach(by):
    due = ended(6)
    ended(5)
    tried = ended(7)
    Outcome.objects.create(
        enrolment=tried, months=6, contact=Contact.REFUSED, recorded_on=timezone.localdate()
    )

    assert list(due_for_follow_up(by, 6)) == [due]


def test_a_follow_up_is_filed_and_leaves_the_list(office):
    enrolment = ended(6)
    client = office(officer_of(enrolment.training_class.region))
    url = reverse("training_follow_up:record_6", args=[enrolment.pk])

    assert list(client.get(reverse("training_follow_up:index")).context["object_list"])
    client.post(
        url,
        {
            "contact": Contact.REACHED,
            "work": Work.EMPLOYEE,
            "same_trade": "yes",
            "monthly_wage": "4500",
        },
    )

    outcome = Outcome.objects.get()
    assert (outcome.work, outcome.same_trade, outcome.monthly_wage) == (Work.EMPLOYEE, True, 4500)
    assert not list(client.get(reverse("training_follow_up:index")).context["object_list"])


def test_whoever_was_not_reached_stays_unknown(office):
    enrolment = ended(6)
    client = office(officer_of(enrolment.training_class.region))

    client.post(
        reverse("training_follow_up:record_6", args=[enrolment.pk]),
        {"contact": Contact.DEAD_NUMBER, "work": Work.EMPLOYEE, "monthly_wage": "4500"},
    )

    outcome = Outcome.objects.get()
    assert (outcome.work, outcome.monthly_wage) == (Work.UNKNOWN, None)


def test_follow_ups_are_the_bureaus_work(office):
    enrolment = ended(6)
    strangers = [
        manager_of(enrolment.training_class.provider),
        officer_of(RegionFactory()),
        enrolment.person.user or UserFactory(),
    ]

    for stranger in strangers:
        office(stranger).post(
            reverse("training_follow_up:record_6", args=[enrolment.pk]),
            {"contact": Contact.REACHED, "work": Work.EMPLOYEE},
        )

    assert not Outcome.objects.exists()


def test_follow_ups_cost_the_same_with_one_row_and_with_three(
    admin_user, office, django_assert_max_num_queries
):
    client, url = office(admin_user), reverse("training_follow_up:index")
    ended(6)
    client.get(url)
    with django_assert_max_num_queries(100) as one:
        client.get(url)
    ended(7)
    ended(8)

    with django_assert_max_num_queries(len(one)):
        client.get(url)


# what waits


def waits(user):
    return {row.kind: row.count for row in waiting_for(user)}


def test_an_officer_is_told_what_to_decide():
    region = RegionFactory()
    OrderFactory(employer__region=region, state=OrderState.PLACED)
    OrderFactory(state=OrderState.PLACED)
    TrainingClassFactory(venue__region=region, state=ClassState.FILED)
    TrainingClassFactory(state=ClassState.FILED)

    assert waits(officer_of(region)) == {"orders_to_approve": 1, "classes_to_approve": 1}


def test_a_manager_is_told_what_to_do():
    mine = TrainingClassFactory(state=ClassState.RETURNED)
    today = timezone.localdate()
    TrainingClassFactory(venue=mine.venue, starts_on=today - timedelta(days=9), ends_on=today)
    TrainingClassFactory(state=ClassState.RETURNED)
    OrderLineFactory()

    assert waits(manager_of(mine.provider)) == {
        "lines_to_answer": 1,
        "classes_returned": 1,
        "classes_to_conclude": 1,
    }


def test_each_count_leads_to_its_rows(office):
    region = RegionFactory()
    order = OrderFactory(employer__region=region, state=OrderState.PLACED)
    OrderFactory(employer__region=region, state=OrderState.APPROVED)
    client = office(officer_of(region))

    page = client.get(reverse("wagtailadmin_home")).content.decode()
    listing = client.get(reverse("training_order:index"), {"state": "placed"})

    assert "1 order to approve" in page
    assert f"{reverse('training_order:index')}?state=placed" in page
    assert list(listing.context["object_list"]) == [order]


# the history of everything


@pytest.mark.parametrize("path", ["", "results/"])
def test_the_site_history_is_the_superusers(admin_user, office, path):
    region = RegionFactory()
    person = PersonFactory(region=RegionFactory(), name="王建国")
    log(person, "training.correct_person")
    url = f"/admin/reports/site-history/{path}"

    for user in (officer_of(region), manager_of(ProviderFactory())):
        assert "王建国" not in office(user).get(url, follow=True).content.decode()
    assert office(admin_user).get(url).status_code == 200


# lists, histories, rules


@pytest.mark.parametrize(
    ("name", "key"),
    [("training_order", "region_code"), ("training_follow_up", "person__region__code")],
)
def test_a_list_is_sorted_by_region(admin_user, office, name, key):
    OrderLineFactory()
    ended(6)

    page = office(admin_user).get(reverse(f"{name}:index"), {"ordering": key})

    assert page.context["table"].columns["region"].sort_key == key
    assert page.context["object_list"].query.order_by[0] == key


def test_a_filter_says_yes_or_no(admin_user, office):
    page = office(admin_user).get(reverse("training_comment:index"), {"released": "false"})

    assert [str(row.value) for row in page.context["active_filters"]] == ["No"]


def test_the_history_of_a_rule_says_from_what_to_what(office):
    region = RegionFactory()
    rule = RuleFactory(region=region)
    client = office(officer_of(region))
    facts = {"key": rule.key, "region": region.pk, "valid_from": "2020-01-01", "source": "测试"}

    edit = reverse("training_rule:edit", args=[rule.pk])
    checked = client.post(edit, facts | {"value": "85"}).context["checked"]
    client.post(edit, facts | {"value": "85", "checked": checked})
    page = client.get(reverse("training_rule:inspect", args=[rule.pk]))

    assert "Edited. value: 80.00 → 85" in page.content.decode()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (RuleKey.MIN_ATTENDANCE, "900"),
        (RuleKey.PASS_MARK_THEORY, "-1"),
        (RuleKey.MINUTES_PER_CLASS_HOUR, "0"),
    ],
)
def test_a_rule_out_of_all_bounds_is_a_slip(office, key, value):
    region = RegionFactory()
    facts = {"key": key, "region": region.pk, "valid_from": "2026-01-01", "source": "测试"}

    page = office(officer_of(region)).post(reverse("training_rule:add"), facts | {"value": value})

    assert list(page.context["form"].errors) == ["value"]


def test_no_follow_up_is_filed_before_its_time(office):
    enrolment = ended(5)
    client = office(officer_of(enrolment.training_class.region))

    page = client.get(reverse("training_follow_up:record_6", args=[enrolment.pk]))

    assert page.status_code == 404
