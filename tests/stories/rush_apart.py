"""The site with a pause before every write, so that a slow machine meets each race; and, with
``RUSH_LOCKS=out``, without the locks. Served by a story in a process of its own."""

import os
from time import sleep

from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models import QuerySet

from config.wsgi import application  # noqa: F401  (what gunicorn serves)

PAUSE = 0.02


def late(execute, sql, params, many, context):
    if sql.startswith(("INSERT", "UPDATE")):
        sleep(PAUSE)
    return execute(sql, params, many, context)


def slow_down(connection, **_):
    if late not in connection.execute_wrappers:
        connection.execute_wrappers.append(late)


connection_created.connect(slow_down)

if os.environ["RUSH_LOCKS"] == "out":
    # The lock: FOR UPDATE on PostgreSQL, the IMMEDIATE transaction on SQLite.
    QuerySet.select_for_update = lambda queryset, **_: queryset
    connections.settings["default"]["OPTIONS"].pop("transaction_mode", None)
