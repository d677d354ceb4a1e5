from django import forms
from django.utils.translation import gettext_lazy as _

SCALE = [
    (1, _("Very bad")),
    (2, _("Bad")),
    (3, _("So-so")),
    (4, _("Good")),
    (5, _("Very good")),
]


class SurveyForm(forms.Form):
    """The questions asked at the end of a class; each may be left out."""

    comment = forms.CharField(
        label=_("What should we do better?"),
        help_text=_(
            "In your own words. Write no names: the bureau reads it and passes it on to the school."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data, questions):
        super().__init__(data)
        self.questions = {f"question_{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = forms.TypedChoiceField(
                label=question.label,
                choices=SCALE,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def scales(self):
        return [self[name] for name in self.questions]

    def values(self):
        """Question → 1…5, without those left out."""
        given = ((question, self.cleaned_data[name]) for name, question in self.questions.items())
        return {question: value for question, value in given if value is not None}

    def clean(self):
        cleaned = super().clean()
        if not any(value not in (None, "") for value in cleaned.values()):
            raise forms.ValidationError(_("Please answer at least one question."))
        return cleaned
