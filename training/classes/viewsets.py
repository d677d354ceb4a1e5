from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from training.organisations.filters import ScopedFilterSet
from training.organisations.office import ScopedModelViewSet

from .models import Trainer
from .roster_forms import TrainerForm


class TrainerFilterSet(ScopedFilterSet):
    class Meta:
        model = Trainer
        fields = ["provider"]


class TrainerViewSet(ScopedModelViewSet):
    """The roster of a provider: who may teach and assess its classes."""

    model = Trainer
    name = "training_trainer"
    icon = "glasses"
    related = ("provider", "user")
    form_base = TrainerForm
    list_display = ["name", "provider", "speciality", "qualification", "user"]
    filterset_class = TrainerFilterSet
    search_fields = ["name", "speciality", "provider__name"]
    inspect_view_fields = ["name", "provider", "speciality", "qualification", "user"]
    panels = [
        FieldRowPanel(["name", "provider"]),
        FieldRowPanel(["speciality", "qualification"]),
        FieldPanel("user", help_text=_("Only those appointed by this provider are offered.")),
    ]
