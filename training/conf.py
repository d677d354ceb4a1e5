"""The one settings namespace, ``TRAINING = {…}``, read when asked so that tests may override it."""

from django.conf import settings
from django.utils.module_loading import import_string

DEFAULTS = {
    # Dotted path of a callable class with ``send(phone, text)``.
    "SMS_SENDER": "training.people.senders.ConsoleSender",
    # Show the sign-in code on the page. Only for demonstrations.
    "SHOW_CODES": False,
    "CODE_MINUTES": 10,
    "CODES_PER_PHONE_PER_HOUR": 6,
    # base64 keys of 32 bytes, newest first: "id:key". Empty derives one from SECRET_KEY.
    "FIELD_KEYS": [],
    "INDEX_KEY": "",
    # Earlier index keys, while `manage.py rotate_keys` is on its way from them to the first.
    "OLD_INDEX_KEYS": [],
    # Where sealed register files are kept; never under MEDIA_ROOT, which is served to anybody.
    "PRIVATE_ROOT": "",
    "REGISTER_FILE_DAYS": 30,
    # Seconds a rotating attendance code is shown for.
    "QR_STEP_SECONDS": 20,
    # Fewest answers from which a survey result is shown.
    "SURVEY_MIN_ANSWERS": 5,
}


def setting(name):
    return getattr(settings, "TRAINING", {}).get(name, DEFAULTS[name])


def sms_sender():
    return import_string(setting("SMS_SENDER"))()
