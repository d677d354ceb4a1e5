from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import Course
from training.organisations.models import Provider, Venue
from training.organisations.reach import User

from .errors import NotOverYet, NotReady, ReasonNeeded, WrongState
from .models import Lesson, TrainingClass
from .rules import reasons_not_to_file
from .rulings import rules_to_keep
from .signals import class_approved, class_cancelled, class_concluded
from .states import EDITABLE, MOVES, ClassState


def next_number(provider: Provider, starts_on: date) -> str:
    """Provider's code, year and month, serial of the month: CZJS202603002."""
    stem = f"{provider.code.upper()}{starts_on:%Y%m}"
    last = (
        TrainingClass.objects.select_for_update()
        .filter(number__startswith=stem)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{stem}{int(last[len(stem) :]) + 1 if last else 1:03}"


@transaction.atomic
def list_class(
    provider: Provider,
    course: Course,
    *,
    venue: Venue,
    seats: int,
    starts_on: date,
    ends_on: date,
    by: User | None,
    lessons: Iterable[dict] = (),
    **details: object,
) -> TrainingClass:
    """Prepare a class of ``course``; it still has to be filed. ``lessons``: dicts of its fields."""
    # The provider's row is the queue for its serial numbers.
    type(provider).objects.select_for_update().get(pk=provider.pk)
    training_class = TrainingClass(
        number=next_number(provider, starts_on),
        provider=provider,
        course=course,
        venue=venue,
        seats=seats,
        starts_on=starts_on,
        ends_on=ends_on,
        **{"planned": seats, **details},
    )
    training_class.full_clean(exclude=["number"])
    training_class.save()
    Lesson.objects.bulk_create(Lesson(training_class=training_class, **row) for row in lessons)
    log(training_class, "training.list_class", user=by)
    return training_class


def _editable(training_class: TrainingClass) -> TrainingClass:
    """The class, locked, or ``WrongState`` when the bureau already has it."""
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if training_class.state not in EDITABLE:
        raise WrongState(training_class)
    return training_class


@transaction.atomic
def revise_class(
    training_class: TrainingClass, *, by: User | None, **facts: object
) -> TrainingClass:
    """Change the facts of a class that is still being prepared or was sent back."""
    training_class = _editable(training_class)
    changed = [name for name, value in facts.items() if getattr(training_class, name) != value]
    if not changed:
        return training_class
    for name in changed:
        setattr(training_class, name, facts[name])
    training_class.full_clean(exclude=["number"])
    training_class.save()
    log(training_class, "training.revise_class", user=by, data={"changed": changed})
    return training_class


@transaction.atomic
def write_timetable(
    training_class: TrainingClass, lessons: Iterable[dict], *, by: User | None
) -> list[Lesson]:
    """Replace the timetable of a class still being prepared. ``lessons``: dicts of their fields.

    Nobody was marked in them: a class that can still be edited never took anyone.
    """
    training_class = _editable(training_class)
    rows = [Lesson(training_class=training_class, **row) for row in lessons]
    for row in rows:
        row.full_clean(exclude=["training_class"])
    training_class.lessons.all().delete()
    Lesson.objects.bulk_create(rows)
    log(training_class, "training.write_timetable", user=by, data={"lessons": len(rows)})
    return rows


def _move(
    training_class: TrainingClass,
    state: ClassState,
    *,
    by: User | None,
    verb: str,
    reason: str = "",
    **changes: object,
) -> TrainingClass:
    """Take the class to ``state``, or raise ``WrongState``; being there already is fine."""
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if training_class.state == state and training_class.reason == reason:
        return training_class
    if state not in MOVES[ClassState(training_class.state)]:
        raise WrongState(training_class)
    before = training_class.state
    for field, value in {"state": state, "reason": reason, **changes}.items():
        setattr(training_class, field, value)
    training_class.save(update_fields=["state", "reason", *changes])
    log(training_class, verb, user=by, data={"from": before, "to": state, "reason": reason})
    return training_class


@transaction.atomic
def file_class(training_class: TrainingClass, *, by: User | None) -> TrainingClass:
    """Hand the class to the bureau (开班申请). Raises ``NotReady`` with everything missing."""
    if reasons := reasons_not_to_file(training_class):
        raise NotReady(reasons)
    return _move(
        training_class, ClassState.FILED, by=by, verb="training.file_class", filed_at=timezone.now()
    )


@transaction.atomic
def approve_class(training_class: TrainingClass, *, by: User | None) -> TrainingClass:
    """Let people in. The rules of the day stay with the class, whatever is ruled later."""
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    training_class = _move(
        training_class,
        ClassState.APPROVED,
        by=by,
        verb="training.approve_class",
        decided_at=timezone.now(),
        ruled=rules_to_keep(training_class),
    )
    class_approved.send(TrainingClass, training_class=training_class, by=by)
    return training_class


@transaction.atomic
def return_class(training_class: TrainingClass, reason: str, *, by: User | None) -> TrainingClass:
    """Send the class back to the provider with a reason."""
    if not reason.strip():
        raise ReasonNeeded
    return _move(
        training_class,
        ClassState.RETURNED,
        by=by,
        verb="training.return_class",
        reason=reason.strip(),
        decided_at=timezone.now(),
    )


@transaction.atomic
def cancel_class(training_class: TrainingClass, reason: str, *, by: User | None) -> TrainingClass:
    if not reason.strip():
        raise ReasonNeeded
    training_class = _move(
        training_class,
        ClassState.CANCELLED,
        by=by,
        verb="training.cancel_class",
        reason=reason.strip(),
    )
    class_cancelled.send(
        TrainingClass, training_class=training_class, reason=training_class.reason, by=by
    )
    return training_class


@transaction.atomic
def conclude_class(training_class: TrainingClass, *, by: User | None) -> TrainingClass:
    """Close the class once its last day has come; the rooms above conclude its trainees.

    Raises ``NotOverYet`` before that day.
    """
    if (
        training_class.state == ClassState.APPROVED
        and training_class.ends_on > timezone.localdate()
    ):
        raise NotOverYet(training_class.ends_on)
    training_class = _move(
        training_class, ClassState.CONCLUDED, by=by, verb="training.conclude_class"
    )
    class_concluded.send(TrainingClass, training_class=training_class, by=by)
    return training_class
