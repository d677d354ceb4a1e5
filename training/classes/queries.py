from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.organisations.models import Region, Venue
from training.organisations.reach import Visitor

from .clashes import overlap
from .models import ChangeRequest, Lesson, Room, Trainer, TrainingClass
from .rulings import book_of, books_of  # noqa: F401  (asked here by the rooms above)
from .states import ChangeState

NEXT_LESSONS = 6
EARLIER_CLASSES = 20


@dataclass(frozen=True)
class Meeting:
    """A lesson as a timetable shows it."""

    lesson: Lesson
    past: bool
    now: bool


def meetings(lessons: Iterable[Lesson], moment: datetime) -> list[Meeting]:
    return [
        Meeting(
            lesson, past=lesson.ends_at < moment, now=lesson.starts_at <= moment <= lesson.ends_at
        )
        for lesson in lessons
    ]


def trainers_of(lessons: Iterable[Lesson]) -> list[Trainer]:
    """Who teaches, each once, in the order in which they appear."""
    return list({lesson.trainer_id: lesson.trainer for lesson in lessons}.values())


@dataclass(frozen=True)
class Desk:
    """What someone who teaches, or runs a provider, has before them."""

    lesson: Lesson | None  # the one going on today, else the next of today, else the last
    today: list[Lesson]  # the others of today
    ahead: list[Lesson]
    classes: list[TrainingClass]
    earlier: list[TrainingClass]


def desk_of(user: Visitor, moment: datetime) -> Desk:
    day = timezone.localdate(moment)
    lessons = (
        Lesson.objects.given_by(user)
        .filter(training_class__in=TrainingClass.objects.held(), cancelled=False)
        .select_related("training_class__course", "training_class__venue")
    )
    today = list(lessons.on(day).order_by("starts_at", "pk"))
    lesson = next((row for row in today if row.ends_at >= moment), today[-1] if today else None)
    ahead = lessons.filter(starts_at__date__gt=day).order_by("starts_at", "pk")
    classes = TrainingClass.objects.tested_by(user).with_rows_for_lists()
    return Desk(
        lesson=lesson,
        today=[row for row in today if row != lesson],
        ahead=list(ahead[:NEXT_LESSONS]),
        classes=list(classes.filter(ends_on__gte=day).order_by("starts_on", "pk")),
        earlier=list(classes.filter(ends_on__lt=day).order_by("-ends_on", "pk")[:EARLIER_CLASSES]),
    )


def clashing_lessons(
    training_class: TrainingClass, other_classes: Iterable[TrainingClass]
) -> list[tuple[Lesson, Lesson]]:
    """The pairs of lessons, of the class and of the others, that nobody can attend both."""
    others = {row.pk for row in other_classes} - {training_class.pk}
    lessons = Lesson.objects.filter(
        training_class__in={training_class.pk, *others}, cancelled=False
    ).select_related("training_class__course")
    own: list[Lesson] = []
    theirs: list[Lesson] = []
    for lesson in lessons.order_by("starts_at", "pk") if others else ():
        (own if lesson.training_class_id == training_class.pk else theirs).append(lesson)
    return [(one, other) for one in own for other in theirs if overlap(one, other)]


# What was changed after the approval


@dataclass(frozen=True)
class Change:
    """One fact before and after, in words."""

    about: str  # the lesson, or nothing: the class itself
    fact: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    request: ChangeRequest
    changes: list[Change]


def changes_of(training_class: TrainingClass) -> list[Changed]:
    """What the bureau allowed to change since it approved the class, the latest first."""
    accepted = training_class.change_requests.filter(state=ChangeState.ACCEPTED)
    return told(accepted.order_by("-decided_at", "-pk"))


def told(requests: Iterable[ChangeRequest]) -> list[Changed]:
    """Requests with what they are about, in words: five queries, however many they are."""
    requests = list(requests)
    names = _names_in(requests)
    return [Changed(request, list(_changes(request, names))) for request in requests]


def regions_touched(request: ChangeRequest) -> list[Region]:
    """Where the class is, and where it is to be: whoever decides answers for both."""
    regions = [request.training_class.region]
    if venue := request.after.get("venue"):
        regions.append(Venue.objects.select_related("region").get(pk=venue).region)
    return regions


NAMED = {"venue": Venue, "trainer": Trainer, "room": Room}


def _names_in(requests: list[ChangeRequest]) -> dict[str, dict[int, Any]]:
    """The rows that the facts name by number."""
    wanted: dict[str, set[int]] = {name: set() for name in (*NAMED, "lesson")}
    for request in requests:
        for facts in (request.before, request.after):
            lessons = facts.get("lessons", {})
            wanted["lesson"] |= {int(number) for number in lessons}
            for told_facts in (facts, *lessons.values()):
                for name in NAMED:
                    wanted[name] |= {told_facts.get(name)} - {None}
    models = {**NAMED, "lesson": Lesson}
    return {
        name: models[name]._default_manager.in_bulk(numbers) for name, numbers in wanted.items()
    }


def _changes(request: ChangeRequest, names: dict[str, dict[int, Any]]) -> Iterator[Change]:
    lessons = request.before.get("lessons", {})
    for name, before in request.before.items():
        if name != "lessons":
            after = request.after.get(name)
            yield _change("", TrainingClass, name, before, after, names)
    for number, facts in lessons.items():
        about = _about(names["lesson"].get(int(number)))
        for name, before in facts.items():
            after = request.after["lessons"][number].get(name)
            yield _change(about, Lesson, name, before, after, names)


def _about(lesson: Lesson | None) -> str:
    if lesson is None:
        return "–"
    day = date_format(timezone.localtime(lesson.starts_at), "MONTH_DAY_FORMAT")
    return _("%(lesson)s, %(day)s") % {"lesson": lesson, "day": day}


def _change(
    about: str, model: type[Model], name: str, before: Any, after: Any, names: dict
) -> Change:
    field = model._meta.get_field(name)
    label = _("called off") if name == "cancelled" else str(field.verbose_name)  # type: ignore[union-attr]
    return Change(about, label, *(_in_words(field, value, names) for value in (before, after)))


def _in_words(field: Any, value: Any, names: dict) -> str:
    if value is None or value == "":
        return "–"
    if field.name in NAMED:
        return str(names[field.name].get(value, "–"))
    value = field.to_python(value)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
