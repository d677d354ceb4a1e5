import calendar
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from training.classes.states import HELD
from training.enrolment.models import Enrolment, EnrolmentQuerySet
from training.organisations.reach import User

from .models import Outcome
from .states import Contact


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_for_follow_up(user: User, months: int, *, today: date | None = None) -> EnrolmentQuerySet:
    """Trainees whose class ended ``months`` ago or longer, and whom nobody has tried to reach.

    Whoever was tried in vain is an outcome too (unknown), and no longer due.
    """
    ended = months_before(today or timezone.localdate(), months)
    tried = Outcome.objects.filter(enrolment=OuterRef("pk"), months=months).exclude(
        contact=Contact.NOT_TRIED
    )
    return (
        Enrolment.objects.visible_to(user)
        .started()
        .filter(training_class__state__in=HELD, training_class__ends_on__lte=ended)
        .exclude(Exists(tried))
    )
