from django.forms import Form
from django.http import QueryDict

from training.attendance.states import MarkStatus
from training.classes.models import Lesson
from training.enrolment.models import Enrolment
from training.organisations.reach import User


class AttendanceMethod:
    """One way of finding out who was there.

    identity        ``slug`` (kept with each mark), ``label`` (shown to people)
    input           ``form(lesson, data, user)`` returns a Django form for that lesson
    answer          ``presences(form)`` returns pairs of enrolment and `MarkStatus`
    """

    slug: str
    label: str

    def form(self, lesson: Lesson, data: QueryDict | None = None, user: User | None = None) -> Form:
        raise NotImplementedError

    def presences(self, form: Form) -> list[tuple[Enrolment, MarkStatus]]:
        raise NotImplementedError
