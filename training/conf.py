"""The one settings namespace, ``TRAINING = {…}``, read when asked so that tests may override it."""

from django.conf import settings

DEFAULTS = {
    # By channel, what carries its messages: the slug of a known sender (console, gateway, wechat,
    # email, or what the hook ``register_message_senders`` adds), or the dotted path of a class.
    "SENDERS": {"sms": "console"},
    # By channel, for senders that speak HTTP: url, token, template, idempotent, timeout.
    "GATEWAYS": {},
    # By kind of message, which channels are tried, in order; "*" is for all other kinds.
    "CHANNELS": {"*": ["sms"]},
    # Send in the process that wrote the message, right after its commit. False: by the site's
    # tasks. Either way `manage.py send_messages` sends what was left.
    "SEND_AT_ONCE": True,
    # From and until which hour nothing but codes is sent; None: never quiet.
    "QUIET_HOURS": (21, 8),
    # How long a message is kept after it was written.
    "MESSAGE_DAYS": 180,
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


def public(path):
    """The whole address of one of our pages, for those who are not on the site."""
    return getattr(settings, "WAGTAILADMIN_BASE_URL", "").rstrip("/") + path
