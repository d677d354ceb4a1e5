"""Consent, requests and erasure: what a person decides about their own data."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory, SensitivePersonFactory, card, worker_on
from training.organisations.errors import ReasonNeeded
from training.people.actions import correct_person, register, reveal_bank_account
from training.people.errors import ConsentNeeded, SayWhatIsWrong, StillNeeded
from training.people.models import Person, PhoneLogin, SignInCode
from training.people.phones import add_phone
from training.people.privacy import (
    answer_request,
    ask_about_data,
    erase_person,
    give_consent,
    withdraw_consent,
)
from training.people.requests import DataRequest
from training.people.standing import move_to_list, tag
from training.people.states import Purpose, RequestKind, RequestState, StandingList, Tag

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 5)


# Consent


@pytest.mark.parametrize(
    "facts",
    [{"hardship_cause": "illness"}, {"disability": "肢体三级"}, {"bank_account": "62122620"}],
    ids=lambda facts: next(iter(facts)),
)
def test_a_sensitive_fact_without_consent_is_refused(by, facts):
    person = PersonFactory()

    with pytest.raises(ConsentNeeded):
        correct_person(person, by=by, **facts)
    for name, value in facts.items():
        setattr(person, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database says so, too
        person.save()


def test_each_purpose_is_agreed_to_by_itself(by):
    person = PersonFactory()

    person = give_consent(person, [Purpose.BANK], by=by)

    assert person.bank_consent_at
    assert not person.hardship_consent_at
    correct_person(person, bank_account=card(), by=by)
    with pytest.raises(ConsentNeeded):
        correct_person(person, hardship_cause="illness", by=by)


def test_agreeing_twice_is_one_consent(by):
    person = give_consent(PersonFactory(), [Purpose.BANK], by=by)

    assert give_consent(person, ["bank"], by=by).bank_consent_at == person.bank_consent_at
    assert registry.get_logs_for_instance(person).count() == 1


@pytest.mark.parametrize(
    ("purpose", "gone", "kept"),
    [
        (Purpose.HARDSHIP, ["hardship_cause", "disability"], ["bank_account", "bank_index"]),
        (
            Purpose.BANK,
            ["bank_name", "bank_holder", "bank_account", "bank_index"],
            ["hardship_cause", "disability"],
        ),
        (Purpose.REFERRAL, [], ["bank_account", "hardship_cause"]),
    ],
)
def test_what_rested_on_a_consent_goes_with_it(by, purpose, gone, kept):
    person = SensitivePersonFactory()
    values = [person.bank_account, person.disability]

    withdraw_consent(person, purpose, by=by)
    withdraw_consent(person, purpose, by=by)

    person = Person.objects.get()
    assert [getattr(person, name) for name in gone] == [""] * len(gone)
    assert all(getattr(person, name) for name in kept)
    assert person.withheld == [purpose]
    entry = registry.get_logs_for_instance(person).get()
    assert entry.data == {"purpose": purpose}
    assert not any(value in str(entry.data) for value in values)


def test_a_consent_given_again_is_no_longer_withheld(by):
    person = withdraw_consent(SensitivePersonFactory(), Purpose.BANK, by=by)

    assert give_consent(person, [Purpose.BANK], by=by).withheld == []


def test_an_account_is_brought_to_one_form_and_found_by_others_of_it(by):
    person = give_consent(PersonFactory(), [Purpose.BANK], by=by)
    spaced = " ".join(card()[at : at + 4] for at in range(0, 19, 4))

    person = correct_person(person, bank_account=spaced, by=by)

    assert person.bank_account == card()
    with pytest.raises(ValidationError, match="a digit is wrong"):
        correct_person(person, bank_account=card()[:-1] + str((int(card()[-1]) + 1) % 10), by=by)


def test_looking_at_an_account_needs_a_reason(by):
    person = SensitivePersonFactory()

    with pytest.raises(ReasonNeeded):
        reveal_bank_account(person, " ", by=by)
    assert reveal_bank_account(person, "核对补贴", by=by) == person.bank_account
    assert registry.get_logs_for_instance(person).get().action == "training.reveal_account"


# Requests


def test_a_correction_says_what_is_wrong(by):
    with pytest.raises(SayWhatIsWrong):
        ask_about_data(PersonFactory(), RequestKind.CORRECTION, " ", by=by)


def test_asking_twice_is_one_request_with_both_sentences(by):
    person = PersonFactory()
    first = ask_about_data(person, RequestKind.CORRECTION, "名字错了", by=by)
    ask_about_data(person, RequestKind.CORRECTION, "名字错了", by=by)

    again = ask_about_data(person, RequestKind.CORRECTION, "住址也错了", by=by)

    assert (again, again.text) == (first, "名字错了\n住址也错了")


def test_the_database_holds_one_open_request_of_a_kind():
    person = PersonFactory()
    person.requests.create(kind=RequestKind.ERASURE)

    with pytest.raises(IntegrityError), transaction.atomic():
        person.requests.create(kind=RequestKind.ERASURE)


def test_a_request_is_answered_once(by):
    request = ask_about_data(PersonFactory(), RequestKind.CORRECTION, "名字错了", by=by)

    with pytest.raises(ReasonNeeded):
        answer_request(request, done=False, answer="", by=by)
    answer_request(request, done=True, answer="已改", by=by)
    request = answer_request(request, done=False, answer="不行", by=by)

    assert (request.state, request.answer, request.decided_by) == (RequestState.DONE, "已改", by)


# Erasure


@pytest.fixture
def known(by):
    """Somebody about whom everything is known."""
    person = SensitivePersonFactory(
        address="桥东街道1号", postcode="521000", email="a@example.org", category="rural_worker"
    )
    worker_on("13800138000", person)
    person.refresh_from_db()
    add_phone(person, number="13911112222", holder="陈大伟", by=by)
    move_to_list(person, StandingList.POOR, on=DAY, by=by)
    tag(person, Tag.VETERAN, since=DAY, by=by)
    return person


def test_without_any_record_the_person_is_gone(known, by):
    assert erase_person(known, by=by, keep_until=None) is None

    assert not Person.objects.exists()
    assert not PhoneLogin.objects.exists()
    assert not SignInCode.objects.exists()
    labels = ModelLogEntry.objects.filter(object_id=str(known.pk)).values_list("label", flat=True)
    assert "training.erase" in ModelLogEntry.objects.values_list("action", flat=True)
    assert not any(known.name in label for label in labels)


def test_with_records_only_what_proves_them_is_left(known, by):
    name, number, region = known.name, known.id_number, known.region

    erase_person(known, by=by, keep_until=date(2036, 1, 1))

    left = Person.objects.get()
    assert (left.name, left.id_number, left.region) == (name, number, region)
    assert left.kept_until == date(2036, 1, 1)
    filled = {
        field.name
        for field in Person._meta.local_fields
        if getattr(left, field.attname) not in ("", None)
    }
    assert filled == {
        *("id", "name", "id_number", "id_index", "sex", "birth_date"),
        *("registered_at", "kept_until", "withheld"),
    }
    assert not left.phones.exists()
    assert not left.taggings.exists()
    assert not left.list_places.exists()


def test_a_login_shared_by_the_family_stays_theirs(known, by):
    brother = PersonFactory()
    worker_on("13800138000", brother)

    erase_person(known, by=by, keep_until=None)

    assert PhoneLogin.objects.get().user == Person.objects.get().user


def test_nobody_with_a_seat_is_erased_wholly(known, by):
    EnrolmentFactory(person=known)

    with pytest.raises(StillNeeded):
        erase_person(known, by=by, keep_until=None)
    assert Person.objects.get().phone == "13800138000"


def test_whoever_comes_back_is_kept_no_longer_for_the_law_alone(known, by):
    erase_person(known, by=by, keep_until=date(2036, 1, 1))

    person = register(known.name, known.id_number, "13900139000", by=by)

    assert (person.kept_until, person.phone) == (None, "13900139000")
    assert DataRequest.objects.count() == 0
