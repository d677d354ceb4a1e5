"""Which classes begin on a day, and what a message says of when and where."""

from datetime import date, datetime

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from training.conf import public

from .models import TrainingClass, TrainingClassQuerySet
from .states import ClassState

NOTE_LENGTH = 20  # the rest is on the page of the class


def with_first_lesson(classes: TrainingClassQuerySet) -> TrainingClassQuerySet:
    """Each class with ``first``, when its first lesson that takes place begins, if there is one."""
    return classes.annotate(
        first=Min("lessons__starts_at", filter=Q(lessons__cancelled=False))
    ).select_related("course", "venue")


def beginning_on(day: date) -> TrainingClassQuerySet:
    """Classes whose first lesson is on ``day``; one without a timetable begins on its first day."""
    classes = with_first_lesson(TrainingClass.objects.filter(state=ClassState.APPROVED))
    return classes.filter(Q(first__date=day) | Q(first=None, starts_on=day))


def when(training_class: TrainingClass) -> str:
    """Day and, where there is a timetable, hour of the beginning (of ``with_first_lesson``)."""
    if training_class.first:
        return moment_of(training_class.first)
    return date_format(training_class.starts_on, "MONTH_DAY_FORMAT")


def moment_of(moment: datetime) -> str:
    local = timezone.localtime(moment)
    day = date_format(local, "MONTH_DAY_FORMAT")
    return _("%(day)s, %(time)s") % {"day": day, "time": time_format(local.time(), "H:i")}


def where(training_class: TrainingClass) -> str:
    return training_class.venue.name


def what_to_bring(training_class: TrainingClass) -> str:
    return Truncator(" ".join(training_class.note.split())).chars(NOTE_LENGTH)


def link(training_class: TrainingClass) -> str:
    return public(training_class.get_absolute_url())
