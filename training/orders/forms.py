from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from training.organisations.models import Bureau, Employer
from training.organisations.reach import any_of, reach_of
from training.people.forms import IdNumberField, NameField

from .models import Order, OrderLine
from .queries import by_county, by_trade, courses_to_order, places_for
from .states import KINDS_TOLD, SAID_BY, OrderKind, Refused

# What lies above is a slip of the finger (a telephone number in the wrong box), not an order.
MOST = {"seats": 1_000, "wage_from": 100_000, "wage_to": 100_000}
MOST_LINES = 20


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class LineForm(forms.ModelForm):
    """One line of what is ordered. An order sent back is changed with the same questions.

    ``choices``: what each choice among rows offers, read once for all lines of the page.
    """

    class Meta:
        model = OrderLine
        fields = [
            "course",
            "seats",
            "region",
            "starts_from",
            "needed_by",
            "wage_from",
            "wage_to",
            "conditions",
        ]
        labels = {
            "course": _("What should they learn?"),
            "seats": _("How many people?"),
            "region": _("Where will they work?"),
            "starts_from": _("Not before which day?"),
            "needed_by": _("When do you need them?"),
            "wage_from": _("Lowest monthly wage, yuan"),
            "wage_to": _("Highest monthly wage, yuan"),
            "conditions": _("What else should they know?"),
        }
        help_texts = {
            "wage_from": _("People choose a class by the wage behind it."),
            "conditions": _("Working hours, board and lodging, age, experience."),
        }
        widgets = {
            "seats": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "starts_from": DayInput(),
            "needed_by": DayInput(),
            "conditions": forms.Textarea(attrs={"rows": 4}),
        }

    use_required_attribute = False

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        for name, most in MOST.items():
            self.fields[name].validators.append(MaxValueValidator(most))
        for name, (rows, grouped) in choices.items():
            self.fields[name].queryset = rows
            self.fields[name].choices = [("", _("Please choose")), *grouped]

    def clean_needed_by(self):
        day = self.cleaned_data["needed_by"]
        if day <= timezone.localdate():
            raise ValidationError(_("Please choose a day that is still to come."))
        return day

    def clean(self):
        data = super().clean()
        lowest, highest = data.get("wage_from"), data.get("wage_to")
        if lowest is not None and highest is not None and highest < lowest:
            self.add_error("wage_to", _("The highest wage is below the lowest."))
        first, last = data.get("starts_from"), data.get("needed_by")
        if first and last and last < first:
            self.add_error("starts_from", _("They are needed before the class may begin."))
        return data

    @property
    def line(self) -> dict:
        """Fields of the order line, cleaned."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class LineFormSet(forms.BaseFormSet):
    """All lines of an order. A line is added or taken out by a button, without JavaScript."""

    def __init__(self, data=None, *, orderers, courses=(), **kwargs):
        rows, places = courses_to_order(courses), places_for(orderers)
        choices = {"course": (rows, by_trade(rows)), "region": (places, by_county(places))}
        super().__init__(data, prefix="lines", form_kwargs={"choices": choices}, **kwargs)

    @property
    def lines(self):
        return [form.line for form in self.forms if form.has_changed()]


MadeLineFormSet = forms.formset_factory(
    LineForm,
    formset=LineFormSet,
    extra=0,
    min_num=1,
    validate_min=True,
    max_num=MOST_LINES,
    validate_max=True,
)


def line_forms(data, *, orderers, lines=(), facts=()):
    """The lines as they were sent, as the order has them, or as ``facts`` propose them.

    Whoever asks for one line more or less gets the same answers back, not yet judged.
    """
    courses = [line.course_id for line in lines]
    kwargs = {"orderers": orderers, "courses": courses}
    if data is None:
        known = [forms.model_to_dict(line, LineForm._meta.fields) for line in lines]
        return MadeLineFormSet(initial=[*known, *facts] or [{}], **kwargs)
    if not changes_lines(data):
        return MadeLineFormSet(data, **kwargs)
    return MadeLineFormSet(initial=_rearranged(data), **kwargs)


def changes_lines(data):
    """Whether the button that was pressed adds a line or takes one out."""
    return data is not None and ("more" in data or "remove" in data)


def _rearranged(data):
    count = data.get("lines-TOTAL_FORMS", "")
    count = min(int(count), MOST_LINES) if count.isdecimal() else 1
    names = LineForm._meta.fields
    lines = [
        {name: data.get(f"lines-{number}-{name}", "") for name in names} for number in range(count)
    ]
    gone = data.get("remove", "")
    if gone.isdecimal() and int(gone) < len(lines) and len(lines) > 1:
        del lines[int(gone)]
    if "more" in data and len(lines) < MOST_LINES:
        # Mostly the same place and days, so that only the course and the number are asked anew.
        kept = ("region", "starts_from", "needed_by")
        lines.append({name: lines[-1][name] for name in kept} if lines else {})
    return lines


class OrderForm(forms.Form):
    """For whom the order is, what kind it is, and whom to call about it."""

    employer = forms.ModelChoiceField(
        Employer.objects.none(), label=_("For which employer?"), empty_label=None
    )
    kind = forms.ChoiceField(
        label=_("What kind of order is it?"),
        choices=KINDS_TOLD,
        initial=OrderKind.ORDER_BASED,
        widget=forms.RadioSelect,
    )
    contact = forms.CharField(
        label=_("Whom may the bureau call?"),
        help_text=_("Name and telephone. Only the bureau and the schools see it."),
        max_length=Order._meta.get_field("contact").max_length,
    )

    def __init__(self, data=None, *, employers, **kwargs):
        super().__init__(data, **kwargs)
        self.employers = employers
        if len(employers) == 1:
            del self.fields["employer"]
        else:
            self.fields["employer"].queryset = Employer.objects.filter(
                pk__in=[employer.pk for employer in employers]
            )

    @property
    def employer_chosen(self):
        return self.cleaned_data.get("employer") or self.employers[0]


class BureauOrderForm(forms.Form):
    """The bureau's own order."""

    bureau = forms.ModelChoiceField(Bureau.objects.none(), label=_("Which bureau orders?"))
    contact = forms.CharField(
        label=_("Whom may the schools call?"),
        max_length=Order._meta.get_field("contact").max_length,
        required=False,
    )

    def __init__(self, *args, bureaus, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bureau"].queryset = bureaus
        first = list(bureaus[:2])
        self.fields["bureau"].initial = first[0].pk  # the one above the others
        if len(first) == 1:
            self.fields["bureau"].widget = forms.HiddenInput()


def bureaus_ordering(user):
    """The bureaus in whose name an officer orders: those of the places they answer for."""
    reach = reach_of(user)
    bureaus = Bureau.objects.active().select_related("region").order_by("region__path", "pk")
    if reach.everything:
        return bureaus
    return bureaus.filter(any_of(Q(region__path__startswith=path) for path in reach.regions))


class RefusalForm(forms.Form):
    """Why not: one of the reasons that can be counted, and their own words."""

    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In your own words"),
        help_text=_("The other side reads it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(code.value, code.label) for code in SAID_BY[self.kind]]


class DeclineForm(RefusalForm):
    kind = Refused.DECLINED


class WithdrawForm(RefusalForm):
    kind = Refused.WITHDRAWN


class CannotForm(RefusalForm):
    kind = Refused.CANNOT
    provider = forms.ModelChoiceField(None, label=_("Which training provider?"))
    field_order = ["provider"]

    def __init__(self, *args, providers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers
        only = list(providers[:2])
        if len(only) == 1:
            self.fields["provider"].widget = forms.HiddenInput()
            self.fields["provider"].initial = only[0].pk


class OverrunForm(forms.Form):
    """Which class may bring more than was ordered, how many in all, and why the bureau agrees."""

    line = forms.ModelChoiceField(None, label=_("Which line of the order?"), empty_label=None)
    training_class = forms.ModelChoiceField(None, label=_("Which class?"))
    seats = forms.IntegerField(
        label=_("Seats of this class"),
        min_value=1,
        max_value=MOST["seats"],
        help_text=_("All seats of this class for the order, not only those too many."),
    )
    reason = forms.CharField(
        label=_("Why more than ordered?"),
        help_text=_("The employer and the training provider read it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, lines, classes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines
        self.fields["training_class"].queryset = classes

    @cached_property
    def has_classes(self):
        return self.fields["training_class"].queryset.exists()


class InterestForm(forms.Form):
    """What somebody wants to learn, near where, and from when they have time."""

    course = forms.ModelChoiceField(None, label=_("What do they want to learn?"))
    region = forms.ModelChoiceField(None, label=_("Near which place?"))
    free_from = forms.DateField(
        label=_("From when on do they have time?"),
        help_text=_("Leave it empty if any day is right."),
        required=False,
        widget=DayInput(),
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        rows = courses_to_order()
        for name, found, grouped in (
            ("course", rows, by_trade(rows)),
            ("region", places, by_county(places)),
        ):
            self.fields[name].queryset = found
            self.fields[name].choices = [("", _("Please choose")), *grouped]

    def facts(self):
        """The clean values the verb takes."""
        return {name: self.cleaned_data[name] for name in ("course", "region", "free_from")}


class OwnInterestForm(InterestForm):
    """The same, asked of the person; ``people`` share their phone."""

    person = forms.ModelChoiceField(None, label=_("Who wants to learn?"), empty_label=None)
    field_order = ["person", "course", "region", "free_from"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].label = _("What do you want to learn?")
        self.fields["free_from"].label = _("From when on do you have time?")
        self.fields["person"].queryset = people
        only = list(people[:2])
        if len(only) == 1:
            self.fields["person"].widget = forms.HiddenInput()
            self.fields["person"].initial = only[0].pk


class NewcomerInterestForm(InterestForm):
    """Whoever is not in the register yet says who they are; their phone is proven already."""

    name = NameField(label=_("Full name"), help_text=_("As on the identity card."))
    id_number = IdNumberField(
        label=_("ID number"), help_text=_("To know that it is you, and to count nobody twice.")
    )
    consent = forms.BooleanField(
        label=_("I agree that my name, ID number and phone are used to find me a class."),
        help_text=_(
            "The bureau uses them for training and nothing else. Schools see only numbers."
        ),
        error_messages={"required": _("Without your agreement we cannot write it down.")},
    )
    field_order = ["course", "region", "free_from", "name", "id_number", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].label = _("What do you want to learn?")
        self.fields["free_from"].label = _("From when on do you have time?")

    def who(self):
        return {name: self.cleaned_data[name] for name in ("name", "id_number")}
