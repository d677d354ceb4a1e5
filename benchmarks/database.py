"""A PostgreSQL database of its own for a run, made from nothing and dropped afterwards."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
NAME = "yiji_bench"
SERVER = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
URL = SERVER.rsplit("/", 1)[0] + f"/{NAME}"


def begin():
    """Set Django up on the benchmark's database; nothing of ours may be imported before."""
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ["DATABASE_URL"] = URL
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ.setdefault("PRIVATE_ROOT", f"/tmp/{NAME}")  # noqa: S108
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    settings.TRAINING["PRIVATE_ROOT"] = os.environ["PRIVATE_ROOT"]


@contextmanager
def fresh():
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME} ENCODING 'UTF8' TEMPLATE template0")
        try:
            begin()
            from django.core.management import call_command  # noqa: PLC0415

            call_command("migrate", verbosity=0)
            yield
        finally:
            from django.db import connections  # noqa: PLC0415

            connections.close_all()
            server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
