from datetime import timedelta

from django import forms
from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from .codes import digits_match
from .errors import CodeNotValid, TooManyTries
from .models import Lesson

TRIES = 10
WITHIN = timedelta(minutes=2)


class DigitsForm(forms.Form):
    """The six digits beneath the code, for a phone that cannot scan."""

    lesson = forms.ModelChoiceField(
        Lesson.objects.none(), label=_("Which lesson?"), empty_label=None, widget=forms.RadioSelect
    )
    digits = forms.CharField(
        label=_("The six digits on the screen"),
        help_text=_("They stand beneath the code the trainer shows, and change every few seconds."),
        max_length=12,
        widget=forms.TextInput(
            attrs={"class": "code-entry", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )

    def __init__(self, data, lessons, user, moment):
        first = lessons.first()
        super().__init__(data, initial={"lesson": first})
        self.user, self.moment = user, moment
        self.fields["lesson"].queryset = lessons
        self.fields["lesson"].label_from_instance = _named
        if lessons.count() == 1:
            self.fields["lesson"].widget = forms.HiddenInput()

    def clean(self):
        cleaned = super().clean()
        lesson, digits = cleaned.get("lesson"), cleaned.get("digits")
        if lesson and digits:
            self._count_the_try()
            if not digits_match(lesson.pk, digits, self.moment):
                raise CodeNotValid
        return cleaned

    def _count_the_try(self):
        """Six digits can be guessed by whoever may guess for long."""
        key = f"training.attendance.tries:{self.user.pk}"
        cache.add(key, 0, WITHIN.total_seconds())
        if cache.incr(key) > TRIES:
            raise TooManyTries


def _named(lesson):
    begins = time_format(timezone.localtime(lesson.starts_at))
    return f"{begins} · {lesson.training_class.course.label} · {lesson.title}"
