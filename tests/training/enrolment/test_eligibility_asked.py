"""Asking before a name is typed, asking again later, and the papers that were brought."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import inspector_of, manager_of, officer_of
from tests.factories.people import PersonFactory, worker_on
from tests.factories.policy import RuleFactory
from training.enrolment.actions import enrol
from training.enrolment.appeals import EligibilityCheck, PaperSeen
from training.enrolment.eligibility_actions import check_again, see_papers
from training.enrolment.eligibility_states import Answer, CheckMoment
from training.enrolment.errors import NoPaperAsked
from training.people.states import Tag
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2027, 3, 1)
DAY = timedelta(days=1)


# The page "May I?"


def may_i(client, training_class, **asked):
    return client.get(reverse("training:may_i", args=[training_class.pk]), asked)


def open_class():
    return TrainingClassFactory(starts_on=timezone.localdate() + 7 * DAY)


def test_the_class_page_leads_to_the_question(client):
    training_class = open_class()

    page = client.get(training_class.get_absolute_url()).text

    assert reverse("training:may_i", args=[training_class.pk]) in page


def test_nobody_is_scolded_before_they_answer(client):
    page = may_i(client, open_class())

    assert page.context["eligibility"] is None
    assert "Please look at these again" not in page.text


def test_yes_leads_to_the_enrolment(client):
    training_class = open_class()

    page = may_i(client, training_class, year=1985, month=5, sex="f").text

    assert "Yes, you may take this class" in page
    assert reverse("training:enrol", args=[training_class.pk]) in page


def test_no_says_why_and_where_it_is_written(client):
    RuleFactory(
        key=RuleKey.MAX_AGE_WOMEN, value=30, source="十三号文", source_url="https://example.org/13"
    )
    training_class = open_class()

    page = may_i(client, training_class, year=1985, month=5, sex="f").text

    assert "No, not this class" in page
    assert "up to 30 years of age" in page
    assert '<a href="https://example.org/13" rel="noreferrer">Source: 十三号文</a>' in page
    assert reverse("training:enrol", args=[training_class.pk]) not in page


def test_a_group_with_a_rule_is_asked_for_and_told_what_to_bring(client):
    RuleFactory(key=RuleKey.PAPER, subject=Tag.DISABLED, value=1, words="残疾人证")
    training_class = open_class()

    form = may_i(client, training_class).context["form"]
    page = may_i(client, training_class, year=1985, month=5, sex="f", group="disabled").text

    assert [value for value, _name in form.fields["group"].choices] == ["", "disabled"]
    assert "Yes, and bring:" in page
    assert "残疾人证" in page


def test_where_no_group_has_a_rule_none_is_asked_for(client):
    assert list(may_i(client, open_class()).context["form"].fields) == ["year", "month", "sex"]


@pytest.mark.parametrize("year", ["", "85", "1800", "abcd"])
def test_a_year_nobody_was_born_in_is_asked_for_again(client, year):
    page = may_i(client, open_class(), year=year, month=5, sex="f")

    assert page.context["eligibility"] is None
    assert "year" in page.context["form"].errors


def test_asking_keeps_nothing(client, django_assert_max_num_queries):
    training_class = open_class()
    may_i(client, training_class)

    with django_assert_max_num_queries(20) as captured:
        response = may_i(client, training_class, year=1985, month=5, sex="f")

    assert not any(q["sql"].startswith(("INSERT", "UPDATE")) for q in captured.captured_queries)
    assert "no-store" in response["Cache-Control"]
    assert not client.session.keys()


def test_a_class_that_is_full_is_answered_and_its_waiting_list_offered(client):
    training_class = TrainingClassFactory(starts_on=timezone.localdate() + 7 * DAY, seats=1)
    EnrolmentFactory(training_class=training_class)

    page = may_i(client, training_class, year=1985, month=5, sex="f").text

    assert "Yes, you may take this class" in page
    assert "Join the waiting list" in page


# Checked again


@pytest.fixture
def begun(by):
    """A class that begins today, and somebody who needs a paper for it."""
    RuleFactory(key=RuleKey.PAPER, subject=Tag.DISABLED, value=1, words="残疾人证")
    person = PersonFactory(name="陈秀英")
    person.taggings.create(tag=Tag.DISABLED, since=date(2020, 1, 1))
    return enrol(person, TrainingClassFactory(starts_on=timezone.localdate()), by=by)


def answers(enrolment):
    return list(enrolment.checks.values_list("moment", "answer"))


def test_the_answer_at_enrolment_is_kept_in_every_language(begun):
    check = begun.checks.get()

    assert (check.moment, check.answer) == (CheckMoment.ENROLMENT, Answer.PAPER)
    assert check.reasons[0]["code"] == "paper:disabled"
    assert check.reasons[0]["sentences"] == {"zh-hans": "残疾人证", "en": "残疾人证"}


def test_when_the_class_begins_the_rules_are_asked_once_more(begun, capsys):
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=20)
    RuleFactory(key=RuleKey.MAX_AGE_MEN, value=20)

    call_command("check_eligibility")
    first = begun.checks.get(moment=CheckMoment.START)
    call_command("check_eligibility")

    assert answers(begun) == [("enrolment", "paper"), ("start", "no")]
    assert begun.checks.get(moment=CheckMoment.START).checked_at == first.checked_at
    assert "1 trainee checked." in capsys.readouterr().out


def test_whoever_comes_late_is_checked_on_the_next_day_and_the_others_keep_their_answer(begun, by):
    call_command("check_eligibility")
    first = begun.checks.get(moment=CheckMoment.START).checked_at
    late = enrol(PersonFactory(), begun.training_class, by=by)

    call_command("check_eligibility")

    assert answers(late) == [("enrolment", "yes"), ("start", "yes")]
    assert begun.checks.get(moment=CheckMoment.START).checked_at == first


@pytest.mark.parametrize(
    ("changes", "checked"),
    [
        ({"starts_on": timezone.localdate() + DAY}, False),
        ({"starts_on": timezone.localdate() - 3 * DAY}, True),
        ({"state": "concluded"}, False),
    ],
    ids=["tomorrow", "a-day-was-missed", "concluded"],
)
def test_only_classes_that_have_begun_are_asked_about(changes, checked, begun):
    type(begun.training_class).objects.update(**changes)

    call_command("check_eligibility")

    assert begun.checks.filter(moment=CheckMoment.START).exists() is checked


def test_the_claim_room_asks_for_everybody_in_a_constant_number_of_queries(
    begun, by, django_assert_max_num_queries
):
    training_class = begun.training_class
    check_again(training_class, CheckMoment.CLAIM, by=by)
    with django_assert_max_num_queries(20) as one:
        check_again(training_class, CheckMoment.CLAIM, by=by)
    for person in PersonFactory.create_batch(3):
        enrol(person, training_class, by=by)

    with django_assert_max_num_queries(len(one)):
        rows = check_again(training_class, CheckMoment.CLAIM, by=by)

    assert len(rows) == EligibilityCheck.objects.filter(moment=CheckMoment.CLAIM).count() == 4


# Papers


def test_a_paper_that_was_seen_is_not_asked_for_again(begun, by):
    see_papers(begun, by=by)

    (check,) = check_again(begun.training_class, CheckMoment.CLAIM, by=by)

    assert (check.answer, check.reasons) == (Answer.YES, [])
    assert PaperSeen.objects.get().seen_by == by
    assert PaperSeen.objects.get().label == "Person with a disability"


def test_no_paper_is_seen_that_nobody_asked_for(begun, by):
    see_papers(begun, by=by)

    with pytest.raises(NoPaperAsked):
        see_papers(begun, by=by)


def class_page(office, user, training_class):
    return office(user).get(reverse("training_class:inspect", args=[training_class.pk])).text


def test_the_page_of_the_class_names_those_in_doubt_until_the_paper_is_seen(begun, office):
    manager = manager_of(begun.training_class.provider)
    enrol(PersonFactory(name="林无疑"), begun.training_class, by=manager)
    door = reverse("training_enrolment:papers_seen", args=[begun.pk])

    before = class_page(office, manager, begun.training_class)
    office(manager).post(door)
    after = class_page(office, manager, begun.training_class)

    assert "Not eligible, or a paper is missing" in before
    assert door in before
    assert "Not eligible, or a paper is missing" not in after


def test_an_inspector_reads_who_is_in_doubt_and_ticks_nothing(begun, office):
    inspector = inspector_of(begun.training_class.region)
    door = reverse("training_enrolment:papers_seen", args=[begun.pk])

    page = class_page(office, inspector, begun.training_class)

    assert "残疾人证" in page
    assert door not in page
    office(inspector).post(door)
    assert not PaperSeen.objects.exists()


def test_neither_a_stranger_school_nor_office_ticks_a_paper(begun, office):
    other = TrainingClassFactory()
    door = reverse("training_enrolment:papers_seen", args=[begun.pk])

    for user in (manager_of(other.provider), officer_of(other.region)):
        office(user).post(door)

    assert not PaperSeen.objects.exists()


def test_the_page_of_a_seat_tells_what_was_found_and_who_saw_the_paper(begun, office):
    officer = officer_of(begun.training_class.region)
    see_papers(begun, by=officer)

    page = office(officer).get(reverse("training_enrolment:inspect", args=[begun.pk])).text

    assert "At enrolment" in page
    assert "残疾人证" in page
    assert officer.username in page


def test_my_class_says_what_to_bring_until_it_was_seen(begun, by, client):
    client.force_login(worker_on("13800138000", begun.person))

    assert "残疾人证" in client.get(reverse("training:my")).text
    see_papers(begun, by=by)
    assert "残疾人证" not in client.get(reverse("training:my")).text
