import threading
from contextlib import nullcontext

import pytest
from django.db import IntegrityError, connection, transaction

from certificates import numbering
from certificates.models import Certificate, Serial
from tests.factories.certificates import CertificateKindFactory, issued

CLERKS = 6
race = pytest.mark.django_db(transaction=True)


def test_check_digits_are_iso_7064_mod_97_10():
    assert numbering.with_check_digits("YJ-445100-2026-000123") == "YJ-445100-2026-000123-37"


@pytest.mark.parametrize(
    "typed",
    [
        "YJ-445100-2026-000123-37",
        " yj 445100 2026 000123 37 ",
        "yj445100202600012337",
        "ＹＪ－４４５１００－２０２６－０００１２３－３７",
        "YJ–445100–2026–000123–37",
    ],
)
def test_a_number_is_read_however_it_was_typed(typed):
    assert numbering.parse(typed) == "YJ-445100-2026-000123-37"


@pytest.mark.parametrize("typed", ["", "李晓雯", "YJ", "YJ-445100-2026-123-37", "0" * 50])
def test_what_cannot_be_a_number_is_refused(typed):
    assert numbering.parse(typed) is None


def test_every_single_wrong_digit_and_every_swap_is_noticed():
    number = "YJ445100202600012337"
    wrong = {
        number[:place] + digit + number[place + 1 :]
        for place in range(2, len(number))
        for digit in "0123456789"
    }
    swapped = {
        number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        for place in range(2, len(number) - 1)
    }

    assert [typed for typed in (wrong | swapped) - {number} if numbering.parse(typed)] == []


@pytest.mark.django_db
def test_serials_run_on_within_a_year_and_begin_again_with_the_next():
    kind = CertificateKindFactory()

    serials = [_take(kind, year) for year in (2026, 2026, 2027, 2026)]

    assert serials == ["000001", "000002", "000001", "000003"]


@pytest.mark.django_db
def test_a_serial_that_was_rolled_back_is_given_to_the_next():
    kind = CertificateKindFactory()
    with transaction.atomic():
        _take(kind)
        transaction.set_rollback(True)

    assert _take(kind) == "000001"


@race
def test_clerks_at_once_get_all_serials_without_gaps_or_doubles():
    kind = CertificateKindFactory()

    numbers = _together(lambda clerk: issued(f"学员{'一二三四五六'[clerk]}", kind=kind).number)

    assert sorted(number.split("-")[3] for number in numbers) == [
        f"{serial:06d}" for serial in range(1, CLERKS + 1)
    ]


@race
def test_clerks_at_once_issue_one_certificate_to_one_subject():
    kind = CertificateKindFactory()

    numbers = _together(lambda clerk: issued(kind=kind).number)

    assert len(set(numbers)) == Certificate.objects.count() == 1
    assert Serial.objects.get().last == 1  # those who came late used up no serial


@race
def test_without_the_lock_two_clerks_take_the_same_serial(monkeypatch):
    """Why the lock is there: both read before either writes, outside any transaction."""
    kind = CertificateKindFactory()
    _take_the_lock_away(monkeypatch, clerks=2)

    serials = _together(lambda clerk: _take(kind, atomic=nullcontext), clerks=2)

    assert serials == ["000001", "000001"]


@race
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite admits one writer by itself")
def test_without_the_lock_the_unique_number_stops_the_second_clerk(monkeypatch):
    kind = CertificateKindFactory()
    Serial.objects.create(series="YJ-445100-2026")
    _take_the_lock_away(monkeypatch, clerks=2)

    outcomes = _together(lambda clerk: _issue_or_error(f"学员{'一二'[clerk]}", kind), clerks=2)

    assert sorted(outcomes) == ["IntegrityError", "YJ-445100-2026-000001-15"]


def _issue_or_error(name, kind):
    try:
        return issued(name, kind=kind).number
    except IntegrityError as error:
        return type(error).__name__


def _take(kind, year=2026, atomic=transaction.atomic):
    with atomic():
        number = numbering.next_number(numbering.take_turn(kind, "445100", year))
    return number.split("-")[3]


def _take_the_lock_away(monkeypatch, clerks):
    both_have_read = threading.Barrier(clerks, timeout=20)

    def read(series):
        serial = Serial.objects.get(series=series)
        both_have_read.wait()
        return serial

    monkeypatch.setattr(numbering, "_lock", read)


def _together(work, clerks=CLERKS):
    """What ``work(clerk)`` returned in each of several threads let go at the same moment."""
    start, answers = threading.Barrier(clerks, timeout=20), [None] * clerks

    def run(clerk):
        try:
            start.wait()
            answers[clerk] = work(clerk)
        except Exception as error:  # noqa: BLE001 - shown by the assertion
            answers[clerk] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(clerk,)) for clerk in range(clerks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
