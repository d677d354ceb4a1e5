from datetime import datetime, time, timedelta
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from courses.models import Course
from training.classes.models import Trainer, TrainingClass
from training.classes.states import LessonKind
from training.classes.timetable import Session
from training.orders.forms import InterestForm
from training.orders.models import OrderLine
from training.orders.queries import places_to_learn
from training.organisations.forms import ScopedModelForm
from training.organisations.models import Provider, Venue
from training.organisations.reach import reach_of

LONGEST = timedelta(days=366)
WORKDAYS = [0, 1, 2, 3, 4]


class ClassForm(ScopedModelForm):
    """The facts of a class, written by the provider that will hold it."""

    line = forms.ModelChoiceField(OrderLine.objects.all(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = TrainingClass
        fields = [
            "provider",
            "course",
            "venue",
            "seats",
            "starts_on",
            "ends_on",
            "assessor",
            "note",
        ]
        widgets = {"starts_on": AdminDateInput, "ends_on": AdminDateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reach = reach_of(self.for_user)
        own = Provider.objects.active()
        if not reach.everything:
            own = own.filter(pk__in=reach.providers)
        self.fields["provider"].queryset = own
        self.fields["venue"].queryset = Venue.objects.filter(provider__in=own)
        self.fields["assessor"].queryset = Trainer.objects.filter(provider__in=own)
        self.fields["course"].queryset = Course.objects.filter(offered=True)
        self._choose_the_only_provider(own)
        if self.instance.pk:  # its number was given by the provider, and an order is answered once
            del self.fields["provider"], self.fields["line"]

    def _choose_the_only_provider(self, own):
        only = list(own[:2])
        if len(only) == 1:
            self.fields["provider"].widget = forms.HiddenInput()
            self.initial.setdefault("provider", only[0].pk)

    def clean(self):
        cleaned = super().clean()
        self._check_days(cleaned)
        provider = cleaned.get("provider") or getattr(self.instance, "provider", None)
        for name, sentence in (
            ("venue", gettext("This venue belongs to another training provider.")),
            ("assessor", gettext("This assessor works for another training provider.")),
        ):
            chosen = cleaned.get(name)
            if chosen and provider and chosen.provider_id != provider.pk:
                self.add_error(name, ValidationError(sentence))
        if self.instance.pk:
            self._keep_promises(cleaned)
        return cleaned

    def _check_days(self, cleaned):
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and "starts_on" in self.changed_data and first < timezone.localdate():
            self.add_error("starts_on", gettext("This day has passed."))
        if first and last and last - first > LONGEST:
            self.add_error("ends_on", gettext("A class ends within a year."))

    def _keep_promises(self, cleaned):
        """A class that answers orders keeps its course, and the seats it offered."""
        promised = self.instance.offers.aggregate(total=Sum("seats", default=0))["total"]
        if not promised:
            return
        if "course" in self.changed_data:
            self.add_error(
                "course",
                gettext("An employer was offered seats of this class; its course stays."),
            )
        if (cleaned.get("seats") or promised) < promised:
            self.add_error(
                "seats",
                gettext("%(seats)d seats of this class are offered to employers.")
                % {"seats": promised},
            )


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


def hours_field(**kwargs):
    return forms.DecimalField(
        min_value=Decimal("0.5"),
        max_value=24,
        max_digits=4,
        decimal_places=1,
        label=_("Class hours"),
        widget=forms.NumberInput(attrs={"step": "0.5"}),
        **kwargs,
    )


class LayOutForm(forms.Form):
    """On which days of the week, in which parts of the day, and who teaches."""

    PARTS = (
        ("morning", _("Morning"), time(8, 30), time(11, 30), 4),
        ("afternoon", _("Afternoon"), time(14), time(17), 4),
        ("evening", _("Evening"), None, None, None),
    )

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        initial=WORKDAYS,
        widget=forms.CheckboxSelectMultiple,
    )
    trainer = forms.ModelChoiceField(Trainer.objects.none(), label=_("Trainer"))

    def __init__(self, *args, provider, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trainer"].queryset = Trainer.objects.filter(provider=provider)
        for slug, _label, starts, ends, hours in self.PARTS:
            for name, field in {
                "from": forms.TimeField(label=_("From"), widget=TimeInput(), initial=starts),
                "to": forms.TimeField(label=_("To"), widget=TimeInput(), initial=ends),
                "hours": hours_field(initial=hours),
            }.items():
                field.required = False
                self.fields[f"{slug}_{name}"] = field

    @property
    def parts(self):
        """The fields of each part of the day, for the template."""
        return [
            (label, [self[f"{slug}_{name}"] for name in ("from", "to", "hours")])
            for slug, label, *_rest in self.PARTS
        ]

    def clean(self):
        cleaned = super().clean()
        cleaned["sessions"] = []
        for slug, label, *_rest in self.PARTS:
            starts, ends, hours = (
                cleaned.get(f"{slug}_{name}") for name in ("from", "to", "hours")
            )
            if not any((starts, ends, hours)):
                continue
            if not all((starts, ends, hours)) or starts >= ends:
                raise ValidationError(
                    gettext("%(part)s: please give a beginning, a later end and the class hours.")
                    % {"part": label}
                )
            cleaned["sessions"].append(Session(starts, ends, hours))
        if not cleaned["sessions"]:
            raise ValidationError(gettext("Please give at least one part of the day."))
        return cleaned


class LessonForm(forms.Form):
    """One line of the timetable. ``trainers``: the provider's roster, by number as text."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    begins = forms.TimeField(label=_("From"), widget=TimeInput())
    ends = forms.TimeField(label=_("To"), widget=TimeInput())
    class_hours = hours_field()
    title = forms.CharField(label=_("Content"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=LessonKind.choices)
    trainer = forms.TypedChoiceField(label=_("Trainer"))

    def __init__(self, *args, trainers, **kwargs):
        super().__init__(*args, **kwargs)
        # Not a ModelChoiceField: that would ask the database once for each line.
        self.fields["trainer"].choices = [("", "–"), *((k, str(v)) for k, v in trainers.items())]
        self.fields["trainer"].coerce = trainers.get

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and begins >= ends:
            self.add_error("ends", gettext("A lesson cannot end before it begins."))
        return cleaned

    @property
    def lesson(self):
        """The fields of a `Lesson`."""
        row = dict(self.cleaned_data)
        day, begins, ends = row.pop("day"), row.pop("begins"), row.pop("ends")
        row.pop("DELETE", None)
        return row | {
            "starts_at": timezone.make_aware(datetime.combine(day, begins)),
            "ends_at": timezone.make_aware(datetime.combine(day, ends)),
        }

    @staticmethod
    def initial_of(lesson):
        starts, ends = timezone.localtime(lesson.starts_at), timezone.localtime(lesson.ends_at)
        return {
            "day": starts.date(),
            "begins": starts.time(),
            "ends": ends.time(),
            "class_hours": lesson.class_hours.normalize(),
            "title": lesson.title,
            "kind": lesson.kind,
            "trainer": str(lesson.trainer_id),
        }


class LessonFormSet(forms.BaseFormSet):
    """The timetable as one form."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():  # the heads of the columns are no labels
            field.widget.attrs["aria-label"] = field.label

    @property
    def lessons(self):
        kept = [form for form in self.forms if form.has_changed() or form.initial]
        return [form.lesson for form in kept if form not in self.deleted_forms]


def lesson_formset(trainers, **kwargs):
    made = forms.formset_factory(LessonForm, formset=LessonFormSet, extra=3, can_delete=True)
    return made(form_kwargs={"trainers": trainers}, **kwargs)


class OfferForm(forms.Form):
    """Seats of a class in answer to one of the order lines that want its course."""

    line = forms.ModelChoiceField(
        OrderLine.objects.none(), label=_("Which order"), widget=forms.RadioSelect, empty_label=None
    )
    seats = forms.IntegerField(
        label=_("Seats offered"),
        min_value=1,
        help_text=_("More than was ordered can only be accepted by the bureau of the order."),
    )

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines
        self.fields["line"].label_from_instance = self.told

    @staticmethod
    def told(line):
        return gettext(
            "%(employer)s: %(seats)d wanted in %(region)s by %(day)s, %(offered)d offered so far"
        ) % {
            "employer": line.order.orderer.label,
            "seats": line.seats,
            "region": line.region.label,
            "day": date_format(line.needed_by),
            "offered": line.offered,
        }


class PersonInterestForm(InterestForm):
    """What somebody told the bureau that they want to learn."""

    def __init__(self, *args, person, for_user, **kwargs):
        super().__init__(*args, places=places_to_learn([person.region]), **kwargs)

    def refuse(self, refusal):
        self.add_error(None, refusal.messages)
