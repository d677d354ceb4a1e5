"""What a person may decide about their own data: consent, questions to the bureau, erasure."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model, ProtectedError, Value
from django.db.models.deletion import Collector
from django.db.models.functions import Concat
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from training.organisations.errors import ReasonNeeded
from training.organisations.reach import User

from .errors import SayWhatIsWrong, StillNeeded
from .models import Person, PhoneLogin, SignInCode
from .requests import DataRequest
from .signals import forgetting
from .states import CONSENT, RESTING_ON, Purpose, RequestKind, RequestState


@transaction.atomic
def give_consent(person: Person, purposes: Collection[Purpose], *, by: User | None) -> Person:
    """Note that the person agreed, each purpose by itself. What was agreed to stays as it was."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    new = [Purpose(name) for name in purposes if not getattr(person, CONSENT[Purpose(name)])]
    if new:
        for purpose in new:
            setattr(person, CONSENT[purpose], timezone.now())
        person.withheld = [name for name in person.withheld if name not in new]
        person.save(update_fields=["withheld", *(CONSENT[purpose] for purpose in new)])
        log(person, "training.consent", user=by, data={"purposes": [str(name) for name in new]})
    return person


@transaction.atomic
def withdraw_consent(person: Person, purpose: Purpose, *, by: User | None) -> Person:
    """The person no longer agrees: what rested on it is gone, and no list brings it back."""
    purpose = Purpose(purpose)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not getattr(person, CONSENT[purpose]):
        return person
    setattr(person, CONSENT[purpose], None)
    for name in RESTING_ON[purpose]:
        setattr(person, name, "")
    person.withheld = sorted({*person.withheld, purpose.value})
    person.save()
    log(person, "training.withdraw_consent", user=by, data={"purpose": purpose.value})
    return person


@transaction.atomic
def ask_about_data(
    person: Person, kind: RequestKind, text: str = "", *, by: User | None
) -> DataRequest:
    """Ask the bureau to put something right or to erase. Asked again while it waits, the words
    are added to the question that waits. Raises ``SayWhatIsWrong``."""
    text = text.strip()
    if kind == RequestKind.CORRECTION and not text:
        raise SayWhatIsWrong
    Person.objects.select_for_update().get(pk=person.pk)
    waiting = person.requests.filter(kind=kind, state=RequestState.OPEN).first()
    if waiting:
        if text and text not in waiting.text:
            waiting.text = f"{waiting.text}\n{text}".strip()
            waiting.save(update_fields=["text"])
        return waiting
    asked = person.requests.create(kind=kind, text=text, asked_by=by)
    log(person, "training.ask_about_data", user=by, data={"kind": kind})
    return asked


@transaction.atomic
def answer_request(request: DataRequest, *, done: bool, answer: str, by: User) -> DataRequest:
    """Say what became of it. A request that was answered keeps its answer. A refusal needs a
    reason: raises ``ReasonNeeded``."""
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != RequestState.OPEN:
        return request
    if not done and not answer.strip():
        raise ReasonNeeded
    request.state = RequestState.DONE if done else RequestState.REFUSED
    request.answer = answer.strip()
    request.decided_at, request.decided_by = timezone.now(), by
    request.save()
    log(request, "training.answer_request", user=by)
    return request


# What is left of a person whose training records the law makes us keep; the rest is emptied.
KEPT = {
    *("id", "name", "id_number", "id_index", "sex", "birth_date", "region"),
    *("registered_at", "registered_by", "kept_until"),
}


@transaction.atomic
def erase_person(person: Person, *, by: User | None, keep_until: date | None) -> Person | None:
    """Forget the person, wholly, or up to what the law makes us keep until ``keep_until``.

    Returns what is left. Raises ``StillNeeded`` when nothing should be left although training
    records hang on the person.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    login, phone = person.user, person.phone
    forgetting.send(sender=Person, person=person)
    if keep_until is None:
        _delete(person, by)
    else:
        _strip(person, keep_until, by)
    _forget_phone(login, phone)
    return None if keep_until is None else person


def _delete(person: Person, by: User | None) -> None:
    log(person, "training.erase", user=by, deleted=True)
    try:
        unname_history([person])
        person.delete()
    except ProtectedError:
        raise StillNeeded from None


def unname_history(rows: Sequence[Model]) -> None:
    """For rows about to be deleted: what was done to them stays on record, but not their names.

    Raises ``ProtectedError`` where deleting them would.
    """
    if not rows:
        return
    going = Collector(using=rows[0]._state.db or DEFAULT_DB_ALIAS)
    going.collect(rows)
    found: list[tuple[type[Model], Any]] = [
        (model, [row.pk for row in many]) for model, many in going.data.items()
    ]
    found += [(many.model, many.values_list("pk", flat=True)) for many in going.fast_deletes]
    for model, keys in found:
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=[str(key) for key in keys],
        ).update(label=Concat(Value("#"), "object_id"))


def _strip(person: Person, keep_until: date, by: User | None) -> None:
    for field in person._meta.local_fields:
        if field.name not in KEPT:
            setattr(person, field.attname, field.get_default())
    person.withheld = [purpose.value for purpose in Purpose]
    person.kept_until = keep_until
    person.save()
    for rows in (person.phones, person.taggings, person.list_places):
        rows.all().delete()
    log(person, "training.erase", user=by, data={"kept_until": keep_until.isoformat()})


def _forget_phone(login: User | None, phone: str) -> None:
    """The phone itself, when nobody else of the register signs in with it."""
    if phone and not Person.objects.filter(phone=phone).exists():
        SignInCode.objects.filter(phone=phone).delete()
    if login is None or login.is_staff or login.is_superuser or login.has_usable_password():
        return
    if not login.people.exists() and not login.memberships.exists():
        PhoneLogin.objects.filter(user=login).delete()
        login.delete()
