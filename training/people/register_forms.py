"""The register in the back office: identity number and bank account are written, never read."""

from operator import attrgetter

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.organisations.forms import ScopedModelForm
from training.organisations.models import Region
from training.organisations.reach import reach_of

from .cleaning import clean_bank_account, clean_id_number, clean_name, clean_phone
from .errors import AlreadyRegistered, ConsentNeeded
from .models import Person
from .states import CONSENT, RESTING_ON, Purpose

# The short form stands first: it is all a village officer must know of somebody.
SECTIONS = [
    ("short", _("In short"), ["name", "id_number", "phone", "region", "category"]),
    (
        "more",
        _("More about the person"),
        ["ethnicity", "schooling", "household_kind", "household_region", "registration_number"],
    ),
    ("reach", _("Where to write"), ["address", "mailing_address", "postcode", "email"]),
    ("work", _("Work and wishes"), ["work_state", "job_wish", "training_wish"]),
    (
        "sensitive",
        _("Only with the person's own consent"),
        ["agreed", "hardship_cause", "disability", "bank_name", "bank_holder", "bank_account"],
    ),
]


class RegisterForm(ScopedModelForm):
    """Enter a new person."""

    id_number = forms.CharField(label=_("Identity number"), max_length=40)
    agreed = forms.MultipleChoiceField(
        label=_("The person agreed to"),
        choices=Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Ask for each of them by itself. Taking a tick away takes the consent back, and what "
            "rested on it is erased."
        ),
    )
    disability = forms.CharField(
        label=_("Disability"), max_length=200, required=False, help_text=_("Kind and degree.")
    )
    bank_account = forms.CharField(label=_("Bank account"), max_length=60, required=False)

    class Meta:
        model = Person
        fields = [name for _slug, _title, names in SECTIONS for name in names if name != "agreed"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Full name")
        self.fields["phone"].required = not self.instance.pk
        self.fields["region"].required = bool(self.for_user and reach_of(self.for_user).regions)
        # A household may be registered far from where the officer answers for anything.
        household = self.fields["household_region"]
        household.queryset = Region.objects.select_related("parent")
        household.label_from_instance = attrgetter("long_label")
        self.agreed_before = {
            purpose.value for purpose in Purpose if getattr(self.instance, CONSENT[purpose])
        }
        self.initial["agreed"] = sorted(self.agreed_before)

    @property
    def sections(self):
        """The fields as they stand on the page: slug, heading, fields."""
        return [(slug, title, [self[name] for name in names]) for slug, title, names in SECTIONS]

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        return clean_phone(phone) if phone else ""

    def clean_id_number(self):
        number = clean_id_number(self.cleaned_data["id_number"])
        if Person.objects.with_id_number(number).exists():
            raise AlreadyRegistered
        return number

    def clean_bank_account(self):
        account = self.cleaned_data["bank_account"]
        return clean_bank_account(account) if account else self.instance.bank_account

    def clean(self):
        cleaned = super().clean()
        for purpose in set(Purpose) - set(cleaned.get("agreed", [])):
            names = RESTING_ON[purpose]
            if purpose in self.agreed_before:
                cleaned |= dict.fromkeys(names, "")
            elif any(cleaned.get(name) for name in names):
                self.add_error("agreed", ConsentNeeded(purpose))
        return cleaned

    def _post_clean(self):
        """The verbs write, so the instance is left as it is."""


class CorrectForm(RegisterForm):
    """Correct somebody; an empty identity number or account keeps the one on file."""

    id_number = forms.CharField(label=_("New identity number"), max_length=40, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._keep("id_number", self.instance.masked_id_number)
        self._keep("bank_account", self.instance.masked_bank_account)
        region = self.fields["region"]
        if self.instance.region_id:  # where they live now stays a choice, wherever it is
            region.queryset |= Region.objects.select_related("parent").filter(
                pk=self.instance.region_id
            )

    def _keep(self, name, masked):
        self.initial[name] = ""
        if masked:
            self.fields[name].help_text = gettext(
                "On file: %(number)s. Leave this empty to keep it."
            ) % {"number": masked}

    def clean_id_number(self):
        number = self.cleaned_data["id_number"]
        if not number:
            return self.instance.id_number
        number = clean_id_number(number)
        others = Person.objects.with_id_number(number).exclude(pk=self.instance.pk)
        if others.exists():
            raise AlreadyRegistered
        return number
