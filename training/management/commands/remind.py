from datetime import date, timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from training.enrolment.reminders import remind


class Command(BaseCommand):
    help = "Remind everybody whose class begins tomorrow. Run daily; twice does no harm."

    def add_arguments(self, parser):
        parser.add_argument(
            "--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="instead of tomorrow"
        )

    def handle(self, *, day, **options):
        count = remind(day or timezone.localdate() + timedelta(days=1))
        self.stdout.write(_("People reminded: %(count)d.") % {"count": count})
