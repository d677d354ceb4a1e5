"""“My data”: what is kept, why, how long, who looked, and what a person may do about it."""

import json
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from tests.factories.assessment import ResultFactory
from tests.factories.attendance import MarkFactory
from tests.factories.certificates import CertificateKindFactory
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import RegionFactory, officer_of
from tests.factories.people import PersonFactory, SensitivePersonFactory, worker_on
from tests.factories.policy import RuleFactory, usual_rules
from training.casework.models import Case, ContactAttempt, Need, Service
from training.completion.actions import conclude
from training.completion.errors import StillInClass
from training.completion.keeping import erase, kept_until
from training.enrolment.models import Enrolment
from training.exchange.models import RegisterFile
from training.people.actions import reveal_id_number
from training.people.models import Person
from training.people.privacy import ask_about_data
from training.people.requests import DataRequest
from training.people.states import RequestKind, RequestState
from training.policy.errors import NoRule
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
NINE = timezone.make_aware(datetime(2026, 3, 3, 9))  # noqa: DTZ001
TEN_YEARS_ON = date(2036, 2, 6)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NINE, tick=False):
        yield


@pytest.fixture
def region():
    return RegionFactory(code="445102", name="湘桥区")


@pytest.fixture
def person(region):
    return SensitivePersonFactory(name="陈秀英", region=region, address="桥东街道1号")


@pytest.fixture
def worker(client, person):
    user = worker_on("13800138000", person)
    client.force_login(user)
    person.refresh_from_db()
    return user


@pytest.fixture
def rule():
    return RuleFactory(key=RuleKey.ARCHIVE_YEARS, value=10, source="档案管理规定")


@pytest.fixture
def taken(person):
    """A class in February, with a mark and a result."""
    training_class = TrainingClassFactory(starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 6))
    seat = EnrolmentFactory(person=person, training_class=training_class)
    MarkFactory(enrolment=seat, lesson=LessonFactory(training_class=training_class))
    ResultFactory(enrolment=seat, moment="after", theory=81, practice=77)
    return seat


def page(client, **asked):
    return client.get(reverse("training:own_data"), asked)


def door(name, person):
    return reverse(f"training:own_data_{name}", args=[person.pk])


def test_it_tells_what_is_kept_and_why(client, worker, person, taken, rule):
    text = page(client).text

    for told in (
        *("陈秀英", person.masked_id_number, "桥东街道1号", "13800138000", "肢体三级"),
        *(person.masked_bank_account, taken.training_class.course.label, "theory 81 of 100"),
        "10 years after the last class or service",
    ):
        assert told in text
    assert person.id_number not in text
    assert person.bank_account not in text


def test_what_the_bureau_did_is_told_too(client, worker, person):
    Service.objects.create(person=person, kind="job_introduction", on=date(2026, 2, 3), note="面点")
    Need.objects.create(person=person, willingness="yes", note="想学做菜", on=date(2026, 2, 3))
    ContactAttempt.objects.create(person=person, outcome="no_answer", at=NINE, note="晚上再打")
    case = Case.objects.create(person=person, next_step="推荐岗位", opened_on=date(2026, 2, 3))
    case.stages.create(stage="1_surveyed", on=date(2026, 2, 3))

    text = page(client).text

    for told in (
        "Job introduction",
        "面点",
        "想学做菜",
        "No answer",
        "晚上再打",
        "推荐岗位",
        "Surveyed",
    ):
        assert told in text


def test_who_looked_is_told_by_office_day_and_reason(client, worker, person, region):
    officer = officer_of(region)
    reveal_id_number(person, "核对社保", by=officer)

    text = page(client).text

    office = officer.memberships.get().bureau.name
    assert f"Identity number · Bureau officer, {office}" in text
    assert "Reason: 核对社保" in text
    assert officer.username not in text


def test_a_family_is_shown_one_at_a_time(client, worker, person):
    son = PersonFactory(name="陈大伟")
    worker_on("13800138000", son)

    assert page(client, person=son.pk).context["person"] == son
    assert {one.name for one in page(client).context["people"]} == {"陈秀英", "陈大伟"}


def test_somebody_elses_data_is_not_there(client, worker):
    other = SensitivePersonFactory(name="林晓")

    assert "林晓" not in page(client, person=other.pk).content.decode()
    for name in ("take", "print", "wrong", "erase"):
        assert client.get(door(name, other)).status_code == 404
        assert client.post(door(name, other), {"text": "x", "sure": "on"}).status_code == 404
    answer = client.post(door("consent", other), {"purpose": "bank", "withdraw": ""})
    assert answer.status_code == 404
    assert Person.objects.get(pk=other.pk).bank_account
    assert not DataRequest.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, person):
    for address in (reverse("training:own_data"), door("take", person), door("erase", person)):
        assert client.get(address)["Location"].startswith(reverse("training:sign_in"))


