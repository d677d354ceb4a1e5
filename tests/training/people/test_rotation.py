"""Keys are changed while the site runs; who is cut off runs it again."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories.people import PersonFactory, SensitivePersonFactory, id_number
from training.exchange.models import RefusedRow, RegisterFile
from training.people import key_rotation
from training.people.actions import register
from training.people.encryption import blind_index
from training.people.key_rotation import reindex, reseal, sealed_fields
from training.people.models import Person

pytestmark = pytest.mark.django_db
OLD, NEW = "a:" + "QUFB" * 10 + "QUE=", "b:" + "QkJC" * 10 + "QkI="


@pytest.fixture
def keys(settings):
    def use(**changed):
        settings.TRAINING = settings.TRAINING | changed

    use(FIELD_KEYS=[OLD], INDEX_KEY="first")
    return use


def rotate():
    told = StringIO()
    call_command("rotate_keys", stdout=told)
    return told.getvalue()


def stored(table="training_person", columns="id_number, disability, bank_account"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id")  # noqa: S608
        return cursor.fetchall()


def marks():
    """The key that sealed each stored value; empty where nothing is stored."""
    return {token.partition(":")[0] for row in stored() for token in row}


def facts():
    return list(Person.objects.order_by("pk").values("id_number", "disability", "bank_account"))


def field(name):
    return Person._meta.get_field(name)


def test_everything_is_sealed_with_the_newest_key(keys):
    SensitivePersonFactory.create_batch(3)
    PersonFactory()
    file = RegisterFile.objects.create(name="名册.csv", examples="[]")
    RefusedRow.objects.create(file=file, number=3, cells='["陈秀英"]', reason="少一位")
    before = facts()
    keys(FIELD_KEYS=[NEW, OLD])

    told = rotate()

    assert marks() == {"b", ""}
    assert facts() == before
    assert stored("training_refusedrow", "cells")[0][0].startswith("b:")
    assert "older than “b”" in told
    keys(FIELD_KEYS=[NEW])
    assert (facts(), RefusedRow.objects.get().cells) == (before, '["陈秀英"]')


def test_every_encrypted_field_of_every_model_is_found():
    names = {f"{field.model.__name__}.{field.name}" for field in sealed_fields()}

    assert names >= {"Person.id_number", "Person.disability", "Person.bank_account"}
    assert names >= {"RefusedRow.cells", "RegisterFile.examples", "Difference.theirs"}


def test_a_second_run_writes_nothing(keys):
    PersonFactory.create_batch(2)
    keys(FIELD_KEYS=[NEW, OLD])
    rotate()
    sealed = stored()

    assert reseal(field("id_number")) == 0
    rotate()

    assert stored() == sealed


def test_an_edit_between_reading_and_writing_is_never_overwritten(keys, monkeypatch):
    """Rotation reads the row, an officer corrects the number, rotation writes."""
    person, other = PersonFactory.create_batch(2)
    keys(FIELD_KEYS=[NEW, OLD], INDEX_KEY="second", OLD_INDEX_KEYS=["first"])
    write, corrected = key_rotation._write, id_number(901)

    def late(sql, rows):
        person.id_number = corrected
        person.save()
        return write(sql, rows)

    monkeypatch.setattr(key_rotation, "_write", late)

    assert reseal(field("id_number")) == 1  # the other one
    monkeypatch.setattr(key_rotation, "_write", write)
    rotate()

    assert Person.objects.get(pk=person.pk).id_number == corrected
    assert Person.objects.with_id_number(corrected).get() == person
    assert Person.objects.with_id_number(other.id_number).get() == other


def test_an_index_of_a_number_that_was_just_corrected_is_not_overwritten(keys, monkeypatch):
    person = PersonFactory()
    keys(INDEX_KEY="second", OLD_INDEX_KEYS=["first"])
    write, corrected = key_rotation._write, id_number(902)

    def late(sql, rows):
        person.id_number = corrected
        person.save()
        return write(sql, rows)

    monkeypatch.setattr(key_rotation, "_write", late)
    reindex("id_index")

    person.refresh_from_db()
    assert person.id_index == blind_index(corrected)


def test_cut_off_half_way_and_run_again_it_ends_the_same(keys, monkeypatch):
    monkeypatch.setattr(key_rotation, "BATCH", 2)
    SensitivePersonFactory.create_batch(5)
    before = facts()
    keys(FIELD_KEYS=[NEW, OLD], INDEX_KEY="second", OLD_INDEX_KEYS=["first"])

    def killed(done):
        if done > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reseal(field("id_number"), tell=killed)
    with pytest.raises(KeyboardInterrupt):
        reindex("id_index", tell=killed)
    assert marks() == {"a", "b"}
    rotate()

    assert (marks(), facts()) == ({"b"}, before)
    keys(FIELD_KEYS=[NEW], OLD_INDEX_KEYS=[])
    for row in before:
        assert Person.objects.with_id_number(row["id_number"]).exists()
    for person in Person.objects.all():
        assert person.bank_index == blind_index(person.bank_account)


def test_while_keys_change_people_are_found_and_not_registered_twice(keys, by):
    person = PersonFactory(phone="13800138000")
    keys(INDEX_KEY="second", OLD_INDEX_KEYS=["first"])

    assert Person.objects.with_id_number(person.id_number).get() == person
    assert register(person.name, person.id_number, person.phone, by=by) == person
    assert Person.objects.count() == 1


def test_somebody_registered_twice_stops_nobody_else(keys):
    person, other = PersonFactory(), PersonFactory()
    keys(INDEX_KEY="second")  # a process that knew the new key only
    PersonFactory(id_number=person.id_number)
    keys(OLD_INDEX_KEYS=["first"])

    told = rotate()

    assert f"Person no. {person.pk} is registered twice" in told
    other.refresh_from_db()
    assert other.id_index == blind_index(other.id_number)
