from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.organisations.models import Employer

from .models import Order, OrderLine
from .queries import by_county, by_trade, courses_to_order, places_for

# What lies above is a slip of the finger (a telephone number in the wrong box), not an order.
MOST = {"seats": 1_000, "wage_from": 100_000, "wage_to": 100_000}


class LineForm(forms.ModelForm):
    """What is ordered. An order sent back is changed with the same questions."""

    class Meta:
        model = OrderLine
        fields = [
            "course",
            "seats",
            "region",
            "needed_by",
            "wage_from",
            "wage_to",
            "conditions",
        ]
        labels = {
            "course": _("What should they learn?"),
            "seats": _("How many people?"),
            "region": _("Where will they work?"),
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
            "needed_by": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "conditions": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, data=None, *, employers, **kwargs):
        super().__init__(data, **kwargs)
        self.employers = employers
        for name, most in MOST.items():
            self.fields[name].validators.append(MaxValueValidator(most))
        self._offer("course", courses_to_order(self.instance.course_id), by_trade)
        self._offer("region", places_for(employers), by_county)

    def _offer(self, name, rows, grouped):
        self.fields[name].queryset = rows
        self.fields[name].choices = [("", _("Please choose")), *grouped(rows)]

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
        return data

    @property
    def line(self) -> dict:
        """Fields of the order line, cleaned."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class OrderForm(LineForm):
    """A new order: the line, for whom, and whom to call about it."""

    employer = forms.ModelChoiceField(
        Employer.objects.none(), label=_("For which employer?"), empty_label=None
    )
    contact = forms.CharField(
        label=_("Whom may the bureau call?"),
        help_text=_("Name and telephone. Only the bureau and the schools see it."),
        max_length=Order._meta.get_field("contact").max_length,
    )

    field_order = ["employer"]

    def __init__(self, data=None, *, employers, **kwargs):
        super().__init__(data, employers=employers, **kwargs)
        if len(employers) == 1:
            del self.fields["employer"]
        else:
            self.fields["employer"].queryset = Employer.objects.filter(
                pk__in=[employer.pk for employer in employers]
            )

    @property
    def employer_chosen(self):
        return self.cleaned_data.get("employer") or self.employers[0]
