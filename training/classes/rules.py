"""Why a class cannot be filed yet. Each answer is a sentence; none means it can.

The numbers are those of the region's rulebook on the first day; where nothing is ruled, nothing
is asked.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.organisations.rules import accreditation_gaps
from training.policy.numbers import plain
from training.policy.queries import Rulebook, rulebook
from training.policy.states import RuleKey

from .clashes import binding, clashes_of
from .models import Lesson, TrainingClass
from .states import ClassState, LessonKind
from .workdays import working_days_before

SHARES = {LessonKind.THEORY: RuleKey.THEORY_SHARE, LessonKind.PRACTICE: RuleKey.PRACTICE_SHARE}


def reasons_not_to_file(training_class: TrainingClass) -> list[str]:
    book = rulebook(training_class.region, training_class.starts_on)
    return [
        *faults_of(training_class, lessons_held(training_class), book),
        *_filed_too_late(training_class, book),
    ]


def lessons_held(training_class: TrainingClass) -> list[Lesson]:
    held = training_class.lessons.filter(cancelled=False)
    return list(held.select_related("training_class", "trainer", "room__venue"))


def faults_of(
    training_class: TrainingClass, lessons: Sequence[Lesson], book: Rulebook | None = None
) -> list[str]:
    """What is wrong with a class as it would stand with these lessons, whether or not saved."""
    book = book or rulebook(training_class.region, training_class.starts_on)
    return [
        *_about_hours(training_class, lessons),
        *_about_days(training_class, lessons),
        *_about_trainers(training_class, lessons),
        *_about_rooms(training_class, lessons),
        *_about_size(training_class, book),
        *_about_shares(lessons, book),
        *_about_long_days(lessons, book),
        *_about_accreditation(training_class),
        *clash_sentences(lessons),
    ]


def _about_hours(training_class: TrainingClass, lessons: Sequence[Lesson]) -> list[str]:
    if not lessons:
        return [_("The timetable has no lesson yet.")]
    hours = sum(lesson.class_hours for lesson in lessons)
    planned = training_class.course.class_hours
    if hours >= planned:
        return []
    facts = {"hours": plain(hours), "planned": plain(planned)}
    return [_("The lessons give %(hours)s class hours; the course needs %(planned)s.") % facts]


def _about_days(training_class: TrainingClass, lessons: Sequence[Lesson]) -> list[str]:
    reasons = []
    first, last = training_class.starts_on, training_class.ends_on
    if any(not first <= _day(lesson) <= last for lesson in lessons):
        reasons.append(_("A lesson lies before the first day or after the last day of the class."))
    if first < timezone.localdate():
        reasons.append(_("The first day has passed, so nobody could enrol any more."))
    return reasons


def _about_trainers(training_class: TrainingClass, lessons: Sequence[Lesson]) -> list[str]:
    reasons = []
    if any(lesson.trainer.provider_id != training_class.provider_id for lesson in lessons):
        reasons.append(_("A trainer is not on the roster of this provider."))
    teaching = {lesson.trainer_id for lesson in lessons}
    if training_class.assessor_id and training_class.assessor_id in teaching:
        reasons.append(_("The assessor teaches this class; someone else must assess it."))
    return reasons


def _about_rooms(training_class: TrainingClass, lessons: Sequence[Lesson]) -> list[str]:
    rooms = {lesson.room for lesson in lessons if lesson.room}
    reasons = []
    if any(room.venue_id != training_class.venue_id for room in rooms):
        reasons.append(_("A lesson is in a room of another venue."))
    for room in sorted(rooms, key=str):
        if room.places is not None and room.places < training_class.seats:
            facts = {"room": room, "places": room.places, "seats": training_class.seats}
            reasons.append(
                _("The room %(room)s has %(places)d places; the class has %(seats)d seats.") % facts
            )
    return reasons


def _about_size(training_class: TrainingClass, book: Rulebook) -> list[str]:
    most = book.find(RuleKey.CLASS_SIZE)
    if most is None or training_class.seats <= most:
        return []
    return [_("A class may have at most %(most)d people here.") % {"most": most}]


def _about_shares(lessons: Sequence[Lesson], book: Rulebook) -> list[str]:
    """How much of the hours is theory, practice, and safety."""
    whole = sum(lesson.class_hours for lesson in lessons)
    if not whole:
        return []
    said = {
        LessonKind.THEORY: _(
            "Theory is %(share)s %% of the class hours; it must be at least %(least)s %% here."
        ),
        LessonKind.PRACTICE: _(
            "Practice is %(share)s %% of the class hours; it must be at least %(least)s %% here."
        ),
    }
    reasons = []
    for kind, key in SHARES.items():
        share = 100 * sum(row.class_hours for row in lessons if row.kind == kind) / whole
        least = book.find(key)
        if least is not None and share < least:
            reasons.append(said[kind] % {"share": plain(share), "least": plain(least)})
    safety = sum(lesson.class_hours for lesson in lessons if lesson.safety)
    least = book.find(RuleKey.SAFETY_HOURS)
    if least is not None and safety < least:
        facts = {"hours": plain(safety), "least": plain(least)}
        reasons.append(
            _("%(hours)s class hours are on safety; at least %(least)s are needed here.") % facts
        )
    return reasons


def _about_long_days(lessons: Sequence[Lesson], book: Rulebook) -> list[str]:
    most = book.find(RuleKey.HOURS_PER_DAY)
    if most is None:
        return []
    hours: dict[date, Decimal] = defaultdict(Decimal)
    for lesson in lessons:
        hours[_day(lesson)] += lesson.class_hours
    return [
        _("%(day)s has %(hours)s class hours; at most %(most)s a day are allowed here.")
        % {"day": date_format(day), "hours": plain(sum_), "most": plain(most)}
        for day, sum_ in sorted(hours.items())
        if sum_ > most
    ]


def _about_accreditation(training_class: TrainingClass) -> list[str]:
    """A bar only where the office keeps a record of this trade: an empty drawer is no refusal."""
    provider, course = training_class.provider, training_class.course
    if not provider.accreditations.filter(trade=course.trade).exists():
        return []
    return accreditation_gaps(provider, course.trade, course.level, training_class.starts_on)


def clash_sentences(lessons: Sequence[Lesson]) -> list[str]:
    """Whom and what the lessons want although it is booked, each with its day."""
    return [
        _("%(day)s: %(clash)s") % {"day": date_format(_day(clash.lesson)), "clash": clash}
        for clash in binding(clashes_of(lessons))
    ]


def _filed_too_late(training_class: TrainingClass, book: Rulebook) -> list[str]:
    """A class that was sent back was handed in on the day it was filed before."""
    lead = book.find(RuleKey.FILING_LEAD_DAYS)
    if lead is None:
        return []
    latest = working_days_before(training_class.starts_on, int(lead))
    handed_in = timezone.localdate()
    if training_class.state == ClassState.RETURNED and training_class.filed_at:
        handed_in = timezone.localdate(training_class.filed_at)
    if handed_in <= latest:
        return []
    return [
        _(
            "A class is filed %(days)d working days before its first day here; "
            "for this one that was %(latest)s."
        )
        % {"days": lead, "latest": date_format(latest)}
    ]


def not_told_yet(training_class: TrainingClass) -> list[str]:
    """What the application still leaves open. No bar: whether it is complete, the bureau judges."""
    row = training_class
    test_planned = row.assessed_on and row.assessed_at and (row.theory_test or row.practice_test)
    told = {
        _("Not told yet: who is responsible for the class, with a telephone."): (
            row.responsible and row.responsible_phone
        ),
        _("Not told yet: when, where and how the trainees are tested."): test_planned,
        _("Not told yet: which certificate the class aims at."): row.certificate_kind_id,
    }
    return [sentence for sentence, is_told in told.items() if not is_told]


def _day(lesson: Lesson) -> date:
    return timezone.localdate(lesson.starts_at)
