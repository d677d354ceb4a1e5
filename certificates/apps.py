from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "training_certificates"
    verbose_name = _("Certificates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from .checks import check_fonts, check_subsetting
        from .models import Certificate
        from .permissions import CertificatePermissionPolicy

        checks.register(check_fonts)
        checks.register(check_subsetting)
        register_permission_policy(Certificate, CertificatePermissionPolicy(Certificate))
