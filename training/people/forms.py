from django import forms
from django.utils.translation import gettext_lazy as _

from .actions import prove_phone
from .cleaning import clean_id_number, clean_name, clean_phone, only_digits


class PhoneField(forms.CharField):
    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})

    def clean(self, value):
        return clean_phone(super().clean(value))


class NameField(forms.CharField):
    widget = forms.TextInput(attrs={"autocomplete": "name"})

    def clean(self, value):
        return clean_name(super().clean(value))


class IdNumberField(forms.CharField):
    # inputmode stays text: the last character may be an X
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def clean(self, value):
        return clean_id_number(super().clean(value))


class PhoneForm(forms.Form):
    phone = PhoneField(
        label=_("Your mobile phone"),
        help_text=_("We send a code of six digits to this phone. You need no password."),
    )


class CodeForm(forms.Form):
    """The code sent to ``phone``. A valid form has spent it and knows whose it is: ``user``."""

    code = forms.CharField(
        label=_("The six digits we sent you"),
        max_length=12,  # some type a space in the middle
        widget=forms.TextInput(
            attrs={
                "class": "code-entry",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "maxlength": "12",
            }
        ),
    )

    def __init__(self, data, phone):
        super().__init__(data)
        self.phone = phone

    def clean_code(self):
        code = only_digits(self.cleaned_data["code"])
        self.user = prove_phone(self.phone, code)
        return code
