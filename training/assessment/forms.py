from decimal import Decimal
from unicodedata import normalize

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from training.policy.numbers import plain

from .models import FULL_MARKS

SEPARATOR = "|"


class ScoreField(forms.DecimalField):
    """Out of 100, or empty. A Chinese keyboard types full-width figures: they are read too."""

    widget = forms.TextInput  # not type=number: no wheel of a mouse changes a score
    default_error_messages = {"invalid": _("Please type a number from 0 to 100.")}

    def __init__(self, label):
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=FULL_MARKS,
            decimal_places=1,
            error_messages={"min_value": _("The least is 0."), "max_value": _("The most is 100.")},
        )

    def to_python(self, value):
        return super().to_python(normalize("NFKC", value) if value else value)


def shown(score) -> str:
    return "" if score is None else plain(score)


class ResultForm(forms.Form):
    """The scores of one trainee at one moment: theory, and each practical task or practice.

    ``was`` remembers what stood in the row when the page was made. Two may file at the same
    time, one theory and one practice: only what was changed on this page is taken from it.
    """

    was = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, data, enrolment, result=None):
        self.enrolment, self.result = enrolment, result
        self.rubric = enrolment.training_class.course.practical_tasks
        stored = dict(zip(self._parts(), self._stored(), strict=True))
        super().__init__(
            data,
            prefix=f"r{enrolment.pk}",
            initial={
                **{name: shown(score) for name, score in stored.items()},
                "was": SEPARATOR.join(shown(score) for score in stored.values()),
            },
        )
        self.stored = stored
        for name in stored:
            self.fields[name] = ScoreField(self._label(name))

    def _parts(self):
        """Names of the score fields, in order."""
        tasks = [f"task_{number}" for number in range(len(self.rubric))]
        return ["theory", *(tasks or ["practice"])]

    def _stored(self):
        if not self.result:
            return [None] * len(self._parts())
        if not self.rubric:
            return [self.result.theory, self.result.practice]
        return [self.result.theory, *(self.frozen or [None] * len(self.rubric))]

    @cached_property
    def frozen(self) -> list:
        """Task scores on record; none where they were given by another rubric, or none at all."""
        scores = [row["score"] for row in self.result.tasks] if self.result else []
        if len(scores) != len(self.rubric):
            return []
        return [None if score is None else Decimal(str(score)) for score in scores]

    def _label(self, name):
        if name == "theory":
            return _("Theory")
        if name == "practice":
            return _("Practice")
        return self.rubric[int(name.removeprefix("task_"))]["task"]

    @property
    def scores(self):
        """The score fields, bound, in order."""
        return [self[name] for name in self.stored]

    @property
    def practice(self) -> str:
        """The weighted score on record."""
        return shown(self.result.practice) if self.result else ""

    @property
    def touched(self) -> list[str]:
        """Fields that were changed on this page."""
        before = (self["was"].data or "").split(SEPARATOR)
        before += [""] * (len(self.stored) - len(before))
        return [
            name
            for name, old in zip(self.stored, before, strict=False)
            if (self[name].data or "").strip() != old
        ]

    @property
    def facts(self) -> dict:
        """What `record_result` takes: the record, with what was changed here."""
        changed = {name: self.cleaned_data[name] for name in self.touched}
        theory, *practice = (self.stored | changed).values()
        if not self.rubric:
            return {"theory": theory, "practice": practice[0]}
        if self.frozen or changed.keys() - {"theory"}:
            return {"theory": theory, "tasks": practice}
        return {"theory": theory, "practice": self.result and self.result.practice}
