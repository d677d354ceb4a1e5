from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.exchange.imports.catalogue import catalogue_tables, read, recognise
from training.exchange.imports.refused import write_refused
from training.organisations.models import Region
from training.people.sheets import read_rows
from training.subsidies.actions import land_rates
from training.subsidies.queries import Catalogue, landing_of


class Command(BaseCommand):
    help = "Land the good rows of a published subsidy table and name each bad one with its reason."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="say what it would do, only")
        parser.add_argument("--table", choices=sorted(catalogue_tables()), help="do not guess")
        parser.add_argument("--region", metavar="CODE", help="division code the rates apply in")
        parser.add_argument("--valid-from", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--valid-to", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--source", help="where the table was published")
        parser.add_argument("--source-url")
        parser.add_argument("--refused", metavar="FILE.csv", help="write the refused rows here")

    def handle(self, *args, file, **options):
        try:
            table, rows = recognise(read_rows(file), file, options["table"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        catalogue = self.catalogue(table, options)
        reading = read(table, rows)
        self.stdout.write(f"{file}: {table.label}")
        self.tell_reading(reading)
        if options["dry_run"]:
            self.tell_landing(landing_of(reading.lines, catalogue))
            self.stdout.write(_("This was a trial: nothing was changed."))
        else:
            self.tell_landing(land_rates(reading.lines, catalogue, by=None))
        if options["refused"]:
            write_refused(options["refused"], reading.refusals)

    def catalogue(self, table, options):
        region = None
        if code := options["region"]:
            region = Region.objects.filter(code=code).first()
            if region is None:
                raise CommandError(_("There is no region %(code)s.") % {"code": code})
        return Catalogue(
            region=region,
            valid_from=options["valid_from"] or table.valid_from,
            valid_to=options["valid_to"],
            source=options["source"] or table.source,
            source_url=options["source_url"] or ("" if options["source"] else table.source_url),
        )

    def tell_reading(self, reading):
        for warning in reading.warnings:
            self.stdout.write(self.style.NOTICE(warning))
        for refusal in reading.refusals:
            self.stdout.write(
                self.style.WARNING(
                    _("Row %(number)d is refused: %(reason)s")
                    % {"number": refusal.row.number, "reason": refusal.reason}
                )
            )
        self.stdout.write(
            ngettext(
                "%(rows)d row read, %(refused)d refused.",
                "%(rows)d rows read, %(refused)d refused.",
                reading.rows,
            )
            % {"rows": reading.rows, "refused": len(reading.refusals)}
        )

    def tell_landing(self, landing):
        for rate, replaced in landing.changed:
            for name, old in replaced.items():
                self.stdout.write(
                    _("%(rate)s: %(field)s was %(old)s and is now %(new)s.")
                    % {
                        "rate": rate,
                        "field": rate._meta.get_field(name).verbose_name,
                        "old": "–" if old in (None, "") else old,
                        "new": getattr(rate, name) or "–",
                    }
                )
        self.stdout.write(
            self.style.SUCCESS(
                _("Rates: %(new)d new, %(changed)d changed, %(same)d the same.")
                % {
                    "new": len(landing.new),
                    "changed": len(landing.changed),
                    "same": landing.same,
                }
            )
        )
