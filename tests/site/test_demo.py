"""The demo county, small, loaded once for the whole module and rolled back at the end."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from certificates.models import Paper
from courses.models import Course, CoursePage
from courses.rules import hours_problems, weight_problems
from demo.clock import moment
from demo.county import load_county
from demo.timetable import bring_to
from training.casework.models import Case, Service
from training.casework.queries import officers_for
from training.classes.models import Lesson, TrainingClass
from training.classes.states import ClassState
from training.enrolment.models import Enrolment
from training.notices.models import Message
from training.notices.states import UNDERWAY, MessageState
from training.orders.models import Order
from training.orders.states import OrderState
from training.organisations.models import Accreditation, Region
from training.organisations.states import Role
from training.outcomes.models import Outcome
from training.outcomes.states import Work
from training.people.cleaning import clean_bank_account, clean_id_number
from training.people.encryption import blind_index
from training.people.models import ListPlace, Person
from training.people.requests import DataRequest
from training.people.states import RequestState, StandingList
from training.policy.models import Rule
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
NOW = moment(date(2026, 11, 22), 22, 10)  # a Sunday night: a lesson is held all the same


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_county(now=NOW, size=0.2)
        yield
        transaction.set_rollback(True)


def everything():
    counts = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    return {label: count for label, count in counts.items() if count}


def started(training_class):
    return training_class.enrolments.started().count()


def test_loading_again_changes_nothing(county):
    before = everything()

    load_county(now=NOW, size=0.2)
    load_county(now=moment(date(2027, 1, 3)), size=1)

    assert everything() == before


def test_there_is_a_class_of_three_and_one_of_forty_one(county):
    concluded = TrainingClass.objects.filter(state=ClassState.CONCLUDED)

    assert {3, 41} <= {started(row) for row in concluded}


def test_a_lesson_is_being_held_at_the_hour_of_loading(county):
    lesson = Lesson.objects.get(starts_at__lte=NOW, ends_at__gt=NOW)

    assert lesson.training_class.state == ClassState.APPROVED


def test_every_question_but_one_is_ruled_and_every_rule_names_its_source(county):
    ruled = set(Rule.objects.values_list("key", flat=True))

    assert set(RuleKey.values) - ruled == {RuleKey.EXCLUDED}
    assert not Rule.objects.filter(source="").exists()


def test_every_class_that_was_approved_kept_its_rules(county):
    held = TrainingClass.objects.held()

    assert held.exists()
    assert not held.filter(ruled=None).exists()


@pytest.mark.parametrize("hour", [3, 9, 12, 13, 16, 20, 23])
def test_the_moved_lesson_overlaps_no_other(hour):
    day = date(2026, 11, 22)
    rows = [
        {"starts_at": moment(day, 8, 30), "ends_at": moment(day, 11, 30)},
        {"starts_at": moment(day, 14), "ends_at": moment(day, 17)},
    ]

    bring_to(rows, moment(day, hour, 40))

    first, second = sorted(rows, key=lambda row: row["starts_at"])
    assert first["ends_at"] <= second["starts_at"]
    assert any(row["starts_at"] <= moment(day, hour, 40) < row["ends_at"] for row in rows)


def test_one_open_class_is_full_and_one_nearly(county):
    opened = TrainingClass.objects.open_on(NOW.date())

    # Of the full one a seat has just been given back, and is offered to who waited first.
    offered = {row.pk: row.ledger.filter(use="offered").count() for row in opened}
    assert {row.seats - started(row) - offered[row.pk] for row in opened} == {0, 1}


@pytest.mark.parametrize("letter", "䶮㛃𬭎𠅤堃喆犇·")
def test_rare_names_are_among_the_people(county, letter):
    assert Person.objects.filter(name__contains=letter).exists()


def test_the_dirt_of_real_data_is_there(county):
    assert Person.objects.filter(phone="").exists()
    assert Enrolment.objects.filter(state="dropped").exists()
    assert (
        Enrolment.objects.filter(results__moment="after").exclude(results__moment="before").exists()
    )
    assert Outcome.objects.filter(work=Work.UNKNOWN).exists()


def test_the_worker_has_a_class_today_a_certificate_and_a_survey(county):
    taken = Enrolment.objects.filter(person__phone="13800000001", person__name="陈秀兰")

    today = taken.filter(training_class__state=ClassState.APPROVED)
    certified = taken.filter(completion__certificate__isnull=False)
    asked = taken.filter(invitation__spent=False)
    assert [rows.count() for rows in (taken, today, certified, asked)] == [3, 1, 2, 1]


def test_history_happened_on_its_days(county):
    enrolments = Enrolment.objects.filter(completion__certificate__isnull=False)
    for enrolment in enrolments.select_related("completion__certificate", "training_class"):
        certificate = enrolment.completion.certificate
        assert enrolment.enrolled_at.date() < enrolment.training_class.starts_on
        assert enrolment.training_class.ends_on < certificate.issued_on <= NOW.date()


def test_no_paper_is_drawn_while_loading(county):
    assert not Paper.objects.exists()


def test_orders_stand_in_every_state(county):
    assert set(Order.objects.values_list("state", flat=True)) == set(OrderState.values)


@pytest.mark.parametrize("role", Role.values)
def test_each_role_has_somebody_who_can_sign_in(county, role):
    username = {"village_officer": "village", "provider_manager": "manager"}.get(role, role)

    user = authenticate(username=username, password="yiji-demo")

    assert user.memberships.filter(role=role).exists()


def test_every_plan_adds_up(county):
    for course in Course.objects.all():
        assert not hours_problems(course.modules, course.theory_hours, course.practice_hours)
        assert not weight_problems(course.tasks)
        assert not weight_problems(course.topics)


def test_every_course_is_published_in_both_languages(county):
    pages = CoursePage.objects.live()

    assert pages.count() == 2 * Course.objects.count()
    assert {page.locale.language_code for page in pages} == {"zh-hans", "en"}


def test_every_page_can_be_read(county, client):
    for page in Page.objects.live().filter(depth__gt=1):
        assert client.get(page.url).status_code == 200, page.url


def test_a_school_may_change_its_own_pages_and_the_bureau_publishes(county):
    page = CoursePage.objects.get(slug="infant-care-5", locale__language_code="zh-hans")

    def permissions(username):
        may = page.permissions_for_user(get_user_model().objects.get(username=username))
        return may.can_edit(), may.can_submit_for_moderation(), may.can_publish()

    assert permissions("manager_anxin") == (True, True, False)
    assert permissions("manager") == (False, True, False)
    assert permissions("officer") == (True, True, True)


def test_one_change_waits_for_the_bureau(county):
    page = CoursePage.objects.get(slug="chaozhou-snacks", locale__language_code="zh-hans")

    assert page.workflow_in_progress
    assert "材料由学校提供" in page.get_latest_revision_as_object().intro
    assert "材料由学校提供" not in page.intro


def test_the_command_needs_force_where_strangers_may_come(county):
    with pytest.raises(CommandError, match="force"):
        call_command("load_demo")


def test_a_county_with_classes_is_left_alone(county):
    out = StringIO()

    call_command("load_demo", if_empty=True, stdout=out)

    assert out.getvalue() == ""
    assert timezone.now() != NOW  # the demo's clock is put back


def test_a_trainer_writes_a_course_page_of_their_own(county):
    trainer = get_user_model().objects.get(username="trainer")
    page = CoursePage.objects.get(slug="chaozhou-cuisine-4", locale__language_code="zh-hans")
    other = CoursePage.objects.get(slug="home-care", locale__language_code="zh-hans")

    assert page.permissions_for_user(trainer).can_edit()
    assert page.permissions_for_user(trainer).can_submit_for_moderation()
    assert not page.permissions_for_user(trainer).can_publish()
    assert not other.permissions_for_user(trainer).can_edit()


def test_every_identity_number_is_one_the_register_takes(county):
    for person in Person.objects.all():
        assert clean_id_number(person.id_number) == person.id_number


DEAD_NUMBER = {"empty", "wrong", "out_of_service"}


def test_most_numbers_of_people_from_other_provinces_are_dead(county):
    incomers = Person.objects.filter(list_places__list="incomer", list_places__until=None)
    last = [
        person.attempts.first().outcome for person in incomers.prefetch_related("attempts").all()
    ]

    def share(*outcomes):
        return sum(outcome in outcomes for outcome in last) / len(last)

    assert len(last) >= 40
    assert share(*DEAD_NUMBER) == pytest.approx(0.60, abs=0.03)
    assert share("no_answer", "refused") == pytest.approx(0.23, abs=0.03)
    assert share("not_the_person", "moved_away") == pytest.approx(0.05, abs=0.03)
    assert share("reached") == pytest.approx(0.12, abs=0.03)


def test_everybody_stands_on_one_list_and_some_have_moved(county):
    places = ListPlace.objects.all()

    assert places.filter(until=None).count() == Person.objects.count()
    assert places.filter(until__isnull=False).exists()
    assert set(places.values_list("list", flat=True)) == set(StandingList.values)


def test_sensitive_facts_are_told_of_those_who_agreed(county):
    told = Person.objects.exclude(hardship_cause="")
    with_account = Person.objects.exclude(bank_index="")

    assert told.exists()
    assert set(told.values_list("category", flat=True)) <= {"hard_to_employ", "relapse_monitored"}
    assert with_account.exists()
    assert not with_account.exclude(enrolments__isnull=False).exists()
    for person in with_account:
        assert clean_bank_account(person.bank_account) == person.bank_account
        assert Person.objects.filter(bank_index=blind_index(person.bank_account)).count() == 1


def test_nobody_is_introduced_to_a_firm_who_did_not_agree(county):
    introduced = Service.objects.filter(employer__isnull=False)

    assert introduced.filter(person__phone="13800000001").exists()
    assert not introduced.filter(person__referral_consent_at=None).exists()


def test_each_case_came_to_its_stage_step_by_step(county):
    for case in Case.objects.prefetch_related("stages"):
        chain = list(case.stages.all())
        assert [link.stage for link in chain] == sorted(link.stage for link in chain)
        assert chain[0].on == case.opened_on
        assert chain[-1].stage == case.stage
        assert chain[-1].on <= (case.closed_on or NOW.date())


def test_a_named_officer_is_one_of_the_place(county):
    for person in Person.objects.exclude(officer=None).select_related("region"):
        assert person.officer in officers_for(person.region)


def test_a_village_officer_sees_people_of_several_villages_and_what_was_done_for_them(county):
    people = Person.objects.visible_to(get_user_model().objects.get(username="village"))

    assert people.values("region").distinct().count() >= 2
    assert Service.objects.filter(person__in=people).count() > 100


def test_the_former_code_of_chaoan_finds_it(county):
    assert [region.name for region in Region.objects.with_code("445121")] == ["潮安区"]
    assert Region.objects.get(code="445103").edition == "2023"


def test_one_accreditation_is_over_and_one_has_not_begun(county):
    today = NOW.date()

    assert Accreditation.objects.filter(valid_to__lt=today).count() == 1
    assert Accreditation.objects.filter(valid_from__gt=today).count() == 1


def test_one_request_about_data_waits(county):
    request = DataRequest.objects.get()

    assert request.state == RequestState.OPEN
    assert request.person.region.code.startswith("445102")


def test_people_were_told_and_three_messages_are_to_decide_about(county):
    messages = Message.objects.all()

    assert messages.filter(kind="reminder", state=MessageState.SENT).exists()
    assert messages.to_decide().count() == 3
    assert not messages.filter(state__in=UNDERWAY).exists()
