from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.attendance.errors import LessonNotNow, NotInThisClass
from training.attendance.rules import check_in_is_open, status_at
from training.enrolment.models import Enrolment

from .base import AttendanceMethod


class CheckInForm(forms.Form):
    """Who of those signed in with this phone is here. ``scanned_at`` is when the code was read:
    proving who one is may take a while and must not cost the mark."""

    enrolment = forms.ModelChoiceField(
        Enrolment.objects.none(),
        label=_("Who are you?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, lesson, data=None, user=None, scanned_at=None):
        super().__init__(data)
        self.lesson, self.scanned_at = lesson, scanned_at or timezone.now()
        mine = lesson.training_class.enrolments.seated().filter(person__user=user)
        self.fields["enrolment"].queryset = mine.select_related("person")
        self.fields["enrolment"].label_from_instance = lambda enrolment: enrolment.person.name

    def clean(self):
        if not self.fields["enrolment"].queryset.exists():
            raise NotInThisClass
        if not check_in_is_open(self.lesson, self.scanned_at):
            raise LessonNotNow
        return super().clean()


class RotatingCode(AttendanceMethod):
    """The trainee reads the code on the trainer's screen."""

    slug = "rotating-code"
    label = _("Scanned code")

    def form(self, lesson, data=None, user=None, scanned_at=None):
        return CheckInForm(lesson, data, user, scanned_at)

    def presences(self, form):
        """None for those already there: a second scan must not turn "present" into "late"."""
        enrolment = form.cleaned_data["enrolment"]
        if form.lesson.marks.attended().filter(enrolment=enrolment).exists():
            return []
        return [(enrolment, status_at(form.lesson, form.scanned_at))]
