from django import forms
from django.utils.translation import gettext_lazy as _

from training.organisations.models import Region
from training.people.forms import IdNumberField, NameField, PhoneField
from training.people.models import Person


class DetailsForm(forms.Form):
    """Who wants the seat."""

    name = NameField(
        label=_("Full name"),
        help_text=_("As on the identity card. It will stand on the certificate."),
    )
    id_number = IdNumberField(
        label=_("ID number"),
        help_text=_("To know that it is you, and because the county pays for each person once."),
    )
    phone = PhoneField(
        label=_("Mobile phone"),
        help_text=_("We send you a code now, and a word if a lesson is moved."),
    )
    consent = forms.BooleanField(
        label=_("I agree that my name, ID number and phone are used for this class."),
        help_text=_(
            "The bureau and the school use them for the class, the certificate and the accounts "
            "of public money, and keep them as long as the law asks. Nobody else gets them."
        ),
        error_messages={"required": _("Without your agreement we cannot keep a seat for you.")},
    )

    def details(self):
        """The clean values the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "consent"}


class FamilyForm(DetailsForm):
    """Another person on a phone that is already proven."""

    phone = None


class EnrolForForm(DetailsForm):
    """A village officer with the person beside them."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Where they live"), empty_label=None
    )
    field_order = ["name", "id_number", "phone", "region", "consent"]

    def __init__(self, data, regions):
        super().__init__(data)
        self.fields["region"].queryset = regions
        self.fields["phone"].help_text = _(
            "Their own phone if they have one. Whoever has this phone sees the class."
        )
        self.fields["consent"].label = _(
            "The person stands beside me and agrees to be enrolled and to the use of name, "
            "ID number and phone."
        )
        self.fields["consent"].error_messages["required"] = _(
            "Please enrol people only when they are beside you and agree."
        )


class SeatForm(forms.Form):
    """Which of the people who share this phone."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who takes the seat?"), empty_label=None
    )

    def __init__(self, data, people):
        super().__init__(data, initial={"person": people[0]} if len(people) == 1 else None)
        self.people = people
        self.fields["person"].queryset = Person.objects.filter(pk__in=[row.pk for row in people])


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you leave?"),
        help_text=_("It helps us to make the classes better."),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
