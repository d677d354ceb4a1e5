"""The production settings, but for a server of an hour: nobody has collected its static files,
and it works on the database its starter names."""

from config.settings.production import *  # noqa: F403
from config.settings.production import DATABASES, STORAGES_DEFAULT, env

DATABASES["default"]["NAME"] = env("RUSH_DATABASE")
STORAGES = STORAGES_DEFAULT
