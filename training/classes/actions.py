from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import Course
from training.organisations.models import Provider, Venue
from training.organisations.reach import User
from training.policy.queries import rulebook
from training.policy.states import RuleKey

from .clashes import binding, clashes_of
from .errors import LessonsClash, NotOverYet, NotReady, ReasonNeeded, WrongState
from .models import Lesson, PickUp, TrainingClass
from .rules import clash_sentences, lessons_held, reasons_not_to_file
from .rulings import rules_to_keep
from .signals import class_approved, class_cancelled, class_concluded
from .states import EDITABLE, MOVES, OVER, ChangeState, ClassState
from .workdays import working_days_after


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

    Nobody was marked in them: a class that can still be edited never took anyone. Raises
    ``LessonsClash`` with every line that wants a trainer or room that is booked.
    """
    training_class = _editable(training_class)
    rows = [Lesson(training_class=training_class, **row) for row in lessons]
    for row in rows:
        row.clean_fields(exclude=["training_class", "trainer", "room"])  # they ask the database
        row.clean()
    if refused := refusals_by_line(rows):
        raise LessonsClash(refused)
    training_class.lessons.all().delete()
    Lesson.objects.bulk_create(rows)
    log(training_class, "training.write_timetable", user=by, data={"lessons": len(rows)})
    return rows


def refusals_by_line(rows: list[Lesson]) -> dict[int, list[str]]:
    """By the place of a lesson, the sentences about what is booked already."""
    place = {id(row): number for number, row in enumerate(rows)}
    refused: dict[int, list[str]] = {}
    for clash in binding(clashes_of(rows)):
        refused.setdefault(place[id(clash.lesson)], []).append(str(clash))
    return dict(sorted(refused.items()))


@transaction.atomic
def set_pick_ups(
    training_class: TrainingClass, stops: Iterable[dict], *, by: User | None
) -> list[PickUp]:
    """Say anew where the bus stops. ``stops``: dicts of their fields.

    Also for a class that was approved: a stop is a service to trainees, not a fact one approves.
    """
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if training_class.state in OVER:
        raise WrongState(training_class)
    rows = [PickUp(training_class=training_class, **stop) for stop in stops]
    for row in rows:
        row.clean_fields(exclude=["training_class"])
    training_class.pick_ups.all().delete()
    PickUp.objects.bulk_create(rows)
    log(training_class, "training.set_pick_ups", user=by, data={"stops": len(rows)})
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
        training_class,
        ClassState.FILED,
        by=by,
        verb="training.file_class",
        filed_at=timezone.now(),
        decide_by=_decide_by(training_class),
    )


def _decide_by(training_class: TrainingClass) -> date | None:
    """The last day the bureau has; none where nobody ruled how long it may take."""
    days = rulebook(training_class.region, training_class.starts_on).find(RuleKey.REVIEW_DAYS)
    return None if days is None else working_days_after(timezone.localdate(), int(days))


def queue_at(provider: Provider) -> None:
    """Wait for one's turn at the provider: its trainers and rooms are booked one at a time."""
    Provider.objects.select_for_update().get(pk=provider.pk)


@transaction.atomic
def approve_class(training_class: TrainingClass, *, by: User | None) -> TrainingClass:
    """Let people in. The rules of the day stay with the class, whatever is ruled later.

    Raises ``NotReady`` when meanwhile another class booked a trainer or a room of this one.
    """
    queue_at(training_class.provider)
    training_class = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    waits = training_class.state == ClassState.FILED
    if waits and (booked := clash_sentences(lessons_held(training_class))):
        raise NotReady(booked)
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
    _drop_open_change(training_class)
    class_cancelled.send(
        TrainingClass, training_class=training_class, reason=training_class.reason, by=by
    )
    return training_class


def _drop_open_change(training_class: TrainingClass) -> None:
    """What was asked of a class that is over needs no answer any more."""
    dropped = {"state": ChangeState.WITHDRAWN, "decided_at": timezone.now()}
    training_class.change_requests.open().update(**dropped)


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
    _drop_open_change(training_class)
    class_concluded.send(TrainingClass, training_class=training_class, by=by)
    return training_class
