from django.db import transaction
from wagtail.log_actions import LogContext, log

from courses.models import Occupation
from training.organisations.reach import User

from .models import Rate
from .queries import Catalogue, Landing, RateLine, landing_of

BATCH = 500
MUTABLE = ["class_hours", "amount", "valid_to", "source", "source_url"]


@transaction.atomic
def land_rates(lines: list[RateLine], catalogue: Catalogue, *, by: User | None) -> Landing:
    """Bring a published catalogue into the books; all of it or nothing.

    Landing the same lines again changes nothing. Lines that are no longer in the table stay:
    a catalogue is ended by its date, not by a file that lacks a row.
    """
    landing = landing_of(lines, catalogue)
    Occupation.objects.bulk_create(landing.new_occupations, batch_size=BATCH)
    Rate.objects.bulk_create(landing.new, batch_size=BATCH)
    Rate.objects.bulk_update([rate for rate, _ in landing.changed], MUTABLE, batch_size=BATCH)
    _record(landing, catalogue, by)
    return landing


def _record(landing: Landing, catalogue: Catalogue, by: User | None) -> None:
    """One trace for the new lines together, one for each price that changed."""
    if landing.new:
        _log(landing.new[0], by, {"new": len(landing.new), "source": catalogue.source})
    for rate, replaced in landing.changed:
        _log(rate, by, {"replaced": {name: str(value) for name, value in replaced.items()}})


def _log(rate: Rate, by: User | None, data: dict) -> None:
    with LogContext(user=by):  # or the history keeps the last of many like entries only
        log(rate, "training.import", user=by, data=data)
