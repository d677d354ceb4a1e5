from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from training.exchange.actions import begin, bring_file, confirm_columns, work_on
from training.exchange.exports.refused_rows import write_refused_rows
from training.exchange.models import RegisterFile
from training.exchange.states import FileState
from training.organisations.models import Region


class Command(BaseCommand):
    help = "Import a table of people; without --import it only says what it would do."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="CSV or Excel")
        parser.add_argument("--by", required=True, help="user name of the officer answering for it")
        parser.add_argument("--region", help="code of the place of rows that name none")
        parser.add_argument("--import", action="store_true", dest="land", help="write it down")
        parser.add_argument("--agreed-on-paper", action="store_true")
        parser.add_argument("--refused", help="write the refused rows to this file")
        parser.add_argument("--go-on", type=int, help="number of a file that was cut off")

    def handle(self, *args, file, go_on, refused, **options):
        try:
            done = self._go_on(go_on) if go_on else self._read(file, **options)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(
            _(
                "New %(new)d, changed %(changed)d, the same %(same)d, refused %(refused)d, "
                "titles and totals %(passed_over)d."
            )
            % {
                name: getattr(done, name)
                for name in ("new", "changed", "same", "refused", "passed_over")
            }
        )
        if refused:
            with Path(refused).open("wb") as target:
                write_refused_rows(done, target)
        if done.state == FileState.FAILED:
            raise CommandError(done.fault)

    def _read(self, file, *, by, region, land, agreed_on_paper, **options):
        if not file:
            raise CommandError(_("Please name a file."))
        user = get_user_model().objects.filter(username=by).first()
        place = Region.objects.with_code(region).first() if region else None
        if not user or (region and not place):
            raise CommandError(_("There is no such user or place."))
        path = Path(file)
        with path.open("rb") as opened:
            brought = bring_file(opened, path.name, by=user, region=place)
        brought = confirm_columns(
            brought, brought.columns, by=user, region=place, agreed_on_paper=agreed_on_paper
        )
        self.stdout.write(_("File %(number)d.") % {"number": brought.pk})
        checked = self._work(begin(brought, FileState.CHECKING, by=user))
        if not land or checked.state != FileState.CHECKED:
            return checked
        return self._work(begin(checked, FileState.IMPORTING, by=user))

    def _go_on(self, pk):
        return self._work(RegisterFile.objects.get(pk=pk))

    def _work(self, register_file):
        return work_on(register_file, tell=self._tell)

    def _tell(self, register_file):
        self.stderr.write(f"{register_file.rows_done}/{register_file.rows}")
