"""The page of a training provider at the desk: its trainers beside its sites and papers."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from training.organisations.provider_pages import ProviderInspectView
from training.organisations.row_pages import Section
from training.organisations.tables import PlainTable
from training.organisations.viewsets import ProviderViewSet

ROSTER = (
    TitleColumn("name", label=_("Name"), url_name="training_trainer:inspect"),
    Column("speciality", label=_("Speciality")),
    Column("qualification", label=_("Qualification")),
)


class DeskProviderInspectView(ProviderInspectView):
    def sections(self):
        trainers = self.object.trainers.all()
        return [
            *super().sections(),
            Section(
                "trainers",
                _("Trainers"),
                "glasses",
                PlainTable(ROSTER, trainers) if trainers else None,
                empty=_("No trainer is on record."),
            ),
        ]


class DeskProviderViewSet(ProviderViewSet):
    inspect_view_class = DeskProviderInspectView
