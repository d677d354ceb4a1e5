"""Changing a class that was approved: asked in writing and beforehand, decided by the bureau."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from training.organisations.reach import User

from .actions import queue_at
from .clashes import binding, clashes_of
from .errors import (
    ChangedMeanwhile,
    ChangeWaits,
    LessonsClash,
    NotChangeable,
    NothingChanges,
    ReasonNeeded,
    WrongState,
)
from .models import ChangeRequest, Lesson, TrainingClass
from .rules import faults_of
from .signals import class_changed
from .states import ChangeState, ClassState

CLASS_FACTS = ("venue", "seats", "starts_on", "ends_on")
LESSON_FACTS = ("title", "starts_at", "ends_at", "trainer", "room", "cancelled")


@dataclass(frozen=True)
class Standing:
    """A class with its lessons, as it stands or as it would stand; read anew, so never shared."""

    training_class: TrainingClass
    lessons: dict[int, Lesson]

    @classmethod
    def of(cls, training_class: TrainingClass) -> "Standing":
        row = TrainingClass.objects.select_related("venue__region", "provider", "course__trade")
        lessons = training_class.lessons.select_related("trainer", "room__venue")
        return cls(row.get(pk=training_class.pk), {lesson.pk: lesson for lesson in lessons})

    @property
    def held(self) -> list[Lesson]:
        return [lesson for lesson in self.lessons.values() if not lesson.cancelled]

    def faults(self) -> list[str]:
        return faults_of(self.training_class, self.held)

    def put(self, facts: Mapping[str, Any]) -> None:
        """Take over plain facts, as a `ChangeRequest` keeps them."""
        told = dict(facts)
        for number, changed in told.pop("lessons", {}).items():
            _put(self.lessons[int(number)], changed)
        _put(self.training_class, told)


def _plain(row: models.Model, name: str) -> Any:
    """A fact as JSON can keep it."""
    value = row._meta.get_field(name).value_from_object(row)  # type: ignore[union-attr]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _put(row: models.Model, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        field = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(value))  # type: ignore[union-attr]


def _differences(
    before: models.Model, after: models.Model, names: Iterable[str]
) -> dict[str, tuple[Any, Any]]:
    told = {name: (_plain(before, name), _plain(after, name)) for name in names}
    return {name: pair for name, pair in told.items() if pair[0] != pair[1]}


def _compare(was: Standing, becomes: Standing) -> tuple[dict, dict]:
    """Before and after, each with the facts that differ and no others."""
    told: tuple[dict, dict] = ({}, {})
    changed = _differences(was.training_class, becomes.training_class, CLASS_FACTS)
    for side, facts in enumerate(told):
        facts |= {name: pair[side] for name, pair in changed.items()}
    for number, lesson in was.lessons.items():
        if changed := _differences(lesson, becomes.lessons[number], LESSON_FACTS):
            for side, facts in enumerate(told):
                lessons = facts.setdefault("lessons", {})
                lessons[str(number)] = {name: pair[side] for name, pair in changed.items()}
    return told


@transaction.atomic
def ask_change(
    training_class: TrainingClass,
    reason: str,
    *,
    by: User | None,
    lessons: Mapping[int, Mapping[str, Any]] | None = None,
    **facts: Any,
) -> ChangeRequest:
    """Ask the bureau to change facts of the class, and of ``lessons`` by their number.

    Raises what would stop the change from being accepted now, so that it is read while one types.
    """
    if not reason.strip():
        raise ReasonNeeded
    training_class = _approved(training_class)
    if training_class.change_requests.open().exists():
        raise ChangeWaits
    was, becomes = Standing.of(training_class), Standing.of(training_class)
    for name, value in facts.items():
        setattr(becomes.training_class, name, value)
    for number, changed in (lessons or {}).items():
        for name, value in changed.items():
            setattr(becomes.lessons[number], name, value)
    before, after = _compare(was, becomes)
    if not after:
        raise NothingChanges
    _refuse_if_it_cannot_stand(was, becomes, before)
    request = ChangeRequest.objects.create(
        training_class=training_class,
        before=before,
        after=after,
        reason=reason.strip(),
        asked_at=timezone.now(),
        asked_by=by,
    )
    log(training_class, "training.ask_change", user=by, data={"reason": request.reason})
    return request


@transaction.atomic
def accept_change(request: ChangeRequest, *, by: User | None) -> ChangeRequest:
    """Change the class as asked, in one go with everything the rooms above hang on it.

    A receiver of ``class_changed`` may refuse with a ValidationError; nothing is changed then.
    """
    queue_at(request.training_class.provider)
    request = ChangeRequest.objects.select_for_update().get(pk=request.pk)
    if request.state == ChangeState.ACCEPTED:
        return request
    _still_open(request)
    training_class = _approved(request.training_class)
    was, becomes = Standing.of(training_class), Standing.of(training_class)
    _still_as_it_was(was, request)
    becomes.put(request.after)
    _refuse_if_it_cannot_stand(was, becomes, request.before)
    changed = _save(becomes, request.after)
    before = _as_it_was(was, request.before)
    class_changed.send(TrainingClass, training_class=changed, before=before, by=by)
    return _decide(request, ChangeState.ACCEPTED, by=by, verb="training.accept_change")


@transaction.atomic
def refuse_change(request: ChangeRequest, reason: str, *, by: User | None) -> ChangeRequest:
    if not reason.strip():
        raise ReasonNeeded
    request = ChangeRequest.objects.select_for_update().get(pk=request.pk)
    if request.state == ChangeState.REFUSED:
        return request
    _still_open(request)
    request.answer = reason.strip()
    return _decide(request, ChangeState.REFUSED, by=by, verb="training.refuse_change")


@transaction.atomic
def withdraw_change(request: ChangeRequest, *, by: User | None) -> ChangeRequest:
    request = ChangeRequest.objects.select_for_update().get(pk=request.pk)
    if request.state == ChangeState.WITHDRAWN:
        return request
    _still_open(request)
    return _decide(request, ChangeState.WITHDRAWN, by=by, verb="training.withdraw_change")


def _approved(training_class: TrainingClass) -> TrainingClass:
    """The class, locked, or ``WrongState``: what is not approved yet is simply revised."""
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if training_class.state != ClassState.APPROVED:
        raise WrongState(training_class)
    return training_class


def _still_open(request: ChangeRequest) -> None:
    if request.state != ChangeState.OPEN:
        raise WrongState(request)


def _still_as_it_was(was: Standing, request: ChangeRequest) -> None:
    """Two officers, or a lesson called off meanwhile: what was asked is about another class."""
    facts = dict(request.before)
    lessons = facts.pop("lessons", {})
    same = all(_plain(was.training_class, name) == value for name, value in facts.items())
    for number, told in lessons.items():
        lesson = was.lessons.get(int(number))
        same = same and bool(lesson)
        same = same and all(_plain(lesson, name) == value for name, value in told.items())  # type: ignore[arg-type]
    if not same:
        raise ChangedMeanwhile


def _refuse_if_it_cannot_stand(was: Standing, becomes: Standing, before: dict) -> None:
    """By the rules of filing; but what was wrong already is no fault of the change."""
    touched = [int(number) for number in before.get("lessons", {})]
    reasons = [*_begun(was, becomes, before, touched), *_strange_venue(becomes)]
    if reasons:
        raise NotChangeable(reasons)
    becomes.training_class.clean_fields(exclude=["number", "reason"])
    becomes.training_class.validate_constraints()
    for number in touched:
        becomes.lessons[number].clean_fields()
        becomes.lessons[number].validate_constraints()
    booked: dict[int, list[str]] = {}
    for clash in binding(clashes_of(becomes.held)):
        if clash.lesson.pk in touched:
            booked.setdefault(clash.lesson.pk, []).append(str(clash))
    if booked:
        raise LessonsClash(booked)
    old = set(was.faults())
    if new := [fault for fault in becomes.faults() if fault not in old]:
        raise NotChangeable(new)


def _begun(was: Standing, becomes: Standing, before: dict, touched: list[int]) -> list[str]:
    """What has happened is not changed, and nothing is moved to where it would have happened."""
    now, reasons = timezone.now(), []
    if "starts_on" in before and was.training_class.starts_on <= timezone.localdate(now):
        reasons.append(_("The class has begun; its first day stays."))
    for number in touched:
        lesson = was.lessons[number]
        if lesson.starts_at <= now:
            reasons.append(_("“%(lesson)s” has begun; it stays as it is.") % {"lesson": lesson})
        elif becomes.lessons[number].starts_at <= now:
            reasons.append(_("“%(lesson)s” cannot be moved into the past.") % {"lesson": lesson})
    return reasons


def _strange_venue(becomes: Standing) -> list[str]:
    row = becomes.training_class
    if row.venue.provider_id == row.provider_id:
        return []
    return [_("This venue belongs to another training provider.")]


def _save(becomes: Standing, after: Mapping[str, Any]) -> TrainingClass:
    facts = dict(after)
    for number, told in facts.pop("lessons", {}).items():
        lesson = becomes.lessons[int(number)]
        lesson.revision += 1
        lesson.revised_at = timezone.now()
        lesson.save(update_fields=[*told, "revision", "revised_at"])
    if facts:
        becomes.training_class.save(update_fields=list(facts))
    return becomes.training_class


def _as_it_was(was: Standing, before: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that changed, as rows and days and no longer as JSON keeps them."""
    facts = dict(before)
    lessons = facts.pop("lessons", {})
    told: dict[str, Any] = {name: getattr(was.training_class, name) for name in facts}
    if lessons:
        told["lessons"] = {
            int(number): {name: getattr(was.lessons[int(number)], name) for name in changed}
            for number, changed in lessons.items()
        }
    return told


def _decide(
    request: ChangeRequest, state: ChangeState, *, by: User | None, verb: str
) -> ChangeRequest:
    request.state, request.decided_at, request.decided_by = state, timezone.now(), by
    request.save(update_fields=["state", "decided_at", "decided_by", "answer"])
    facts = {"reason": request.answer or request.reason}
    log(request.training_class, verb, user=by, data=facts)
    return request
