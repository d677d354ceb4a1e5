"""Tables of people as they come to the bureau: one to confirm, one checked, one compared."""

from pathlib import Path

from django.utils import timezone

from demo.sources import DATA
from training.exchange.actions import begin, bring_file, confirm_columns, work_on
from training.exchange.comparing import begin_comparison, compare_file, start_comparison
from training.exchange.states import FileState
from training.organisations.models import Region

CLEAN, DIRTY = "raoping.csv", "raoping-as-it-comes.xlsx"


def bring(name, *, by):
    with Path(DATA / "register" / name).open("rb") as file:
        return bring_file(file, name, by=by)


def check(name, *, by):
    file = bring(name, by=by)
    file = confirm_columns(file, file.columns, by=by)
    return work_on(begin(file, FileState.CHECKING, by=by))


def compare(name, *, by):
    with Path(DATA / "register" / name).open("rb") as file:
        comparison = start_comparison(
            file,
            name,
            office="饶平县残联",
            about="everybody",
            region=Region.objects.get(code="445122"),
            as_of=timezone.localdate(),
            by=by,
        )
    begin_comparison(comparison, comparison.file.columns, by=by)
    compare_file(comparison.file)
    return comparison
