"""What a provider writes when a class that was approved must change."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.classes.models import HEADS
from training.organisations.forms import ReasonForm
from training.organisations.models import Venue

from .forms import DayInput, TimeInput


class ChangeForm(ReasonForm):
    """The class itself; what stays as it is stands there already."""

    venue = forms.ModelChoiceField(Venue.objects.none(), label=_("Venue"))
    seats = forms.IntegerField(label=_("Seats"), validators=HEADS)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())

    def __init__(self, *args, training_class, **kwargs):
        row = training_class
        initial = {name: getattr(row, name) for name in ("seats", "starts_on", "ends_on")}
        super().__init__(*args, initial=initial | {"venue": row.venue_id}, **kwargs)
        self.fields["venue"].queryset = Venue.objects.filter(provider=row.provider_id)

    @property
    def facts(self):
        told = ("venue", "seats", "starts_on", "ends_on")
        return {name: self.cleaned_data[name] for name in told}


def where(room):
    """With its venue, as a class may move from one to another."""
    return f"{room.venue.label} · {room}"


class MovedLessonForm(forms.Form):
    """A lesson that has not begun. ``trainers``, ``rooms``: by number as text."""

    lesson = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), widget=DayInput())
    begins = forms.TimeField(label=_("From"), widget=TimeInput())
    ends = forms.TimeField(label=_("To"), widget=TimeInput())
    title = forms.CharField(label=_("Content"), max_length=120)
    trainer = forms.TypedChoiceField(label=_("Trainer"))
    room = forms.TypedChoiceField(label=_("Room"), required=False, empty_value=None)
    cancelled = forms.BooleanField(label=_("Called off"), required=False)

    def __init__(self, *args, trainers, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows, said in (("trainer", trainers, str), ("room", rooms, where)):
            offered = [("", "–"), *((key, said(row)) for key, row in rows.items())]
            self.fields[name].choices = offered
            self.fields[name].coerce = rows.get
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and begins >= ends:
            self.add_error("ends", gettext("A lesson cannot end before it begins."))
        return cleaned

    @property
    def facts(self):
        """The fields of a `Lesson` as they are to be."""
        row = dict(self.cleaned_data)
        day, begins, ends = row.pop("day"), row.pop("begins"), row.pop("ends")
        row.pop("lesson")
        return row | {
            "starts_at": timezone.make_aware(datetime.combine(day, begins)),
            "ends_at": timezone.make_aware(datetime.combine(day, ends)),
        }

    @staticmethod
    def initial_of(lesson):
        starts, ends = timezone.localtime(lesson.starts_at), timezone.localtime(lesson.ends_at)
        return {
            "lesson": lesson.pk,
            "day": starts.date(),
            "begins": starts.time(),
            "ends": ends.time(),
            "title": lesson.title,
            "trainer": str(lesson.trainer_id),
            "room": str(lesson.room_id or ""),
            "cancelled": lesson.cancelled,
        }


class MovedLessonFormSet(forms.BaseFormSet):
    @property
    def facts(self):
        """By the number of the lesson, for the lines in which something was changed."""
        return {
            form.initial["lesson"]: form.facts
            for form in self.initial_forms
            if set(form.changed_data) - {"lesson"}
        }

    def refuse(self, by_line):
        for form in self.initial_forms:
            for sentence in by_line.get(form.initial["lesson"], ()):
                form.add_error(None, sentence)


def moved_lessons(lessons, trainers, rooms, data=None):
    made = forms.formset_factory(MovedLessonForm, formset=MovedLessonFormSet, extra=0)
    return made(
        data,
        initial=[MovedLessonForm.initial_of(lesson) for lesson in lessons],
        form_kwargs={"trainers": trainers, "rooms": rooms},
        prefix="lessons",
    )
