"""The test suite: in-memory where it can be, nothing leaves the process."""

import tempfile

from .base import *  # noqa: F403
from .base import DATABASES, TRAINING

DEBUG = False
SECRET_KEY = "tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
WHITENOISE_AUTOREFRESH = True  # or it warns that nobody has collected the static files
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="yiji-media-")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TRAINING |= {
    "SENDERS": {"sms": "training.notices.senders.memory.MemorySender"},
    "QUIET_HOURS": None,  # tests are run at night, too
    "SHOW_CODES": False,
    "PRIVATE_ROOT": tempfile.mkdtemp(prefix="yiji-private-"),
}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the races are run from several connections.
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.mkdtemp(prefix='yiji-')}/test.sqlite3"}
