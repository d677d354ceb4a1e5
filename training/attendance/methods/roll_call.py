from django import forms
from django.utils.translation import gettext_lazy as _

from training.attendance.states import MarkStatus

from .base import AttendanceMethod


class RollCallForm(forms.Form):
    """One question a trainee, already answered with what is on record."""

    def __init__(self, lesson, data=None):
        super().__init__(data)
        self.lesson = lesson
        self.enrolments = list(
            lesson.training_class.enrolments.seated()
            .select_related("person")
            .order_by("person__name", "pk")
        )
        known = {mark.enrolment_id: mark for mark in lesson.marks.all()}
        for enrolment in self.enrolments:
            mark = known.get(enrolment.pk)
            self.fields[f"mark_{enrolment.pk}"] = forms.ChoiceField(
                label=enrolment.person.name,
                choices=MarkStatus.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=mark.status if mark else None,
            )


class RollCall(AttendanceMethod):
    """The trainer calls the names."""

    slug = "roll-call"
    label = _("Roll call")

    def form(self, lesson, data=None, user=None):
        return RollCallForm(lesson, data)

    def presences(self, form):
        """Only those answered for: a blank row is a trainee not called yet, not an absence."""
        return [
            (enrolment, MarkStatus(status))
            for enrolment in form.enrolments
            if (status := form.cleaned_data[f"mark_{enrolment.pk}"])
        ]
