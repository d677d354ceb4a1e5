from django import forms
from django.utils.translation import gettext_lazy as _

from . import numbering

MISTYPED = _(
    "This cannot be a certificate number: a sign was mistyped or left out. "
    "Compare it with the paper, sign by sign."
)


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Certificate number"),
        max_length=60,
        help_text=_(
            "It stands beside the QR code on the certificate, for example "
            "YJ-445100-2026-000123-37. Spaces and small letters do not matter."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_number(self):
        number = numbering.parse(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(MISTYPED, code="mistyped")
        return number


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Anyone who verifies the number will read it. Name no third person."),
    )
