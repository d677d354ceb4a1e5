import csv
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from demo import province_register
from demo.province import HEADINGS, MOST_PEOPLE, SEED, make_regions, rows
from demo.province_places import make_bureaus

EVERY, STEP = 50_000, 5_000


class Command(BaseCommand):
    help = "Make an invented province of any size, in the register or as a CSV file."

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=1_100_000)
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--csv", type=Path, metavar="FILE", help="write a register file; the database stays"
        )
        parser.add_argument(
            "--changed",
            type=float,
            default=0,
            metavar="SHARE",
            help="0.05: the same people a week later, 5 %% of them changed in a cell or two",
        )
        parser.add_argument("--officers", action="store_true", help="a login for every county")
        parser.add_argument(
            "--again", action="store_true", help="take the people of the province out first"
        )
        parser.add_argument(
            "--force", action="store_true", help="also where DEBUG is off: people nobody knows!"
        )

    def handle(self, *args, people, seed, csv, changed, **options):
        if not 0 < people <= MOST_PEOPLE or not 0 <= changed <= 1:
            raise CommandError(_("People are counted from 1 on, and a share is from 0 to 1."))
        drawn = rows(people, seed=seed, changed=changed)
        if csv:
            self.write(drawn, csv)
        else:
            self.enter(drawn, **options)
        self.stdout.write(self.style.SUCCESS(_("The province is there.")))

    def write(self, drawn, path):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            written = 0
            while batch := list(islice(drawn, STEP)):
                writer.writerows(batch)
                written += len(batch)
                if written % EVERY == 0:
                    self.say(written)

    def enter(self, drawn, *, officers, again, force, **options):
        if not (settings.DEBUG or force):
            raise CommandError(
                _("Invented people do not belong among real ones. Use --force if nobody is real.")
            )
        with transaction.atomic():
            if province_register.people_of_the_province().exists():
                if not again:
                    raise CommandError(
                        _("This province has people already. Use --again to draw them anew.")
                    )
                province_register.remove_people()
            regions = make_regions()
            bureaus = make_bureaus(regions)
            if officers:
                province_register.appoint_officers(bureaus)
            for written in province_register.enter(drawn, regions):
                if written % EVERY == 0:
                    self.say(written)

    def say(self, written):
        self.stdout.write(_("%(count)d people") % {"count": written})
        self.stdout.flush()
