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
from training.classes.models import Room, Trainer, TrainingClass
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
    online_link = forms.URLField(
        label=_("Link to the online lessons"),
        help_text=_("Shown to those who are enrolled, to nobody else."),
        max_length=300,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = TrainingClass
        fields = [
            "provider",
            "course",
            "venue",
            "mode",
            "study_form",
            "seats",
            "starts_on",
            "ends_on",
            "certificate_kind",
            "assessor",
            "assessed_on",
            "assessed_at",
            "theory_test",
            "practice_test",
            "responsible",
            "responsible_phone",
            "online_link",
            "note",
        ]
        widgets = dict.fromkeys(["starts_on", "ends_on", "assessed_on"], AdminDateInput)

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
        for name in ("mode", "study_form"):
            self.fields[name].required = False
        self._choose_the_only_provider(own)
        if self.instance.pk:  # its number was given by the provider, and an order is answered once
            del self.fields["provider"], self.fields["line"]

    def _choose_the_only_provider(self, own):
        only = list(own[:2])
        if len(only) == 1:
            self.fields["provider"].widget = forms.HiddenInput()
            self.initial.setdefault("provider", only[0].pk)

    def clean_mode(self):
        return self.cleaned_data["mode"] or self.instance.mode

    def clean_study_form(self):
        return self.cleaned_data["study_form"] or self.instance.study_form

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
        tested = cleaned.get("assessed_on")
        if first and tested and tested < first:
            self.add_error("assessed_on", gettext("The tests are not before the first day."))

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
    room = forms.ModelChoiceField(Room.objects.none(), label=_("Room"), required=False)

    def __init__(self, *args, training_class, **kwargs):
        super().__init__(*args, **kwargs)
        provider, venue = training_class.provider_id, training_class.venue_id
        self.fields["trainer"].queryset = Trainer.objects.filter(provider=provider)
        self.fields["room"].queryset = Room.objects.filter(venue=venue)
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
    """One line of the timetable. ``trainers``: the provider's roster, by number as text;
    ``rooms``: those of the venue, likewise.
    """

    day = forms.DateField(label=_("Day"), widget=DayInput())
    begins = forms.TimeField(label=_("From"), widget=TimeInput())
    ends = forms.TimeField(label=_("To"), widget=TimeInput())
    class_hours = hours_field()
    title = forms.CharField(label=_("Content"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=LessonKind.choices)
    trainer = forms.TypedChoiceField(label=_("Trainer"))
    room = forms.TypedChoiceField(label=_("Room"), required=False, empty_value=None)
    safety = forms.BooleanField(label=_("On safety"), required=False)
    textbook = forms.CharField(label=_("Textbook"), max_length=120, required=False)

    def __init__(self, *args, trainers, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.warnings = []
        # Not ModelChoiceFields: those would ask the database once for each line.
        for name, rows in (("trainer", trainers), ("room", rooms)):
            offered = [("", "–"), *((key, str(row)) for key, row in rows.items())]
            self.fields[name].choices = offered
            self.fields[name].coerce = rows.get

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
            "room": str(lesson.room_id or ""),
            "safety": lesson.safety,
            "textbook": lesson.textbook,
        }


class LessonFormSet(forms.BaseFormSet):
    """The timetable as one form."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():  # the heads of the columns are no labels
            field.widget.attrs["aria-label"] = field.label

    @property
    def kept(self):
        """The lines that are lessons, in the order in which ``lessons`` has them."""
        lines = [form for form in self.forms if form.has_changed() or form.initial]
        return [form for form in lines if form not in self.deleted_forms]

    @property
    def lessons(self):
        return [form.lesson for form in self.kept]

    def refuse(self, by_line):
        """Put each sentence at its line; ``by_line``: by the place among ``lessons``."""
        lines = self.kept
        for place, sentences in by_line.items():
            for sentence in sentences:
                lines[place].add_error(None, sentence)


def lesson_formset(trainers, rooms, **kwargs):
    made = forms.formset_factory(LessonForm, formset=LessonFormSet, extra=3, can_delete=True)
    return made(form_kwargs={"trainers": trainers, "rooms": rooms}, **kwargs)


def as_posted(formset, lessons):
    """What a browser would send if ``lessons`` had been typed into the lines."""
    lines = {f"{formset.prefix}-TOTAL_FORMS": len(lessons), f"{formset.prefix}-INITIAL_FORMS": 0}
    for place, lesson in enumerate(lessons):
        for name, value in LessonForm.initial_of(lesson).items():
            lines[f"{formset.prefix}-{place}-{name}"] = value or ""
    return lines


class PickUpForm(forms.Form):
    """A stop of the bus."""

    at = forms.TimeField(label=_("Time"), widget=TimeInput())
    place = forms.CharField(label=_("Place"), max_length=100)
    note = forms.CharField(label=_("Note"), max_length=100, required=False)


class PickUpFormSet(forms.BaseFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean(self):
        stops = [(row["at"], row["place"]) for row in self.stops] if not any(self.errors) else []
        if len(set(stops)) < len(stops):
            raise ValidationError(gettext("A stop stands here twice."))

    @property
    def stops(self):
        kept = [form for form in self.forms if form.has_changed() or form.initial]
        rows = [dict(form.cleaned_data) for form in kept if form not in self.deleted_forms]
        return [{name: row[name] for name in ("at", "place", "note")} for row in rows]


def pick_up_formset(**kwargs):
    made = forms.formset_factory(PickUpForm, formset=PickUpFormSet, extra=3, can_delete=True)
    return made(**kwargs)


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
