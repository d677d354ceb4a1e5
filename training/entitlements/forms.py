from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from training.enrolment.models import Enrolment
from training.organisations.forms import ScopedModelForm
from training.organisations.models import Bureau
from training.people.models import Person
from training.people.states import Category, Tag

from .models import Issue
from .rules import within


class ClaimForm(forms.Form):
    """For whom of the people who share this phone."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        error_messages={"required": _("Please say for whom the voucher is.")},
    )

    def __init__(self, data, people):
        super().__init__(data)
        self.fields["person"].queryset = people


class VouchedClaimForm(forms.Form):
    """A village officer with the person beside them."""

    issue = forms.ModelChoiceField(Issue.objects.none())
    consent = forms.BooleanField(
        error_messages={
            "required": _("Please claim only for people who are beside you and ask for it.")
        }
    )

    def __init__(self, data, issues):
        super().__init__(data)
        self.fields["issue"].queryset = issues


class UseForm(forms.Form):
    """For which of the holder's seats."""

    seat = forms.ModelChoiceField(
        Enrolment.objects.none(), error_messages={"required": _("Please say for which class.")}
    )

    def __init__(self, data, person):
        super().__init__(data)
        self.fields["seat"].queryset = Enrolment.objects.of(person)


class IssueForm(ScopedModelForm):
    groups = forms.MultipleChoiceField(
        label=_("Groups of people"),
        choices=[*Category.choices, *Tag.choices],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: everybody who lives there."),
    )

    class Meta:
        model = Issue
        fields = [
            *("bureau", "name", "name_en", "region", "trades", "groups", "providers"),
            *("places", "valid_from", "valid_to", "amount", "source"),
        ]
        widgets = {
            "valid_from": AdminDateInput,
            "valid_to": AdminDateInput,
            "trades": forms.CheckboxSelectMultiple,
            "providers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bureaus = self.fields["bureau"].queryset & Bureau.objects.active()
        self.fields["bureau"].queryset = bureaus
        if own := bureaus.filter(membership__user=self.for_user).first():
            self.initial["bureau"] = own.pk

    def clean(self):
        cleaned = super().clean()
        bureau, region = cleaned.get("bureau"), cleaned.get("region")
        if bureau and region and not within(region, bureau.region):
            sentence = gettext("A bureau issues vouchers for its own region or a place in it.")
            self.add_error("region", ValidationError(sentence))
        return cleaned


class ExtendForm(forms.Form):
    valid_to = forms.DateField(
        label=_("Valid to"),
        widget=AdminDateInput,
        help_text=_("A later day than now. What has expired can be used again until then."),
    )


class SettleForm(forms.Form):
    reference = forms.CharField(
        label=_("Payment reference"),
        max_length=60,
        help_text=_("Under which the school finds the money."),
    )
