from django import forms
from django.utils.translation import gettext_lazy as _

from training.attendance.states import MarkStatus

from .base import AttendanceMethod


class RollCallForm(forms.Form):
    """One question a trainee, already answered with what is on record.

    Each row remembers what stood there when the page was made: a row the trainer did not touch
    must not undo the scan that came in meanwhile.
    """

    def __init__(self, lesson, data=None):
        super().__init__(data)
        self.lesson = lesson
        self.enrolments = list(
            lesson.training_class.enrolments.seated()
            .select_related("person")
            .order_by("person__name", "pk")
        )
        self.known = {mark.enrolment_id: mark for mark in lesson.marks.all()}
        for enrolment in self.enrolments:
            mark = self.known.get(enrolment.pk)
            self.fields[f"mark_{enrolment.pk}"] = forms.ChoiceField(
                label=enrolment.person.name,
                choices=MarkStatus.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=mark.status if mark else None,
                show_hidden_initial=True,
            )

    @property
    def rows(self):
        """The question and the mark on record, or None, of each trainee."""
        return [(self[f"mark_{row.pk}"], self.known.get(row.pk)) for row in self.enrolments]

    @property
    def memory(self):
        """Hidden fields: what stood in each row when the page was made."""
        return [question.as_hidden(only_initial=True) for question, _mark in self.rows]

    def with_the_rest(self, status):
        """What was typed, and ``status`` for everyone of whom neither page nor record knows."""
        data = self.data.copy()
        for question, mark in self.rows:
            if not data.get(question.html_name):
                data[question.html_name] = mark.status if mark else status
        return data


class RollCall(AttendanceMethod):
    """The trainer calls the names."""

    slug = "roll-call"
    label = _("Roll call")

    def form(self, lesson, data=None, user=None):
        return RollCallForm(lesson, data)

    def presences(self, form):
        """Only what was answered: a blank row is a trainee not called yet, not an absence."""
        return [
            (enrolment, MarkStatus(status))
            for enrolment in form.enrolments
            if f"mark_{enrolment.pk}" in form.changed_data
            and (status := form.cleaned_data[f"mark_{enrolment.pk}"])
        ]
