from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from courses.models import Occupation
from training.organisations.models import Region

from .models import Rate


@dataclass(frozen=True)
class Catalogue:
    """Where a set of rates was published and when it applies."""

    valid_from: date
    source: str
    source_url: str = ""
    valid_to: date | None = None
    region: Region | None = None


@dataclass(frozen=True)
class RateLine:
    """One line of a catalogue, not landed yet. An unknown amount is None, never 0."""

    occupation: str
    certificate_type: str = ""
    tier: str = ""
    level: int | None = None
    class_hours: int | None = None
    amount: Decimal | None = None
    source_url: str = ""  # where the table names one for each line

    @property
    def key(self) -> tuple[str, str, str, int | None]:
        """What makes two lines speak of the same thing."""
        return (self.occupation, self.certificate_type, self.tier, self.level)


@dataclass
class Landing:
    """What landing the lines would do, or did."""

    new: list[Rate] = field(default_factory=list)
    changed: list[tuple[Rate, dict]] = field(default_factory=list)  # with what it replaces
    same: int = 0
    new_occupations: list[Occupation] = field(default_factory=list)


def landing_of(lines: list[RateLine], catalogue: Catalogue) -> Landing:
    """Compare the lines with what is in the books; two queries, whatever their number."""
    occupations = _occupations({line.occupation for line in lines})
    kept = {
        (rate.occupation.name, rate.certificate_type, rate.tier, rate.level): rate
        for rate in Rate.objects.filter(
            region=catalogue.region, valid_from=catalogue.valid_from
        ).select_related("occupation")
    }
    landing = Landing(new_occupations=[row for row in occupations.values() if row.pk is None])
    for line in lines:
        _compare(line, kept.get(line.key), occupations, catalogue, landing)
    return landing


def _occupations(names: Iterable[str]) -> dict[str, Occupation]:
    """By name. Of several editions the one without a code book, else the last, stands for it."""
    known = Occupation.objects.filter(name__in=names).order_by("edition")
    found: dict[str, Occupation] = {}
    for row in known:
        if row.name not in found or found[row.name].edition:
            found[row.name] = row
    return {name: found.get(name) or Occupation(name=name) for name in sorted(names)}


def _compare(
    line: RateLine,
    rate: Rate | None,
    occupations: dict[str, Occupation],
    catalogue: Catalogue,
    landing: Landing,
) -> None:
    facts = {
        "class_hours": line.class_hours,
        "amount": line.amount,
        "valid_to": catalogue.valid_to,
        "source": catalogue.source,
        "source_url": line.source_url or catalogue.source_url,
    }
    if rate is None:
        landing.new.append(
            Rate(
                occupation=occupations[line.occupation],
                region=catalogue.region,
                certificate_type=line.certificate_type,
                tier=line.tier,
                level=line.level,
                valid_from=catalogue.valid_from,
                **facts,
            )
        )
        return
    replaced = {name: getattr(rate, name) for name in facts if getattr(rate, name) != facts[name]}
    if not replaced:
        landing.same += 1
        return
    for name in replaced:
        setattr(rate, name, facts[name])
    landing.changed.append((rate, replaced))
