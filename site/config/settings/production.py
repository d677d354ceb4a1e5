"""A public deployment. Every `env(...)` without a default must be set; see docs/production.md."""

from .base import *  # noqa: F403
from .base import STORAGES_DEFAULT, TRAINING, env

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
WAGTAILADMIN_BASE_URL = env("BASE_URL")

TRAINING |= {
    "FIELD_KEYS": env.list("FIELD_KEYS"),
    "INDEX_KEY": env("INDEX_KEY"),
    "SENDERS": TRAINING["SENDERS"] | {"sms": env("SMS_SENDER")},
    # Whoever presses a button does not wait for the operator; `manage.py db_worker` does.
    "SEND_AT_ONCE": env.bool("SEND_AT_ONCE", default=False),
}
CERTIFICATES = {"TRUSTED_PROXIES": env.int("TRUSTED_PROXIES", default=1)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
STORAGES = STORAGES_DEFAULT | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
}

# EMAIL_HOST and its kin, from one URL. Without it no mail is sent.
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("EMAIL_FROM", default="webmaster@localhost")

# The proxy must set this header itself, or a visitor could pretend to be on https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # the probe comes from this machine, without https
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the other hosts of a bureau's domain are not ours to commit to https
    "security.W019",  # Wagtail shows previews in frames of its own
    "security.W021",  # nor to enter into browsers' lists
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
