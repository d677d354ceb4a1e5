"""Back-office forms of the catalogue."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from courses.plans import MODULES, TASKS, TOPICS, from_lines, to_lines
from courses.rules import hours_problems, weight_problems


class PlanField(forms.CharField):
    """A list of plain rows (JSON in the database), edited as lines of text."""

    def __init__(self, columns, *, label, example):
        super().__init__(
            label=label,
            required=False,
            help_text=format_lazy(
                _(
                    "One line for each row, its parts divided by “|”, for example: {example}. "
                    "You can also paste rows from a spreadsheet."
                ),
                example=example,
            ),
            widget=forms.Textarea(attrs={"rows": 10, "class": "plan-lines"}),
        )
        self.columns = columns

    def prepare_value(self, value):
        return value if isinstance(value, str) else to_lines(value or [], self.columns)

    def to_python(self, value):
        return from_lines(value or "", self.columns)

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != (data or "").replace("\r\n", "\n")


class CourseForm(WagtailAdminModelForm):
    modules = PlanField(
        MODULES, label=_("Module plan"), example=_("Knife skills | 8 | 32 | English name")
    )
    tasks = PlanField(
        TASKS, label=_("Practical tasks and weights"), example=_("Cutting | 20 | English name")
    )
    topics = PlanField(
        TOPICS, label=_("Theory topics and weights"), example=_("Food safety | Poisoning | 3 | 6")
    )

    def clean(self):
        cleaned = super().clean()
        for field in ("tasks", "topics"):
            for reason in weight_problems(cleaned.get(field) or []):
                self.add_error(field, reason)
        if {"modules", "theory_hours", "practice_hours"} <= cleaned.keys():
            hours = cleaned["theory_hours"], cleaned["practice_hours"]
            for reason in hours_problems(cleaned["modules"], *hours):
                self.add_error("modules", reason)
        return cleaned
