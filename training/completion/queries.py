"""What "my class" tells a worker: everything about each seat of the people on their phone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils import timezone

from certificates.models import Certificate
from training.assessment.models import Result
from training.attendance.states import ATTENDED
from training.classes.models import Lesson, TrainingClass
from training.classes.queries import Meeting, books_of, meetings
from training.classes.states import ClassState
from training.enrolment.eligibility_queries import papers_to_bring
from training.enrolment.models import Enrolment
from training.enrolment.reasons import Reason
from training.enrolment.states import EnrolmentState
from training.enrolment.who_enrolled import FETCHED as WHO_ENROLLED
from training.organisations.reach import User
from training.people.models import Person
from training.policy.numbers import plain
from training.policy.queries import Rulebook
from training.policy.states import RuleKey

from .models import Completion
from .rules import sentences

LESSONS_SHOWN = 5
NEWS = timedelta(days=30)


@dataclass(frozen=True)
class MyClass:
    """One seat, as its holder sees it at ``moment``. Reads only what was fetched with it."""

    enrolment: Enrolment
    book: Rulebook
    moment: datetime

    @property
    def training_class(self) -> TrainingClass:
        return self.enrolment.training_class

    @property
    def person(self) -> Person:
        return self.enrolment.person

    @cached_property
    def lessons(self) -> list[Lesson]:
        """Lessons that take place."""
        return [lesson for lesson in self.training_class.lessons.all() if not lesson.cancelled]

    @property
    def running(self) -> bool:
        """Still going on, or still to come."""
        return (
            self.enrolment.state == EnrolmentState.ENROLLED
            and self.training_class.state == ClassState.APPROVED
            and not self.training_class.is_over
        )

    @cached_property
    def today(self) -> list[Meeting]:
        """Today's lessons that are not over yet."""
        if not self.running:
            return []
        day = timezone.localdate(self.moment)
        lessons = [row for row in self.lessons if timezone.localdate(row.starts_at) == day]
        return meetings([row for row in lessons if row.ends_at >= self.moment], self.moment)

    @cached_property
    def ahead(self) -> list[Meeting]:
        return meetings([row for row in self.lessons if row.ends_at >= self.moment], self.moment)

    @property
    def next_lessons(self) -> list[Meeting]:
        return self.ahead[:LESSONS_SHOWN]

    @property
    def later_lessons(self) -> int:
        return len(self.ahead[LESSONS_SHOWN:])

    @property
    def papers(self) -> list[Reason]:
        """What the rules want to see of this person, as long as nobody has."""
        return papers_to_bring(self.enrolment) if self.running else []

    @property
    def survey_waits(self) -> bool:
        invitation = _or_none(self.enrolment, "invitation")
        return bool(invitation and not invitation.spent)

    @cached_property
    def completion(self) -> Completion | None:
        return _or_none(self.enrolment, "completion")

    @property
    def certificate(self) -> Certificate | None:
        certificate = self.completion and self.completion.certificate
        return certificate if certificate and certificate.is_in_force else None

    @property
    def new_certificate(self) -> Certificate | None:
        """For some weeks it is news."""
        since = timezone.localdate(self.moment) - NEWS
        return (
            self.certificate if self.certificate and self.certificate.issued_on >= since else None
        )

    @property
    def shortfalls(self) -> list[str]:
        """Why the class was not completed."""
        return sentences(self.completion.shortfalls) if self.completion else []

    @property
    def results(self) -> list[Result]:
        """Test results, the earlier one first."""
        return sorted(self.enrolment.results.all(), key=lambda result: result.filed_at)

    # Class hours, as words for the page: 12 of 16 held; 32 of all 40 are needed.

    @cached_property
    def hours_attended(self) -> str:
        hours = {lesson.pk: lesson.class_hours for lesson in self.lessons}
        marks = [mark for mark in self.enrolment.marks.all() if mark.status in ATTENDED]
        return plain(sum((hours.get(mark.lesson_id, 0) for mark in marks), Decimal(0)))

    @property
    def hours_held(self) -> str:
        return plain(self._hours(row for row in self.lessons if row.ends_at <= self.moment))

    @property
    def hours_planned(self) -> str:
        return plain(self._hours(self.lessons))

    @property
    def hours_needed(self) -> str | None:
        """By the rule on attendance; None where nobody has ruled."""
        share = self.book.find(RuleKey.MIN_ATTENDANCE)
        return None if share is None else plain(self._hours(self.lessons) * share / 100)

    @property
    def share_needed(self) -> str | None:
        share = self.book.find(RuleKey.MIN_ATTENDANCE)
        return None if share is None else plain(share)

    def _hours(self, lessons: Iterable[Lesson]) -> Decimal:
        return sum((lesson.class_hours for lesson in lessons), Decimal(0))


def _or_none(row: Model, name: str) -> Any:
    """The other end of a one-to-one that may not exist."""
    try:
        return getattr(row, name)
    except ObjectDoesNotExist:
        return None


def my_classes(user: User, moment: datetime) -> list[tuple[Person, list[MyClass]]]:
    """For each person on this phone: their classes, the latest first. Constant queries."""
    enrolments = (
        Enrolment.objects.filter(person__user=user)
        .select_related(
            "person",
            "training_class__course__trade",
            "training_class__provider",
            "training_class__venue__region",
            "invitation",
            "completion__certificate",
            *WHO_ENROLLED,
        )
        .prefetch_related(
            "training_class__lessons__trainer", "marks", "results", "checks", "papers"
        )
        .order_by("-training_class__starts_on", "-pk")
    )
    books = books_of(enrolment.training_class for enrolment in enrolments)
    found = defaultdict(list)
    for enrolment in enrolments:
        row = MyClass(enrolment, books[enrolment.training_class_id], moment)
        found[enrolment.person_id].append(row)
    return [(person, found[person.pk]) for person in Person.objects.filter(user=user)]
