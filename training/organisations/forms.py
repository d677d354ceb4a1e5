from operator import attrgetter

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from .models import Bureau, Employer, Provider, Region
from .reach import reach_of
from .states import OF_A_BUREAU, OF_A_PROVIDER, Role


def narrow_choices(fields, user):
    """Let each choice among rows offer those ``user`` may pick, and no others."""
    for field in fields.values():
        queryset = getattr(field, "queryset", None)
        if queryset is None:
            continue
        if queryset.model is Region:
            _narrow_regions(field, user)
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
