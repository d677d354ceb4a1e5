"""What must be true after a rush, counted in the tables and not asked of the code that sold."""

import re
from collections import Counter
from html import unescape
from io import StringIO

from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.utils import translation

from training.enrolment.errors import ClassFull

VERDICT = re.compile(r'<section class="verdict[^"]*">(.*?)</section>', re.DOTALL)
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def faults(crowd, training_class):
    """Sentences about everything that is not as it must be; none when all is well."""
    return [
        *_of_the_seats(crowd, training_class),
        *_of_the_answers(crowd, training_class),
        *_of_the_ledger(),
    ]


def _of_the_seats(crowd, training_class):
    seated = _column(
        "SELECT person_id FROM training_enrolment WHERE training_class_id = %s AND state = %s",
        training_class.pk,
        "enrolled",
    )
    wanted = min(training_class.seats, len(crowd.buyers))
    if len(seated) != wanted:
        yield f"{len(seated)} seats are taken and not {wanted}."
    if twice := [person for person, times in Counter(seated).items() if times > 1]:
        yield f"{len(twice)} people sit twice."
    if lied_to := crowd.seated - set(seated):
        yield f"{len(lied_to)} people were told of a seat they do not have."
    if untold := set(seated) - crowd.seated:
        yield f"{len(untold)} people have a seat and were never told."
    written = _column(
        "SELECT object_id FROM wagtailcore_modellogentry WHERE action = %s AND object_id IN "
        "(SELECT CAST(id AS varchar(255)) FROM training_enrolment WHERE training_class_id = %s)",
        "training.enrol",
        training_class.pk,
    )
    if len(written) != len(seated):
        yield f"{len(seated)} enrolments left {len(written)} lines in the log."


def _of_the_answers(crowd, training_class):
    with translation.override("zh-hans"):
        full = list(ClassFull(training_class.seats).messages)
    wrong = Counter()
    for person, answer in crowd.answers:
        if answer.seated:
            continue
        if answer.status != 409:
            wrong[f"answered with {answer.status}: {answer.body[:80]!r}"] += 1
        elif reasons(answer) != full:
            wrong[f"refused with the words {reasons(answer)}"] += 1
        elif person in crowd.seated:
            wrong["told that the class is full while they have a seat"] += 1
    yield from (f"{times} times: {what}." for what, times in wrong.items())


def _of_the_ledger():
    if "check_ledger" not in get_commands():
        return
    said = StringIO()
    try:
        call_command("check_ledger", stdout=said, stderr=said)
    except (CommandError, SystemExit) as refusal:
        yield f"The ledger does not balance ({refusal}): {said.getvalue()[-500:]}"


def reasons(answer):
    """The sentences of a refusal, as people read them."""
    verdict = VERDICT.search(answer.body)
    return [unescape(text).strip() for text in PARAGRAPH.findall(verdict[1])] if verdict else []


def _column(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
