"""May this person take this class: yes, no, or yes with a paper; each reason in the rule's words.

Asked before anybody has given a name (a ``Sketch``), at enrolment, when the class begins and at
the claim. For a whole class it costs as many queries as for one person.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from training.classes.models import Lesson, TrainingClass
from training.classes.queries import book_of
from training.classes.states import ClassState
from training.people.models import Person, Tagging
from training.people.states import Sex, Tag
from training.policy.models import Rule
from training.policy.queries import Rulebook
from training.policy.states import RuleKey

from .appeals import Appeal
from .eligibility_states import GROUPS, Answer, ReasonKind
from .models import Enrolment
from .reasons import Reason
from .states import SEATED, STARTED

AGE_LIMIT = {Sex.MALE: RuleKey.MAX_AGE_MEN, Sex.FEMALE: RuleKey.MAX_AGE_WOMEN}
# Codes of reasons that no row of the rules stands behind.
SAME_COURSE, CLASH = "same_course", "clash"

Hours = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Sketch:
    """What somebody tells before they give a name: enough for most rules."""

    year: int
    month: int
    sex: str
    group: str = ""


@dataclass(frozen=True)
class Eligibility:
    reasons: tuple[Reason, ...] = ()

    @property
    def answer(self) -> Answer:
        if self.against:
            return Answer.NO
        return Answer.PAPER if self.reasons else Answer.YES

    @property
    def against(self) -> tuple[Reason, ...]:
        return tuple(row for row in self.reasons if row.kind == ReasonKind.NO)

    @property
    def papers(self) -> tuple[Reason, ...]:
        return tuple(row for row in self.reasons if row.kind == ReasonKind.PAPER)

    def without(self, codes: Collection[str]) -> "Eligibility":
        return Eligibility(tuple(row for row in self.reasons if row.code not in codes))


@dataclass(frozen=True)
class _Facts:
    """What the rules ask about one person."""

    youngest: int  # ages on the first day; they differ where only the month of birth is known
    oldest: int
    sex: str
    groups: frozenset[str]
    others: list[Enrolment] = field(default_factory=list)
    hours: dict[int, Hours] = field(default_factory=dict)  # by class; shared by all who are asked


def eligibility(
    who: Person | Sketch, training_class: TrainingClass, seats: list[Enrolment] | None = None
) -> Eligibility:
    """``seats``: those the person has or had (`seats_taken_by`), where they are read already."""
    if isinstance(who, Person):
        return eligibilities([who], training_class, seats)[who.pk]
    facts = _facts_of_sketch(who, training_class.starts_on)
    return Eligibility(tuple(_reasons(facts, training_class, book_of(training_class))))


def seats_taken_by(people: Collection[Person]) -> list[Enrolment]:
    """Every seat they have or had in classes that were not cancelled, with class and course."""
    rows = Enrolment.objects.filter(person__in=people, state__in=STARTED | SEATED)
    rows = rows.exclude(training_class__state=ClassState.CANCELLED)
    return list(
        rows.select_related("training_class__course")
        .defer("training_class__ruled", "training_class__note")
        .order_by("training_class__starts_on", "pk")
    )


def eligibilities(
    people: Collection[Person],
    training_class: TrainingClass,
    seats: list[Enrolment] | None = None,
) -> dict[int, Eligibility]:
    """Person id → answer, for everybody at once."""
    book = book_of(training_class)
    found = {
        pk: Eligibility(tuple(_reasons(facts, training_class, book)))
        for pk, facts in _facts_of(people, training_class, book, seats).items()
    }
    refused = [pk for pk, answer in found.items() if answer.against]
    for pk, codes in excused(refused, training_class).items():
        found[pk] = found[pk].without(codes)
    return found


def excused(people: Collection[int], training_class: TrainingClass) -> dict[int, set[str]]:
    """Person id → the codes an upheld appeal has taken away. Asks nothing about nobody."""
    found: dict[int, set[str]] = defaultdict(set)
    if people:
        upheld = Appeal.objects.upheld().filter(person__in=people, training_class=training_class)
        for appeal in upheld:
            found[appeal.person_id] |= appeal.codes
    return found


def groups_asked_about(training_class: TrainingClass) -> dict[str, str | Promise]:
    """The groups the rules of this class exclude or want a paper of, with their names."""
    book = book_of(training_class)
    asked = {
        subject
        for key in (RuleKey.EXCLUDED, RuleKey.PAPER)
        for subject, rule in book.about(key).items()
        if rule.value
    }
    return {group: name for group, name in GROUPS.items() if group in asked}


# What is known


def _facts_of_sketch(sketch: Sketch, day: date) -> _Facts:
    """Whoever was born in the month the class begins may or may not have had the birthday."""
    years, months = day.year - sketch.year, day.month - sketch.month
    oldest = years - (months < 0)
    youngest = years - (months <= 0)
    groups = frozenset({sketch.group} - {""})
    return _Facts(youngest=youngest, oldest=oldest, sex=sketch.sex, groups=groups)


def _facts_of(
    people: Collection[Person],
    training_class: TrainingClass,
    book: Rulebook,
    seats: list[Enrolment] | None,
) -> dict[int, _Facts]:
    day = training_class.starts_on
    others: dict[int, list[Enrolment]] = defaultdict(list)
    for row in seats_taken_by(people) if seats is None else seats:
        if row.training_class_id != training_class.pk:
            others[row.person_id].append(row)
    groups = _groups_of(people, day, book)
    hours = _hours_of(training_class, [seat for seats in others.values() for seat in seats])
    return {
        person.pk: _Facts(
            youngest=person.age_on(day),
            oldest=person.age_on(day),
            sex=person.sex,
            groups=frozenset(groups[person.pk]),
            others=others[person.pk],
            hours=hours,
        )
        for person in people
    }


def _groups_of(people: Collection[Person], day: date, book: Rulebook) -> dict[int, set[str]]:
    """Main category and tags held on ``day``. Tags are asked for where a rule is about one."""
    found = {person.pk: {person.category} - {""} for person in people}
    ruled = {*book.about(RuleKey.EXCLUDED), *book.about(RuleKey.PAPER)}
    if ruled & set(Tag.values):
        rows = Tagging.objects.holding_on(day).filter(person__in=people, tag__in=ruled)
        for person, tag in rows.order_by().values_list("person", "tag"):
            found[person].add(tag)
    return found


def _hours_of(training_class: TrainingClass, seats: Iterable[Enrolment]) -> dict[int, Hours]:
    """When this class meets, and each other class that is held in the same weeks."""
    rivals = {seat.training_class_id for seat in seats if _same_weeks(seat, training_class)}
    found: dict[int, Hours] = defaultdict(list)
    if rivals:
        lessons = Lesson.objects.filter(
            training_class__in={*rivals, training_class.pk}, cancelled=False
        )
        rows = lessons.order_by("starts_at")
        for pk, starts, ends in rows.values_list("training_class", "starts_at", "ends_at"):
            found[pk].append((starts, ends))
    return found


def _same_weeks(seat: Enrolment, training_class: TrainingClass) -> bool:
    other = seat.training_class
    return (
        seat.state in SEATED
        and other.starts_on <= training_class.ends_on
        and other.ends_on >= training_class.starts_on
    )


# What the rules say


def _reasons(facts: _Facts, training_class: TrainingClass, book: Rulebook) -> Iterator[Reason]:
    yield from _age(facts, book)
    yield from _groups(facts, book)
    yield from _repeats(facts, training_class, book)
    yield from _counts(facts, training_class, book)
    yield from _clashes(facts, training_class)


def _rule(book: Rulebook, key: RuleKey) -> Rule | None:
    return book.rule(key) if book.find(key) is not None else None


def _against(rule: Rule, default: Promise, *, about: str = "", **facts: Any) -> Reason:
    kind = ReasonKind.PAPER if rule.key == RuleKey.PAPER else ReasonKind.NO
    code = f"{rule.key}:{about}" if about else rule.key

    def tell() -> str:
        return rule.wording or str(default) % facts

    return Reason(code, kind, lazy(tell, str)(), rule.source, rule.source_url)


def _age(facts: _Facts, book: Rulebook) -> Iterator[Reason]:
    youngest, oldest = _rule(book, RuleKey.MIN_AGE), _rule(book, AGE_LIMIT[Sex(facts.sex)])
    if youngest and facts.oldest < youngest.value:
        sentence = _("One must be at least %(age)d years old when the class begins.")
        yield _against(youngest, sentence, age=youngest.value)
    if oldest and facts.youngest > oldest.value:
        sentence = _("Subsidised training is for people up to %(age)d years of age.")
        yield _against(oldest, sentence, age=oldest.value)


def _groups(facts: _Facts, book: Rulebook) -> Iterator[Reason]:
    sentences = {
        RuleKey.EXCLUDED: _("People of this group cannot be trained with public money: %(group)s."),
        RuleKey.PAPER: _("A paper that shows this: %(group)s."),
    }
    for key, sentence in sentences.items():
        for group, rule in sorted(book.about(key).items()):
            if rule.value and group in facts.groups:
                yield _against(rule, sentence, about=group, group=GROUPS.get(group, group))


def _repeats(facts: _Facts, training_class: TrainingClass, book: Rulebook) -> Iterator[Reason]:
    course = training_class.course
    taken = [row.training_class for row in facts.others if row.state in STARTED]
    same_course = any(row.course_id == course.pk for row in taken)
    once = _rule(book, RuleKey.NO_REPEAT)
    if once is None and same_course:
        sentence = _("This person has already taken this course; it is subsidised once.")
        yield Reason(SAME_COURSE, ReasonKind.NO, sentence)
    same = [row.course for row in taken if row.course.occupation_id == course.occupation_id]
    # A specialised capability has no level: two of them are not the same for that.
    again = same_course or any(row.level == course.level for row in same if row.level)
    if once and once.value and again:
        sentence = _(
            "This person has already learned this occupation at this level; it is subsidised once."
        )
        yield _against(once, sentence)
    higher = _rule(book, RuleKey.NO_LOWER_LEVEL)
    if higher and higher.value and _has_a_higher_level(taken, training_class):
        sentence = _(
            "This person has already learned this occupation at a higher level; "
            "a lower one is not subsidised after it."
        )
        yield _against(higher, sentence)


def _has_a_higher_level(taken: list[TrainingClass], training_class: TrainingClass) -> bool:
    """Of the national scale 1 is the highest. Whoever takes the higher one later climbs it."""
    course = training_class.course
    return course.level is not None and any(
        row.course.occupation_id == course.occupation_id
        and row.course.level is not None
        and row.course.level < course.level
        and row.starts_on <= training_class.starts_on
        for row in taken
    )


def _counts(facts: _Facts, training_class: TrainingClass, book: Rulebook) -> Iterator[Reason]:
    taken = [row.training_class for row in facts.others if row.state in STARTED]
    this_year = [row for row in taken if row.starts_on.year == training_class.starts_on.year]
    a_year, in_all = (
        _rule(book, key) for key in (RuleKey.CLASSES_PER_YEAR, RuleKey.CLASSES_IN_ALL)
    )
    if a_year and len(this_year) >= a_year.value:
        sentence = _("A person may take %(count)d subsidised classes a year.")
        yield _against(a_year, sentence, count=a_year.value)
    if in_all and len(taken) >= in_all.value:
        sentence = _("A person may take %(count)d subsidised classes in all.")
        yield _against(in_all, sentence, count=in_all.value)


def _clashes(facts: _Facts, training_class: TrainingClass) -> Iterator[Reason]:
    mine = facts.hours.get(training_class.pk)
    for seat in facts.others:
        if not _same_weeks(seat, training_class):
            continue
        other, theirs = seat.training_class, facts.hours.get(seat.training_class_id)
        if not (mine and theirs):  # no timetable yet: the weeks are all that is known
            sentence = _("On these days you are already in the class “%(class)s”.")
            yield _clash(other, sentence)
        elif moment := _first_overlap(mine, theirs):
            sentence = _("On %(day)s the class “%(class)s”, which you are in, has lessons too.")
            yield _clash(other, sentence, day=timezone.localdate(moment))


def _clash(other: TrainingClass, sentence: Promise, day: date | None = None) -> Reason:
    def tell() -> str:
        facts = {"class": other, "day": date_format(day, "MONTH_DAY_FORMAT") if day else ""}
        return str(sentence) % facts

    # With the class in its code: an upheld appeal about one class says nothing about another.
    return Reason(f"{CLASH}:{other.pk}", ReasonKind.NO, lazy(tell, str)())


def _first_overlap(mine: Hours, theirs: Hours) -> datetime | None:
    for starts, ends in mine:
        if any(begins < ends and starts < over for begins, over in theirs):
            return starts
    return None
