from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may do for an organisation. One person may hold several."""

    OFFICER = "officer", _("Bureau officer")
    INSPECTOR = "inspector", _("Inspector")
    VILLAGE_OFFICER = "village_officer", _("Village officer")
    PROVIDER_MANAGER = "provider_manager", _("Provider manager")
    TRAINER = "trainer", _("Trainer")
    ASSESSOR = "assessor", _("Assessor")
    EMPLOYER = "employer", _("Employer")


OF_A_BUREAU = {Role.OFFICER, Role.INSPECTOR, Role.VILLAGE_OFFICER}
OF_A_PROVIDER = {Role.PROVIDER_MANAGER, Role.TRAINER, Role.ASSESSOR}
OF_AN_EMPLOYER = {Role.EMPLOYER}


class RegionLevel(TextChoices):
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County or district")
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village")


class CodeSystem(TextChoices):
    """Who gave out a division code. The same digits may mean another place elsewhere."""

    CIVIL = "civil", _("Civil affairs, GB/T 2260")
    STATISTICAL = "statistical", _("Statistical divisions")
