from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from demo.clock import moment
from demo.county import SEED, has_classes, load_county


class Command(BaseCommand):
    help = "Load the demo county: invented people and classes on published tables."

    def add_arguments(self, parser):
        parser.add_argument("--size", type=float, default=1, help="0.2 is small, 1 is 300 people")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--today", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--if-empty", action="store_true", help="only where no class exists")
        parser.add_argument(
            "--force", action="store_true", help="also where DEBUG is off: known passwords!"
        )

    def handle(self, *args, size, seed, today, if_empty, force, **options):
        if if_empty and has_classes():
            return
        if not (settings.DEBUG or force):
            raise CommandError(
                _(
                    "The demo has logins whose password everybody knows. Use --force if this "
                    "site is not open to the public."
                )
            )
        now = moment(today, 15) if today else timezone.now()
        load_county(now=now, size=size, seed=seed)
        self.stdout.write(self.style.SUCCESS(_("The demo county is there.")))
