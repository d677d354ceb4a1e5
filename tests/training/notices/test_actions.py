from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.factories.notices import MessageFactory
from tests.factories.people import PersonFactory
from training.completion.own_groups import groups_of
from training.notices.actions import forget_old, leave_it, notify, send_again, write
from training.notices.errors import TooLate
from training.notices.models import Message
from training.notices.senders.memory import MemorySender
from training.notices.states import Fault, Kind, MessageState
from training.people.privacy import erase_person
from training.people.states import Relation

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


def test_a_message_is_sent_once_what_it_tells_of_is_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = write(Kind.OTHER, PHONE, "明天上课", "a")
        assert MemorySender.outbox == []

    message.refresh_from_db()
    assert MemorySender.outbox == [(PHONE, "明天上课")]
    assert (message.state, message.receipt) == (MessageState.SENT, "1")


def test_the_same_event_writes_one_message(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = write(Kind.OTHER, PHONE, "甲", "enrolled:1")
        assert write(Kind.OTHER, PHONE, "乙", "enrolled:1") == first

    assert MemorySender.outbox == [(PHONE, "甲")]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_told():
    with transaction.atomic():
        write(Kind.OTHER, PHONE, "甲", "a")
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert MemorySender.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_broken_sender_is_nothing_to_whoever_wrote(fussy):
    fussy(RuntimeError("operator"))

    message = write(Kind.OTHER, PHONE, "甲", "a")

    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.UNSURE, Fault.BROKEN)


def test_number_and_words_are_unreadable_in_the_database():
    write(Kind.OTHER, PHONE, "明天上课", "a")

    with connection.cursor() as cursor:
        cursor.execute("SELECT address, text FROM training_message")
        assert PHONE not in "".join(row := cursor.fetchone())
    assert "明天" not in "".join(row)
    assert Message.objects.get().masked_address == "138****00"


def test_who_has_no_number_is_not_written_to():
    person = PersonFactory(phone="")

    assert notify(person, Kind.OTHER, "甲", "a") is None
    assert not Message.objects.exists()


def test_a_message_without_a_number_stands_as_failed():
    message = write(Kind.OTHER, PersonFactory(phone=""), "甲", "a")

    assert (message.state, message.last_error) == (MessageState.FAILED, Fault.NO_ADDRESS)


def test_a_familys_phone_is_told_whom_it_is_for(english):
    person, _wife = PersonFactory(name="陈大文", phone=PHONE), PersonFactory(phone=PHONE)

    assert notify(person, Kind.OTHER, "甲", "a").text == "For 陈大文: 甲"
    assert notify(person, Kind.OTHER, "陈大文，甲", "b").text == "陈大文，甲"
    assert notify(PersonFactory(), Kind.OTHER, "甲", "c").text == "甲"


@pytest.mark.parametrize(
    ("relation", "trusted", "text"),
    [
        (Relation.OWN, False, "甲"),
        (Relation.CHILD, True, "For 陈大文: 甲"),
        (Relation.CHILD, False, None),
    ],
    ids=["own", "trusted", "not-trusted"],
)
def test_another_number_takes_the_place_of_a_missing_one(english, relation, trusted, text):
    person = PersonFactory(name="陈大文", phone="")
    person.phones.create(number=PHONE, relation=relation, trusted=trusted)

    message = notify(person, Kind.OTHER, "甲", "a")

    assert (message and message.text) == text


def test_a_landline_is_no_address():
    person = PersonFactory(phone="")
    person.phones.create(number="07682222222", relation=Relation.OWN)

    assert notify(person, Kind.OTHER, "甲", "a") is None


def test_the_first_channel_that_reaches_the_person_is_taken(training):
    training(
        SENDERS={"email": "email", "sms": "console"},
        CHANNELS={"*": ["sms"], "offer": ["email", "sms"]},
    )
    person = PersonFactory(email="chen@example.org")

    ways = [
        notify(person, Kind.OFFER, "甲", "a"),
        notify(PersonFactory(), Kind.OFFER, "甲", "b"),
        notify(person, Kind.OTHER, "甲", "c"),
    ]

    assert [message.channel for message in ways] == ["email", "sms", "sms"]
    assert ways[0].address == "chen@example.org"


def at(hour):
    return timezone.localtime().replace(hour=hour, minute=30)


@pytest.mark.parametrize(
    ("hour", "days", "morning"),
    [(20, 0, None), (21, 1, 8), (23, 1, 8), (3, 0, 8), (8, 0, None)],
    ids=["evening", "night-falls", "late", "small-hours", "morning"],
)
def test_nobody_is_woken(training, hour, days, morning):
    training(QUIET_HOURS=(21, 8))
    moment = at(hour)

    due = timezone.localtime(write(Kind.OTHER, PHONE, "甲", "a", due_at=moment).due_at)

    assert (due.date() - moment.date()).days == days
    assert due.hour == (hour if morning is None else morning)
    assert write(Kind.CODE, PHONE, "1", "b", due_at=moment).due_at == moment


def test_an_officer_sends_again_once(by, django_capture_on_commit_callbacks):
    message = MessageFactory(state=MessageState.UNSURE, tries=1)

    with django_capture_on_commit_callbacks(execute=True):
        send_again(message, by=by)
        send_again(message, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        send_again(message, by=by)

    assert len(MemorySender.outbox) == 1


def test_what_no_longer_holds_is_not_sent_again(by):
    message = MessageFactory(state=MessageState.FAILED, expires_at=timezone.now())

    with pytest.raises(TooLate):
        send_again(message, by=by)


def test_a_number_entered_meanwhile_is_used(by, django_capture_on_commit_callbacks):
    person = PersonFactory(phone="")
    message = write(Kind.OTHER, person, "甲", "a")
    person.phone = PHONE
    person.save()

    with django_capture_on_commit_callbacks(execute=True):
        send_again(message, by=by)

    assert MemorySender.outbox == [(PHONE, "甲")]


def test_what_is_left_is_not_sent_again(by, django_capture_on_commit_callbacks):
    message = MessageFactory(state=MessageState.UNSURE)

    with django_capture_on_commit_callbacks(execute=True):
        leave_it(message, by=by)
        send_again(message, by=by)

    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.DROPPED, Fault.LEFT)
    assert MemorySender.outbox == []


def test_messages_go_with_the_person(by):
    message = MessageFactory()
    kept = MessageFactory()

    erase_person(message.person, by=by, keep_until=timezone.localdate() + timedelta(days=9))

    assert list(Message.objects.all()) == [kept]


def test_settled_messages_are_forgotten_in_time(training):
    training(MESSAGE_DAYS=100)
    now = timezone.now()

    def old(days, **facts):
        row = MessageFactory(**facts)
        Message.objects.filter(pk=row.pk).update(created_at=now - timedelta(days=days))
        return row

    old(101, state=MessageState.SENT)
    old(3, state=MessageState.SENT, kind=Kind.CODE, text="")
    kept = [old(101), old(99, state=MessageState.SENT)]

    assert forget_old() == 2
    assert set(Message.objects.all()) == set(kept)


def test_the_person_reads_under_my_data_what_they_were_sent():
    message = MessageFactory(text="明天九点上课")

    facts = [fact for group in groups_of(message.person) for fact in group.facts]

    assert any("明天九点上课" in line for fact in facts for line in fact.values)
