from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from .conf import setting
from .notices.senders import load_sender


@register(Tags.security, deploy=True)
def field_keys_are_set(app_configs, **kwargs):
    if setting("FIELD_KEYS") and setting("INDEX_KEY"):
        return []
    return [
        Error(
            "Identity numbers are encrypted with a key derived from SECRET_KEY.",
            hint="Set TRAINING['FIELD_KEYS'] and TRAINING['INDEX_KEY']; keep a copy elsewhere.",
            id="training.E001",
        )
    ]


@register(Tags.security, deploy=True)
def codes_are_not_shown(app_configs, **kwargs):
    if not setting("SHOW_CODES"):
        return []
    return [
        Error("TRAINING['SHOW_CODES'] puts sign-in codes on the page.", id="training.E002"),
    ]


@register(Tags.compatibility)
def needed_apps_are_installed(app_configs, **kwargs):
    missing = {"courses", "certificates", "django_filters"} - set(settings.INSTALLED_APPS)
    return [
        Warning(f"training needs {name!r} in INSTALLED_APPS.", id="training.W001")
        for name in sorted(missing)
        if not any(app.startswith(f"{name}.") for app in settings.INSTALLED_APPS)
    ]


@register(Tags.compatibility)
def senders_can_be_loaded(app_configs, **kwargs):
    return [
        Error(
            f"What sends messages by {channel!r} cannot be loaded: {fault!r}",
            hint="TRAINING['SENDERS'] holds slugs, or paths of classes with send(message).",
            id="training.E003",
        )
        for channel in setting("SENDERS")
        if (fault := _fault_of(channel))
    ]


def _fault_of(channel):
    try:
        load_sender(channel)
    except Exception as fault:  # noqa: BLE001  (whatever it is, it is told)
        return fault
    return None
