import unicodedata
from operator import attrgetter

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from .models import Bureau, Employer, Provider, Region
from .reach import deciding, reach_of
from .states import OF_A_BUREAU, OF_A_PROVIDER, Role
from .typed_regions import MOST_CHOICES, typed


def narrow_choices(fields, user):
    """Let each choice among rows offer those ``user`` may pick, and no others."""
    user = deciding(user)
    for name, field in list(fields.items()):
        queryset = getattr(field, "queryset", None)
        if queryset is None:
            continue
        if queryset.model is Region:
            _narrow_regions(field, user)
            if field.queryset.count() > MOST_CHOICES:
                fields[name] = typed(field)
        elif hasattr(queryset, "visible_to"):
            field.queryset = queryset.visible_to(user)


def _narrow_regions(field, user):
    """An officer writes into regions they answer for; a school may hold lessons anywhere."""
    regions = Region.objects.select_related("parent")
    officer = bool(reach_of(user).regions)
    field.queryset = regions.answered_for_by(user) if officer else regions.visible_to(user)
    field.label_from_instance = attrgetter("long_label")


class ScopedModelForm(WagtailAdminModelForm):
    """A back-office form whose choices are narrowed to what its user reaches."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user:
            narrow_choices(self.fields, self.for_user)


class CreditCodeField(forms.CharField):
    """A code as it is pasted: full-width or small letters and spaces are put right."""

    def to_python(self, value):
        plain = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return "".join(plain.upper().split()) or self.empty_value


class LicensedForm(ScopedModelForm):
    """A school or a firm, which has a credit code on its licence."""

    credit_code = CreditCodeField(
        label=_("Unified social credit code"),
        required=False,
        empty_value=None,
        help_text=_("18 characters, as on the licence."),
    )


class AccreditationForm(ScopedModelForm):
    """Written by the office of the provider's place; the school itself only reads it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user:
            providers = Provider.objects.changeable_by(deciding(self.for_user))
            self.fields["provider"].queryset = providers


class RuledForRegionForm(ScopedModelForm):
    """A rule or rate: only the superuser writes for the whole country (no region)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user and not self.for_user.is_superuser:
            self.fields["region"].required = True


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please give the reason; it will be read.")},
    )


class AppointForm(forms.Form):
    """Who acts for whom. The organisations offered are those in the user's reach."""

    username = forms.CharField(
        label=_("User name"), help_text=_("The name this person signs in to this office with.")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        help_text=_("Then fill in the one office, school or firm that fits the role."),
    )
    bureau = forms.ModelChoiceField(Bureau.objects.active(), label=_("Bureau"), required=False)
    provider = forms.ModelChoiceField(
        Provider.objects.active(), label=_("Training provider"), required=False
    )
    employer = forms.ModelChoiceField(
        Employer.objects.active(), label=_("Employer"), required=False
    )

    def __init__(self, *args, for_user, **kwargs):
        super().__init__(*args, **kwargs)
        narrow_choices(self.fields, for_user)

    def clean_username(self):
        model = get_user_model()
        name = self.cleaned_data["username"]
        user = model._default_manager.filter(**{model.USERNAME_FIELD: name}).first()
        if not user:
            raise ValidationError(
                gettext("Nobody signs in as “%(name)s”. Please check the spelling.")
                % {"name": name}
            )
        return user

    def clean(self):
        cleaned = super().clean()
        role = cleaned.get("role")
        kind = (
            "bureau" if role in OF_A_BUREAU else "provider" if role in OF_A_PROVIDER else "employer"
        )
        cleaned["organisation"] = cleaned.get(kind)
        if role and not cleaned["organisation"]:
            self.add_error(kind, gettext("Please choose for whom this person acts."))
        return cleaned
