"""May this person join this class, and if not why. Each answer is a sentence; none means yes."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.classes.models import TrainingClass
from training.classes.queries import book_of
from training.classes.states import ClassState
from training.people.models import Person
from training.policy.queries import Rulebook
from training.policy.states import RuleKey

from .models import Enrolment
from .states import STARTED

AGE_LIMIT = {"m": RuleKey.MAX_AGE_MEN, "f": RuleKey.MAX_AGE_WOMEN}


def reasons_not_to_enrol(person: Person, training_class: TrainingClass) -> list[str]:
    book = book_of(training_class)
    reasons = [*_age(person, training_class, book), *_repeats(person, training_class, book)]
    if clash := _clash(person, training_class):
        reasons.append(
            _("On these days you are already in the class “%(class)s”.")
            % {"class": clash.training_class}
        )
    return reasons


def _age(person: Person, training_class: TrainingClass, book: Rulebook) -> Iterator[str]:
    age = person.age_on(training_class.starts_on)
    youngest, oldest = book.find(RuleKey.MIN_AGE), book.find(AGE_LIMIT[person.sex])
    if youngest is not None and age < youngest:
        yield _("One must be at least %(age)d years old when the class begins.") % {"age": youngest}
    if oldest is not None and age > oldest:
        yield _("Subsidised training is for people up to %(age)d years of age.") % {"age": oldest}


def _repeats(person: Person, training_class: TrainingClass, book: Rulebook) -> Iterator[str]:
    others = (
        Enrolment.objects.of(person)
        .filter(state__in=STARTED)
        .exclude(training_class=training_class)
        .exclude(training_class__state="cancelled")
    )
    if others.filter(training_class__course=training_class.course).exists():
        yield _("This person has already taken this course; it is subsidised once.")
    most = book.find(RuleKey.CLASSES_PER_YEAR)
    year = training_class.starts_on.year
    if most is not None and others.filter(training_class__starts_on__year=year).count() >= most:
        yield _("A person may take %(count)d subsidised classes a year.") % {"count": most}


def _clash(person: Person, training_class: TrainingClass) -> Enrolment | None:
    return (
        Enrolment.objects.of(person)
        .seated()
        .exclude(training_class=training_class)
        .filter(
            training_class__starts_on__lte=training_class.ends_on,
            training_class__ends_on__gte=training_class.starts_on,
        )
        .exclude(training_class__state="cancelled")
        .select_related("training_class__course")
        .first()
    )


def reasons_class_is_closed(training_class: TrainingClass, today: date) -> list[str]:
    """Why nobody can join any more (or yet), before anybody is asked for their name. A full class
    is not closed: one can wait for a seat."""
    state = training_class.state
    if state == ClassState.CANCELLED:
        return [_("This class was cancelled.")]
    if state == ClassState.CONCLUDED or training_class.ends_on < today:
        return [_("This class is over.")]
    if state != ClassState.APPROVED:
        return [_("This class is not open yet. The bureau has not approved it.")]
    if training_class.starts_on < today:
        begun = date_format(training_class.starts_on, "MONTH_DAY_FORMAT")
        return [_("This class began on %(day)s. Please choose another one.") % {"day": begun}]
    return []