def test_the_page_takes_as_many_queries_for_three_classes_as_for_one(
    client, worker, person, taken, rule, queries_for
):
    address = reverse("training:own_data")
    reveal_id_number(person, "核对", by=officer_of(person.region))
    Service.objects.create(person=person, kind="visit", on=date(2026, 2, 3))
    one = queries_for(address)
    for _number in range(2):
        seat = EnrolmentFactory(person=person)
        MarkFactory(enrolment=seat, lesson=LessonFactory(training_class=seat.training_class))
        ResultFactory(enrolment=seat, moment="after")
        reveal_id_number(person, "核对", by=officer_of(RegionFactory()))
        Service.objects.create(person=person, kind="visit", on=date(2026, 2, 3))

    assert queries_for(address) == one


def test_the_page_is_light(client, worker, person, taken, rule):
    with open(finders.find("training/yiji.css"), "rb") as sheet:  # noqa: PTH123
        assert len(page(client).content) + len(sheet.read()) < 60_000


# Consent


def test_a_consent_is_taken_back_and_given_with_a_button(client, worker, person):
    client.post(door("consent", person), {"purpose": "bank", "withdraw": ""})
    person.refresh_from_db()
    assert (person.bank_account, person.bank_consent_at) == ("", None)

    client.post(door("consent", person), {"purpose": "bank", "give": ""})
    client.post(door("consent", person), {"purpose": "everything", "give": ""})
    person.refresh_from_db()
    assert person.bank_consent_at == NINE


def test_looking_at_the_button_changes_nothing(client, worker, person):
    assert client.get(door("consent", person)).status_code == 405


# Taking it away


def test_the_file_holds_everything_and_that_it_was_taken(client, worker, person, taken, rule):
    answer = client.get(door("take", person))

    data = json.loads(answer.content)
    facts = {fact["label"]: fact["values"] for group in data["groups"] for fact in group["facts"]}
    assert facts["Full name"] == ["陈秀英"]
    assert "2026-02-02 09:00 · Present" in facts[taken.training_class.course.label]
    assert [row["purpose"] for row in data["agreements"]] == ["hardship", "bank", "referral"]
    assert person.id_number not in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
    assert "training.take_own_data" in {
        entry.action for entry in registry.get_logs_for_instance(person)
    }


def test_certificates_are_told(client, worker, person, taken, rule):
    usual_rules()
    CertificateKindFactory()
    number = conclude(taken, by=None).certificate.number

    assert number in client.get(door("print", person)).text


# Something is wrong


def test_the_bureau_reads_what_is_wrong_and_the_person_the_answer(
    client, worker, person, region, office
):
    refused = client.post(door("wrong", person), {"text": " "})
    assert "what is wrong" in refused.context["form"].errors["text"][0]
    client.post(door("wrong", person), {"text": "我的名字是英不是瑛"})
    request = DataRequest.objects.get()
    desk = office(officer_of(region))

    assert "1 request about personal data to answer" in desk.get(reverse("wagtailadmin_home")).text
    shown = desk.get(reverse("training_data_request:index")).text
    assert "陈秀英" in shown
    assert reverse("training_data_request:inspect", args=[request.pk]) in shown
    url = reverse("training_data_request:answer", args=[request.pk])
    desk.post(url, {"answer": "已改好"})

    assert "The bureau: 已改好" in page(client).text


def test_a_refusal_gives_its_reason(client, worker, person, region, office):
    request = ask_about_data(person, RequestKind.CORRECTION, "改年龄", by=worker)
    desk = office(officer_of(region))
    url = reverse("training_data_request:refuse", args=[request.pk])

    assert desk.post(url, {"reason": ""}).context["form"].errors
    desk.post(url, {"reason": "以身份证为准"})

    assert "以身份证为准" in page(client).text


def test_requests_of_another_county_are_not_there(office, person, worker):
    request = ask_about_data(person, RequestKind.ERASURE, by=worker)
    desk = office(officer_of(RegionFactory(code="440300")))

    for name in ("inspect", "answer", "refuse", "erase"):
        url = reverse(f"training_data_request:{name}", args=[request.pk])
        assert desk.get(url).status_code == 404
        assert desk.post(url, {"answer": "x", "reason": "x"}).status_code == 404
    assert Person.objects.filter(pk=person.pk).exists()


# Erasure


def test_the_law_keeps_records_for_the_years_that_are_ruled(person, taken, rule):
    assert kept_until(person) == TEN_YEARS_ON


def test_a_later_service_counts_too(person, taken, rule):
    Service.objects.create(person=person, kind="visit", on=date(2026, 2, 28))

    assert kept_until(person) == date(2036, 2, 28)


