"""May this person join this class, and if not why. Each answer is a sentence; none means yes."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.people.models import Person

from .eligibility import eligibility


def reasons_not_to_enrol(person: Person, training_class: TrainingClass) -> list[str]:
    """A paper to bring is no reason: it may be brought on the first day."""
    return [str(reason.sentence) for reason in eligibility(person, training_class).against]


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


def reasons_not_to_wait(training_class: TrainingClass, today: date) -> list[str]:
    """Why nobody can join the waiting list: whoever waits is served before the class begins."""
    if closed := reasons_class_is_closed(training_class, today):
        return closed
    if training_class.starts_on <= today:
        return [_("This class begins today; nobody can wait for a seat any more.")]
    return []
