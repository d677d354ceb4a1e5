from django import forms
from django.utils.translation import gettext_lazy as _

from training.organisations.forms import ReasonForm
from training.organisations.models import Region
from training.people.forms import IdNumberField, NameField, PhoneField
from training.people.models import Person

from .places import waiting_by_code


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
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"consent", "wait"}
        }


class FamilyForm(DetailsForm):
    """Another person on a phone that is already proven."""

    phone = None


class EnrolForForm(DetailsForm):
    """A village officer with the person beside them."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Where they live"), empty_label=None
    )
    wait = forms.BooleanField(
        label=_("If the class is full, put them on the waiting list."), required=False
    )
    field_order = ["name", "id_number", "phone", "region", "consent", "wait"]

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

    # Not a ModelChoiceField: the people are read already, and a rush waits for each question.
    person = forms.TypedChoiceField(label=_("Who takes the seat?"))

    def __init__(self, data, people):
        only = {"person": str(people[0].pk)} if len(people) == 1 else None
        super().__init__(data, initial=only)
        self.people = people
        by_key = {str(row.pk): row for row in people}
        self.fields["person"].choices = [(key, row.name) for key, row in by_key.items()]
        self.fields["person"].coerce = by_key.get


class QueueForm(forms.Form):
    """Who of the people on this phone waits, and whether together."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who waits for a seat?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one person.")},
    )
    together = forms.BooleanField(
        label=_("Together: everybody gets a seat, or nobody."), required=False
    )

    def __init__(self, data, people):
        super().__init__(data)
        self.everybody = people
        self.fields["people"].queryset = people


class FriendForm(forms.Form):
    """The waiting number of a friend, which they gave away to wait together."""

    friend = forms.CharField(
        label=_("Waiting number of your friend"),
        help_text=_("It stands on your friend's page about this waiting list."),
        max_length=30,
    )

    def __init__(self, data, waiting):
        super().__init__(data)
        self.waiting = waiting

    def clean_friend(self):
        self.other = waiting_by_code(self.cleaned_data["friend"], self.waiting.training_class_id)
        if self.other is None or self.other.pk == self.waiting.pk:
            raise forms.ValidationError(
                _("Nobody waits for this class under that number. Please compare it again.")
            )
        return self.cleaned_data["friend"]


class MoveForm(ReasonForm):
    """Where on the list, and why."""

    to = forms.IntegerField(
        label=_("New place"),
        min_value=1,
        max_value=9999,
        help_text=_("1 is the next to be served."),
    )
    field_order = ["to", "reason"]


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you leave?"),
        help_text=_("It helps us to make the classes better."),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
