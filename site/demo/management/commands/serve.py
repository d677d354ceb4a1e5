from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    """`make run` as one process: starting Django takes longer than anything asked of it here.

    There is no reloader; whoever edits code runs `manage.py runserver`.
    """

    help = "Bring the database up to date, load the demo county where none is, and serve."
    requires_system_checks = ()  # runserver makes them

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000")

    def handle(self, *args, address, **options):
        if "django_migrations" not in connection.introspection.table_names():
            self.stdout.write("» Making the database and the demo county (a few minutes, once)")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_demo", if_empty=True)
        call_command("runserver", address, use_reloader=False, skip_checks=False)
