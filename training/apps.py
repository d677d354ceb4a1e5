from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    label = "training"
    verbose_name = _("Training")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from . import checks  # noqa: F401  (registers the system checks)
        from .casework import receivers as casework  # noqa: F401  (connects on import)
        from .completion import receivers as completion  # noqa: F401  (connects on import)
        from .desk import receivers as desk  # noqa: F401
        from .enrolment import eligibility_receivers  # noqa: F401
        from .enrolment import notices as enrolment_notices  # noqa: F401
        from .enrolment import receivers as enrolment  # noqa: F401
        from .entitlements import receivers as entitlements  # noqa: F401  (connects on import)
        from .exchange import receivers as exchange  # noqa: F401
        from .models import SCOPED_MODELS
        from .notices import receivers as notices  # noqa: F401
        from .orders import receivers as orders  # noqa: F401
        from .organisations.permissions import ReachPermissionPolicy
        from .organisations.roles import ensure_groups
        from .surveys import receivers as surveys  # noqa: F401

        for model in SCOPED_MODELS:
            register_permission_policy(model, ReachPermissionPolicy(model))
        post_migrate.connect(ensure_groups, sender=self, dispatch_uid="training_ensure_groups")
