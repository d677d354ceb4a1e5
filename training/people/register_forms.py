"""The register in the back office: an identity number is written here, never read."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.organisations.forms import ScopedModelForm
from training.organisations.models import Region
from training.organisations.reach import reach_of

from .cleaning import clean_id_number, clean_name, clean_phone
from .errors import AlreadyRegistered
from .models import Person


class RegisterForm(ScopedModelForm):
    """Enter a new person."""

    id_number = forms.CharField(label=_("Identity number"), max_length=40)

    class Meta:
        model = Person
        fields = ["name", "id_number", "phone", "region", "category"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = not self.instance.pk
        self.fields["region"].required = bool(self.for_user and reach_of(self.for_user).regions)

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

    def _post_clean(self):
        """The verbs write, so the instance is left as it is."""


class CorrectForm(RegisterForm):
    """Correct somebody; an empty identity number keeps the one on file."""

    id_number = forms.CharField(label=_("New identity number"), max_length=40, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["id_number"] = ""
        self.fields["id_number"].help_text = gettext(
            "On file: %(number)s. Leave this empty to keep it."
        ) % {"number": self.instance.masked_id_number}
        region = self.fields["region"]
        if self.instance.region_id:  # where they live now stays a choice, wherever it is
            region.queryset |= Region.objects.select_related("parent").filter(
                pk=self.instance.region_id
            )

    def clean_id_number(self):
        number = self.cleaned_data["id_number"]
        if not number:
            return self.instance.id_number
        number = clean_id_number(number)
        others = Person.objects.with_id_number(number).exclude(pk=self.instance.pk)
        if others.exists():
            raise AlreadyRegistered
        return number
