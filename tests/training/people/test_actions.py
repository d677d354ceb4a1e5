from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from tests.factories.people import PersonFactory, id_number
from training.notices.senders.memory import MemorySender
from training.people.actions import prove_phone, register, send_code
from training.people.encryption import decrypt, encrypt
from training.people.errors import (
    CodeExpired,
    NameDiffers,
    PhoneDiffers,
    TooManyCodes,
    WrongCode,
)
from training.people.models import Person

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


def test_the_identity_number_is_unreadable_in_the_database():
    person = PersonFactory()

    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM training_person")
        (stored,) = cursor.fetchone()

    assert person.id_number not in stored
    assert Person.objects.get().id_number == person.id_number
    assert Person.objects.with_id_number(person.id_number.lower()).get() == person


def test_an_encrypted_field_cannot_be_searched():
    with pytest.raises(FieldError):
        Person.objects.filter(id_number="445102197403120011")


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(ImproperlyConfigured):
        decrypt(encrypt("secret", "a.b"), "a.c")


def test_an_old_key_still_opens_after_a_new_one_is_put_in_front(settings):
    old, new = "a:" + "QUFB" * 10 + "QUE=", "b:" + "QkJC" * 10 + "QkI="
    settings.TRAINING = settings.TRAINING | {"FIELD_KEYS": [old]}
    token = encrypt("secret", "a.b")
    settings.TRAINING = settings.TRAINING | {"FIELD_KEYS": [new, old]}

    assert decrypt(token, "a.b") == "secret"
    assert encrypt("secret", "a.b").startswith("b:")


def test_registering_twice_is_one_person(by):
    first = register("陈秀英", id_number(1), PHONE, by=by)

    assert register(" 陈秀英 ", id_number(1), "138 0013 8000", by=by) == first
    assert Person.objects.count() == 1


def test_the_same_number_under_another_name_is_refused(by):
    register("陈秀英", id_number(1), PHONE, by=by)

    with pytest.raises(NameDiffers):
        register("陈秀兰", id_number(1), PHONE, by=by)


def test_a_stranger_with_another_phone_does_not_become_the_person(by):
    register("陈秀英", id_number(1), PHONE, by=by)

    with pytest.raises(PhoneDiffers, match=r"138\*\*\*\*00"):
        register("陈秀英", id_number(1), "13900139000", by=None)


def test_an_officer_beside_the_person_may_correct_the_phone(by):
    register("陈秀英", id_number(1), PHONE, by=by)

    register("陈秀英", id_number(1), "13900139000", by=by, vouched=True)

    assert Person.objects.get().phone == "13900139000"


def test_the_code_that_was_sent_signs_the_phone_in(django_capture_on_commit_callbacks):
    person = PersonFactory(phone=PHONE)

    with django_capture_on_commit_callbacks(execute=True):
        code = send_code(PHONE)

    assert MemorySender.outbox == [
        (PHONE, f"Your code is {code}. It works for 10 minutes. Tell it to nobody.")
    ]
    user = prove_phone(PHONE, code)
    person.refresh_from_db()
    assert person.user == user


def test_a_code_works_once():
    code = send_code(PHONE)
    prove_phone(PHONE, code)

    with pytest.raises(CodeExpired):
        prove_phone(PHONE, code)


def test_a_code_dies_after_five_wrong_tries():
    code = send_code(PHONE)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode, match=str(left)):
            prove_phone(PHONE, wrong)

    for last in (wrong, code):
        with pytest.raises(CodeExpired):
            prove_phone(PHONE, last)


def test_a_code_dies_after_ten_minutes():
    code = send_code(PHONE)

    with time_machine.travel(timezone.now() + timedelta(minutes=11)), pytest.raises(CodeExpired):
        prove_phone(PHONE, code)


def test_a_phone_is_not_flooded_with_codes():
    for _ in range(6):
        send_code(PHONE)

    with pytest.raises(TooManyCodes):
        send_code(PHONE)


def test_a_family_signs_in_with_one_phone():
    PersonFactory(phone=PHONE, name="陈大伟")
    PersonFactory(phone=PHONE, name="林秀英")

    user = prove_phone(PHONE, send_code(PHONE))

    assert {person.name for person in user.people.all()} == {"陈大伟", "林秀英"}
