from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from .viewsets import CertificatesGroup


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificatesGroup()


@hooks.register("register_icons")
def register_icons(icons):
    return [*icons, "training_certificates/icons/certificate.svg"]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(
        "training_certificates.issue", _("Issue certificate"), _("Certificate issued")
    )

    @actions.register_action("training_certificates.revoke")
    class Revoked(LogFormatter):
        label = _("Revoke certificate")

        def format_message(self, entry):
            return gettext("Certificate revoked. Reason: %(reason)s") % entry.data

    @actions.register_action("training_certificates.supersede")
    class Superseded(LogFormatter):
        label = _("Replace certificate")

        def format_message(self, entry):
            return gettext("Certificate replaced by %(successor)s. Reason: %(reason)s") % entry.data
