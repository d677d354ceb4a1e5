"""“I think this is wrong”: said by the person or for them, answered in writing by an officer."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from training.classes.models import TrainingClass
from training.organisations.errors import ReasonNeeded
from training.organisations.reach import User
from training.people.actions import register
from training.people.models import Person

from .appeals import Appeal
from .eligibility import eligibility
from .eligibility_states import AppealState
from .errors import NothingAgainst, SayWhy
from .reasons import written


@transaction.atomic
def appeal(person: Person, training_class: TrainingClass, words: str, *, by: User) -> Appeal:
    """Say that a refusal is wrong. While it waits, further words are added to the first.

    Raises ``SayWhy`` or ``NothingAgainst``.
    """
    words = words.strip()
    if not words:
        raise SayWhy
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    waiting = Appeal.objects.waiting().filter(person=person, training_class=training_class).first()
    if waiting:
        if words not in waiting.words:
            waiting.words = f"{waiting.words}\n{words}"
            waiting.save(update_fields=["words"])
        return waiting
    against = eligibility(person, training_class).against
    if not against:
        raise NothingAgainst
    made = Appeal.objects.create(
        person=person,
        training_class=training_class,
        reasons=written(against),
        words=words,
        made_by=by,
    )
    log(made, "training.appeal", user=by, data={"codes": sorted(made.codes)})
    return made


@transaction.atomic
def register_and_appeal(
    training_class: TrainingClass,
    *,
    name: str,
    id_number: str,
    phone: str,
    words: str,
    by: User,
) -> Appeal:
    """For somebody whose refusal kept nothing of them: enter them and the appeal, or neither."""
    person = register(name, id_number, phone, by=by)
    return appeal(person, training_class, words, by=by)


def uphold_appeal(appeal: Appeal, *, answer: str, by: User) -> Appeal:
    """The person was right: these reasons no longer count for them in this class."""
    return _decide(appeal, AppealState.UPHELD, "training.uphold_appeal", answer, by)


def refuse_appeal(appeal: Appeal, *, answer: str, by: User) -> Appeal:
    return _decide(appeal, AppealState.REFUSED, "training.refuse_appeal", answer, by)


@transaction.atomic
def _decide(appeal: Appeal, state: AppealState, verb: str, answer: str, by: User) -> Appeal:
    """An appeal that was decided keeps its answer. Raises ``ReasonNeeded`` without one."""
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if appeal.state != AppealState.OPEN:
        return appeal
    if not answer.strip():
        raise ReasonNeeded
    appeal.state, appeal.answer = state, answer.strip()
    appeal.decided_at, appeal.decided_by = timezone.now(), by
    appeal.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    log(appeal, verb, user=by, data={"reason": appeal.answer, "codes": sorted(appeal.codes)})
    return appeal
