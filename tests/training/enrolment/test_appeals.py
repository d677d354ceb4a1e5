"""“I think this is wrong”: who may say it, for whom, and what an answer changes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import (
    inspector_of,
    manager_of,
    officer_of,
    village_officer_of,
)
from tests.factories.people import PersonFactory, id_number, worker_on
from tests.factories.policy import RuleFactory
from training.enrolment.actions import enrol
from training.enrolment.appeal_actions import appeal, refuse_appeal, uphold_appeal
from training.enrolment.appeals import Appeal
from training.enrolment.eligibility import eligibility
from training.enrolment.eligibility_states import Answer, AppealState
from training.enrolment.errors import NotEligible, NothingAgainst, SayWhy
from training.organisations.errors import ReasonNeeded
from training.people.models import Person
from training.people.privacy import erase_person
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture
def training_class():
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=50, source="十三号文")
    return TrainingClassFactory()


@pytest.fixture
def person(training_class):
    """A woman of more than 50, who lives where the class is held."""
    return PersonFactory(
        name="陈秀英", id_number=id_number(2, born="19700312"), region=training_class.region
    )


@pytest.fixture
def worker(client, person):
    user = worker_on(PHONE, person)
    client.force_login(user)
    return user


@pytest.fixture
def made(person, training_class, by):
    return appeal(person, training_class, "我还没到五十岁", by=by)


def door(training_class):
    return reverse("training:appeal", args=[training_class.pk])


def verb(name, made):
    return reverse(f"training_appeal:{name}", args=[made.pk])


# The verbs


def test_an_appeal_keeps_what_the_rules_said_in_every_language(made):
    (reason,) = made.told

    assert (made.state, made.codes) == (AppealState.OPEN, {"max_age_women"})
    assert str(reason.sentence) == "Subsidised training is for people up to 50 years of age."
    assert reason.source == "十三号文"
    with translation.override("zh-hans"):
        assert str(reason.sentence) == "补贴性培训的年龄上限是 50 周岁。"


def test_said_again_while_it_waits_the_words_are_added(made, by):
    again = appeal(made.person, made.training_class, "身份证上写错了", by=by)

    assert again == made
    assert again.words == "我还没到五十岁\n身份证上写错了"
    assert appeal(made.person, made.training_class, "身份证上写错了", by=by).words == again.words


def test_only_one_appeal_waits(made):
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(person=made.person, training_class=made.training_class)


def test_where_the_rules_are_not_against_somebody_there_is_nothing_to_say(by, training_class):
    young = PersonFactory(id_number=id_number(4, born="19900312"))

    with pytest.raises(NothingAgainst):
        appeal(young, training_class, "不对", by=by)


def test_an_appeal_says_why(person, training_class, by):
    with pytest.raises(SayWhy):
        appeal(person, training_class, "  ", by=by)


def test_an_upheld_appeal_lets_the_person_into_this_class_and_no_other(made, by):
    with pytest.raises(NotEligible):
        enrol(made.person, made.training_class, by=by)

    uphold_appeal(made, answer="户口本上是对的。", by=by)

    other = TrainingClassFactory(starts_on=timezone.localdate() + timedelta(days=90))
    assert eligibility(made.person, other).answer == Answer.NO
    assert enrol(made.person, made.training_class, by=by)


def test_an_upheld_appeal_takes_away_only_what_it_was_about(made, by):
    uphold_appeal(made, answer="对", by=by)
    RuleFactory(key=RuleKey.MIN_AGE, value=99)

    (reason,) = eligibility(made.person, made.training_class).reasons

    assert reason.code == "min_age"


def test_an_upheld_appeal_helps_nobody_else(made, by):
    uphold_appeal(made, answer="对", by=by)
    other = PersonFactory(id_number=id_number(6, born="19700312"))

    assert eligibility(other, made.training_class).answer == Answer.NO


def test_a_refused_appeal_changes_nothing(made, by):
    refuse_appeal(made, answer="按身份证计算。", by=by)

    with pytest.raises(NotEligible):
        enrol(made.person, made.training_class, by=by)


@pytest.mark.parametrize("decide", [uphold_appeal, refuse_appeal])
def test_an_answer_is_written_and_logged_and_stays(decide, made, by):
    with pytest.raises(ReasonNeeded):
        decide(made, answer=" ", by=by)

    decided = decide(made, answer="看过了", by=by)
    again = refuse_appeal(made, answer="别的", by=by)

    assert (again.state, again.answer) == (decided.state, "看过了")
    assert (decided.decided_by, decided.decided_at.date()) == (by, timezone.now().date())
    verbs = ModelLogEntry.objects.values_list("action", flat=True)
    assert f"training.{decide.__name__}" in verbs


def test_whoever_is_erased_leaves_the_decision_and_not_their_words(made, by):
    EnrolmentFactory(person=made.person)

    erase_person(made.person, by=by, keep_until=timezone.localdate() + timedelta(days=900))

    made.refresh_from_db()
    assert made.words == ""


# A worker says so


def test_the_refusal_page_leads_to_the_appeal(client, worker, person, training_class):
    page = client.post(reverse("training:enrol", args=[training_class.pk]), {"person": person.pk})

    assert page.status_code == 409
    assert door(training_class) in page.text


def test_a_worker_reads_the_reasons_and_says_it_is_wrong(client, worker, person, training_class):
    page = client.get(door(training_class)).text

    answer = client.post(door(training_class), {"person": person.pk, "words": "不对"}, follow=True)

    assert "up to 50 years of age" in page
    made = Appeal.objects.get()
    assert (made.person, made.made_by, made.words) == (person, worker, "不对")
    assert "The bureau has not answered yet." in answer.text


def test_a_worker_says_so_for_nobody_elses_person(client, worker, training_class):
    stranger = PersonFactory(id_number=id_number(8, born="19700312"))

    client.post(door(training_class), {"person": stranger.pk, "words": "不对"})

    assert not Appeal.objects.exists()


def test_a_worker_whom_nothing_refuses_is_told_so(client, training_class):
    young = PersonFactory(id_number=id_number(4, born="19900312"))
    client.force_login(worker_on(PHONE, young))

    page = client.get(door(training_class)).text

    assert "The rules are not against" in page
    assert "<textarea" not in page


NEWCOMER = {
    "name": "林桂花",
    "id_number": id_number(2, born="19650312"),
    "consent": "on",
    "words": "不对",
}


def test_whoever_was_refused_and_so_not_kept_is_entered_with_the_appeal(client, training_class):
    client.force_login(worker_on(PHONE))

    client.post(door(training_class), NEWCOMER)

    made = Appeal.objects.get()
    assert (made.person.name, made.person.phone) == ("林桂花", PHONE)


def test_a_newcomer_whom_nothing_refuses_is_not_entered(client, training_class):
    client.force_login(worker_on(PHONE))
    young = id_number(2, born="19900312")

    page = client.post(door(training_class), NEWCOMER | {"id_number": young})

    assert "The rules are not against this person" in page.text
    assert not Person.objects.exists()


def test_a_newcomer_under_another_name_learns_nothing(client, training_class):
    client.force_login(worker_on(PHONE))
    PersonFactory(name="王大山", id_number=NEWCOMER["id_number"])

    page = client.post(door(training_class), NEWCOMER).text

    assert "registered under another name" in page
    assert "王大山" not in page
    assert not Appeal.objects.exists()


def test_a_visitor_signs_in_first(client, training_class):
    response = client.get(door(training_class))

    assert response.status_code == 302
    assert reverse("training:sign_in") in response["Location"]


@pytest.mark.parametrize(
    ("decide", "sentence", "leads_on"),
    [
        (uphold_appeal, "The bureau agrees with you.", True),
        (refuse_appeal, "The bureau stays with the refusal.", False),
    ],
)
def test_the_worker_reads_the_answer(decide, sentence, leads_on, client, worker, made, by):
    decide(made, answer="看过户口本了。", by=by)

    page = client.get(reverse("training:my")).text

    assert sentence in page
    assert "看过户口本了。" in page
    assert (reverse("training:enrol", args=[made.training_class.pk]) in page) is leads_on


def test_nobody_reads_the_appeal_of_another(client, made):
    client.force_login(worker_on("13900139000", PersonFactory()))

    page = client.get(reverse("training:my")).text

    assert made.words not in page
    assert "What you said against a refusal" not in page


def test_many_appeals_cost_my_page_no_more_queries(client, worker, made, queries_for, by):
    one = queries_for(reverse("training:my"))
    for _number in range(3):
        appeal(made.person, TrainingClassFactory(), "不对", by=by)

    assert queries_for(reverse("training:my")) == one


# The village officer for them


def test_a_village_officer_says_so_for_a_person_of_the_village(client, person, training_class):
    officer = village_officer_of(person.region)
    client.force_login(officer)
    told = {"name": person.name, "id_number": person.id_number, "words": "不对"}

    client.post(door(training_class), told)

    made = Appeal.objects.get()
    assert (made.person, made.made_by) == (person, officer)
    page = client.get(reverse("training:village_person", args=[person.pk])).text
    assert "The bureau has not answered yet." in page


@pytest.mark.parametrize("changes", [{"region": None}, {"name": "别人"}])
def test_a_village_officer_says_so_for_nobody_else(client, person, training_class, changes):
    client.force_login(village_officer_of(training_class.region))
    told = {"name": person.name, "id_number": person.id_number, "words": "不对"}
    Person.objects.filter(pk=person.pk).update(**changes)

    page = client.post(door(training_class), told).text

    assert "Nobody of this name and number is registered in your place." in page
    assert not Appeal.objects.exists()


# The bureau answers


def test_the_officer_of_the_place_upholds_it(office, made):
    officer = officer_of(made.training_class.region)

    page = office(officer).get(verb("inspect", made)).text
    office(officer).post(verb("uphold", made), {"answer": "对"})

    made.refresh_from_db()
    assert "up to 50 years of age" in page
    assert (made.state, made.decided_by) == (AppealState.UPHELD, officer)


def test_the_officer_of_the_place_refuses_it_and_not_without_a_word(office, made):
    officer = officer_of(made.training_class.region)

    office(officer).post(verb("refuse", made), {"answer": ""})
    made.refresh_from_db()
    assert made.state == AppealState.OPEN

    office(officer).post(verb("refuse", made), {"answer": "按身份证计算。"})
    made.refresh_from_db()
    assert made.state == AppealState.REFUSED


@pytest.mark.parametrize(
    "appoint",
    [
        lambda made: inspector_of(made.training_class.region),
        lambda made: officer_of(TrainingClassFactory().region),
        lambda made: manager_of(made.training_class.provider),
        lambda made: village_officer_of(made.person.region),
    ],
    ids=["inspector", "another-county", "school", "village"],
)
@pytest.mark.parametrize("name", ["uphold", "refuse"])
def test_nobody_else_answers(name, appoint, office, made):
    office(appoint(made)).post(verb(name, made), {"answer": "对"})

    made.refresh_from_db()
    assert made.state == AppealState.OPEN


def test_no_officer_answers_their_own_appeal(office, made):
    officer = officer_of(made.training_class.region)
    Person.objects.filter(pk=made.person_id).update(user=officer)

    office(officer).post(verb("uphold", made), {"answer": "对"})

    made.refresh_from_db()
    assert made.state == AppealState.OPEN


def test_the_list_holds_the_appeals_of_the_place_and_costs_no_more_with_three(
    office, made, by, django_assert_max_num_queries
):
    officer = office(officer_of(made.training_class.region))
    index = reverse("training_appeal:index")
    RuleFactory(key=RuleKey.MAX_AGE_MEN, value=20)
    elsewhere = appeal(
        PersonFactory(name="外县人", id_number=id_number(1)), TrainingClassFactory(), "甲", by=by
    )
    officer.get(index)
    with django_assert_max_num_queries(60) as one:
        page = officer.get(index).text
    assert made.person.name in page
    assert elsewhere.person.name not in page
    for serial in (21, 41, 61):
        appeal(PersonFactory(id_number=id_number(serial)), made.training_class, "不对", by=by)

    with django_assert_max_num_queries(len(one)):
        officer.get(index)


def test_an_appeal_waits_on_the_first_page_of_the_office_until_it_is_answered(office, made, by):
    officer = office(officer_of(made.training_class.region))
    waiting = "1 appeal against a refusal to answer"

    assert waiting in officer.get(reverse("wagtailadmin_home")).text

    refuse_appeal(made, answer="按身份证计算。", by=by)

    assert waiting not in officer.get(reverse("wagtailadmin_home")).text


def test_what_a_person_said_stands_among_their_data(client, worker, made):
    page = client.get(reverse("training:own_data")).text

    assert made.words in page
