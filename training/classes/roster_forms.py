"""The roster of a provider in the back office."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.organisations.forms import ScopedModelForm
from training.organisations.models import Membership
from training.organisations.states import Role

TEACHING = [Role.TRAINER, Role.ASSESSOR]


class TrainerForm(ScopedModelForm):
    """A trainer signs in as a user whom the provider has appointed; nobody else is offered."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        appointed = Membership.objects.filter(
            role__in=TEACHING, provider__in=self.fields["provider"].queryset
        )
        field.queryset = field.queryset.filter(pk__in=appointed.values("user"))

    def clean(self):
        cleaned = super().clean()
        user, provider = cleaned.get("user"), cleaned.get("provider")
        if user and provider and not self._acts_for(user, provider):
            self.add_error(
                "user", ValidationError(_("This user is not appointed by this provider."))
            )
        return cleaned

    @staticmethod
    def _acts_for(user, provider):
        return user.memberships.filter(role__in=TEACHING, provider=provider).exists()
