"""`make run`: one machine, SQLite, the demo county. Not for real people's data."""

from .base import *  # noqa: F403
from .base import TRAINING, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="for-development-only-never-in-production")
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# The demo shows the sign-in code on the page, since no message leaves this machine.
TRAINING |= {"SHOW_CODES": env.bool("SHOW_CODES", default=True)}