def test_without_records_there_is_nothing_to_keep(person):
    assert kept_until(person) is None


def test_without_a_rule_nobody_is_erased_and_the_rule_is_named(person, taken, by):
    with pytest.raises(NoRule, match="Years training records are kept"):
        erase(person, by=by)
    assert Person.objects.get().phone


def test_nobody_is_erased_out_of_a_running_class(person, rule, by):
    EnrolmentFactory(person=person)

    with pytest.raises(StillInClass):
        erase(person, by=by)


def test_the_page_explains_then_asks(client, worker, person, taken, rule):
    shown = client.get(door("erase", person)).text
    assert "until 6 February 2036" in shown
    assert "档案管理规定" in shown

    unsure = client.post(door("erase", person), {"text": "不用了"})
    assert "tick this" in unsure.context["form"].errors["sure"][0]
    for _twice in range(2):
        client.post(door("erase", person), {"sure": "on", "text": "不用了"})

    request = DataRequest.objects.get()
    assert (request.kind, request.asked_by, request.text) == ("erasure", worker, "不用了")
    assert "You asked for this on" in client.get(door("erase", person)).text


def test_the_office_erases_as_far_as_the_law_allows(person, worker, taken, rule, region, office):
    request = ask_about_data(person, RequestKind.ERASURE, by=worker)
    Case.objects.create(person=person, opened_on=date(2026, 2, 3))
    desk = office(officer_of(region))
    url = reverse("training_data_request:erase", args=[request.pk])

    assert "stay until 6 February 2036" in desk.get(url).text
    desk.post(url, {"answer": "已删除"})
    desk.post(url, {"answer": "再来一次"})

    left = Person.objects.get()
    assert (left.phone, left.address, left.bank_account, left.user) == ("", "", "", None)
    assert left.kept_until == TEN_YEARS_ON
    assert left.enrolments.get() == taken
    assert not Case.objects.exists()
    request.refresh_from_db()
    assert (request.state, request.answer) == (RequestState.DONE, "已删除")


def test_without_records_the_person_is_gone_and_the_office_is_told(person, worker, region, office):
    request = ask_about_data(person, RequestKind.ERASURE, by=worker)
    Case.objects.create(person=person, opened_on=date(2026, 2, 3))
    desk = office(officer_of(region))

    answer = desk.post(
        reverse("training_data_request:erase", args=[request.pk]), {"answer": ""}, follow=True
    )

    assert "The person is erased." in answer.text
    assert not Person.objects.exists()
    assert not ModelLogEntry.objects.filter(label__contains="陈秀英").exists()


def test_a_missing_rule_is_told_to_the_office(person, worker, taken, region, office):
    request = ask_about_data(person, RequestKind.ERASURE, by=worker)
    url = reverse("training_data_request:erase", args=[request.pk])

    answer = office(officer_of(region)).post(url, {"answer": ""})

    assert "Years training records are kept" in answer.text
    assert Person.objects.get().phone


# When the time of the law is over


def test_what_was_kept_for_the_law_goes_when_its_time_is_over(person, taken, rule, by):
    Service.objects.create(person=person, kind="visit", on=date(2026, 2, 3))
    erase(person, by=by)
    call_command("tidy_register")
    assert Person.objects.exists()

    with time_machine.travel(datetime(2036, 2, 8, tzinfo=timezone.get_current_timezone())):
        call_command("tidy_register")
        call_command("tidy_register")

    assert not Person.objects.exists()
    assert not Enrolment.objects.exists()
    assert not ModelLogEntry.objects.filter(label__contains="陈秀英").exists()


def test_when_the_law_was_made_longer_it_stays(person, taken, rule, by):
    erase(person, by=by)
    rule.value = 20
    rule.save()

    with time_machine.travel(datetime(2036, 2, 8, tzinfo=timezone.get_current_timezone())):
        call_command("tidy_register")

    assert Person.objects.get().kept_until == date(2046, 2, 6)


def test_register_files_go_with_their_sealed_file(settings, tmp_path):
    settings.TRAINING = settings.TRAINING | {"PRIVATE_ROOT": str(tmp_path)}
    for name in ("old", "new"):
        (tmp_path / name).write_bytes(b"x")
        RegisterFile.objects.create(name=name, sealed_as=name)
    month_ago = timezone.now() - timedelta(days=31)
    RegisterFile.objects.filter(name="old").update(brought_at=month_ago)

    call_command("tidy_register")
    call_command("tidy_register")

    assert [file.name for file in RegisterFile.objects.all()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_nothing_is_lost_by_a_refusal(person, taken, by):
    """A refused erasure rolls back whatever had been deleted before it."""
    Case.objects.create(person=person, opened_on=date(2026, 2, 3))

    with pytest.raises(ValidationError):
        erase(person, by=by)

    assert Case.objects.exists()
