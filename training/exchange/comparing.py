"""Another office's list held against the register, and what is decided about the differences."""

import json
from datetime import date
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.log_actions import log

from training.organisations.models import Region
from training.organisations.reach import User, reach_of
from training.people import bulk
from training.people.actions import correct_person
from training.people.encryption import blind_index
from training.people.models import ListPlace, Person, PersonQuerySet, Tagging
from training.people.standing import move_to_list, tag, untag
from training.people.states import StandingList, Tag

from .actions import (
    PART,
    begin,
    below_headings,
    bring_file,
    confirm_columns,
    finish,
    landing_of,
    parts_of,
    stopped_by_faults,
)
from .errors import NotReady, RegisteredElsewhere
from .landing import STATED, Facts, Part, differs, refuse
from .models import Comparison, Difference, RegisterFile
from .sealed import opened
from .states import Decision, DifferenceKind, FileState, FileUse

EVERYBODY = "everybody"
FIELDS = ("comparison_id", "kind", "id_index", "person_id", "field", "ours", "theirs", "since")
DECIDED = ("decision", "note", "decided_at", "decided_by_id")
AT_ONCE = 500


def people_about(about: str, region: Region, day: date) -> PersonQuerySet:
    """The people of a place whom we have on the list that ``about`` names, on ``day``."""
    people = Person.objects.filter(region__path__startswith=region.path)
    kind, _colon, value = about.partition(":")
    if kind == "tag":
        held = Tagging.objects.holding_on(day).filter(tag=value)
        return people.filter(pk__in=held.values("person"))
    if kind == "list":
        places = ListPlace.objects.holding_on(day).filter(list=value)
        return people.filter(pk__in=places.values("person"))
    return people


@transaction.atomic
def start_comparison(
    file: IO[bytes],
    name: str,
    *,
    office: str,
    about: str,
    as_of: date,
    region: Region,
    by: User | None,
) -> Comparison:
    """Bring another office's list. Raises as ``bring_file`` does."""
    register_file = bring_file(file, name, by=by, region=region, use=FileUse.COMPARE)
    return Comparison.objects.create(
        file=register_file, office=office, about=about, as_of=as_of, region=region
    )


@transaction.atomic
def begin_comparison(
    comparison: Comparison,
    columns: dict[str, int],
    *,
    by: User | None,
    agreed_on_paper: bool = False,
) -> Comparison:
    """Confirm the columns and set the list to be read. Raises as ``confirm_columns`` does."""
    register_file = confirm_columns(
        comparison.file, columns, by=by, region=comparison.region, agreed_on_paper=agreed_on_paper
    )
    begin(register_file, FileState.CHECKING, by=by)
    log(comparison, "training.compare", user=by)
    return comparison


def compare_file(register_file: RegisterFile) -> None:
    """As ``work_on`` for a file that is to be compared."""
    with stopped_by_faults(register_file):
        compare(register_file.comparison)


@transaction.atomic
def compare(comparison: Comparison) -> Comparison:
    """Find every difference, all of them or none: killed half-way, it is simply done again."""
    register_file = RegisterFile.objects.select_for_update().get(pk=comparison.file_id)
    if register_file.state != FileState.CHECKING:
        raise NotReady
    register_file.rows_done = register_file.rows = register_file.refused = 0
    register_file.refused_rows.all().delete()
    comparison.differences.all().delete()
    finding = _Finding(comparison, register_file)
    with opened(register_file) as clear:
        for part in parts_of(finding.landing, below_headings(register_file, clear)):
            finding.take(part)
    finding.only_here()
    for name, count in finding.counts.items():
        setattr(comparison, name, count)
    comparison.save()
    register_file.same = finding.counts["agreeing"]
    register_file.save()
    finish(register_file, FileState.DONE)
    return comparison


class _Finding:
    def __init__(self, comparison: Comparison, register_file: RegisterFile):
        self.comparison, self.file = comparison, register_file
        self.landing = landing_of(register_file)
        ours = people_about(comparison.about, comparison.region, comparison.as_of)
        self.ours = set(ours.values_list("pk", flat=True))
        self.met: set[int] = set()
        self.counts = {"agreeing": 0, "only_here": 0, "only_there": 0, "differing": 0}
        self.before = _previous_differences(comparison)

    def take(self, part: Part) -> None:
        found = self.landing.compare(part)
        found_rows = []
        for row, person, values in found.people:
            index = blind_index(values["id_number"])
            if person is None or person["pk"] not in self.ours:
                self.counts["only_there"] += 1
                whole = json.dumps(row[1], ensure_ascii=False)
                key = person["pk"] if person else None
                found_rows.append((DifferenceKind.ONLY_THERE, index, key, "", "", whole))
            elif pairs := _pairs(person, values):
                self.counts["differing"] += 1
                found_rows += [(DifferenceKind.DIFFERS, index, person["pk"], *p) for p in pairs]
            else:
                self.counts["agreeing"] += 1
            if person:
                self.met.add(person["pk"])
        self._keep(found_rows)
        refuse(self.file, found.refused)
        self.file.rows += len(part)
        self.file.rows_done += len(part)
        self.file.refused += len(found.refused)

    def only_here(self) -> None:
        left = sorted(self.ours - self.met)
        self.counts["only_here"] = len(left)
        for start in range(0, len(left), PART):
            people = Person.objects.filter(pk__in=left[start : start + PART])
            rows = people.values_list("pk", "id_index")
            self._keep([(DifferenceKind.ONLY_HERE, index, pk, "", "", "") for pk, index in rows])

    def _keep(self, rows: list[Any]) -> None:
        new = []
        for kind, index, person, name, ours, theirs in rows:
            earlier = self.before.get((kind, index, name))
            since, decided = self.comparison.as_of, [Decision.OPEN, "", None, None]
            if earlier and (earlier["ours"], earlier["theirs"]) == (ours, theirs):
                since, decided = earlier["since"], [earlier[field] for field in DECIDED]
            facts = (kind, index, person, name, ours, theirs)
            new.append([self.comparison.pk, *facts, since, *decided])
        bulk.insert(Difference, (*FIELDS, *DECIDED), new)


def _pairs(person: Facts, values: Facts) -> list[tuple[str, str, str]]:
    """What differs: the fact, ours and theirs."""
    names = [name for name in STATED if differs(person, values, name)]
    return [(name, _written(person[name]), _written(values[name])) for name in names]


def _written(value: Any) -> str:
    return "" if value is None else str(value)


def previous_of(comparison: Comparison) -> Comparison | None:
    """The last list of the same office about the same people of the same place."""
    same = Comparison.objects.filter(
        office=comparison.office, about=comparison.about, region=comparison.region
    )
    earlier = same.filter(as_of__lte=comparison.as_of, pk__lt=comparison.pk)
    return earlier.filter(file__state=FileState.DONE).order_by("-as_of", "-pk").first()


def _previous_differences(comparison: Comparison) -> dict[tuple[str, str, str], dict[str, Any]]:
    """What stood last week, so that what was decided then need not be decided again."""
    previous = previous_of(comparison)
    if not previous:
        return {}
    rows = previous.differences.values("kind", "id_index", "field", *FIELDS[5:], *DECIDED)
    return {(row["kind"], row["id_index"], row["field"]): row for row in rows}


def settled_since(comparison: Comparison) -> int:
    """How many differences of the last list are gone."""
    previous = previous_of(comparison)
    if not previous:
        return 0
    still = comparison.differences.filter(
        kind=OuterRef("kind"), id_index=OuterRef("id_index"), field=OuterRef("field")
    )
    return previous.differences.filter(~Exists(still)).count()


@transaction.atomic
def decide(
    difference: Difference, decision: Decision, note: str = "", *, by: User | None
) -> Difference:
    """Record who is right; when it is the other office, the register is put right at once."""
    difference = Difference.objects.select_for_update().get(pk=difference.pk)
    if difference.decision == decision:
        return difference
    if difference.decision == Decision.THEIRS:
        raise NotReady  # the register has moved; a new list will tell
    if decision == Decision.THEIRS:
        _take_theirs(difference, by)
    difference.decision, difference.note = decision, note[:200]
    difference.decided_at, difference.decided_by = timezone.now(), by
    difference.save(update_fields=["decision", "note", "decided_at", "decided_by"])
    log(
        difference.person or difference,
        "training.decide_difference",
        user=by,
        data={"reason": note, "decision": decision, "field": difference.field},
    )
    return difference


def _take_theirs(difference: Difference, by: User | None) -> None:
    comparison = difference.comparison
    home = difference.person and difference.person.region
    if home and not reach_of(by).answers_for(home):
        raise RegisteredElsewhere
    if difference.kind == DifferenceKind.DIFFERS and difference.person:
        field: Any = Person._meta.get_field(difference.field.removesuffix("_id"))
        value: Any = difference.theirs
        if field.is_relation:
            value = field.related_model.objects.get(pk=value)
        correct_person(difference.person, by=by, **{field.name: value})
        return
    if difference.kind == DifferenceKind.ONLY_THERE and not difference.person:
        landing = landing_of(comparison.file)
        landing.write, landing.by = True, by
        told = landing.land(landing.prepare(iter([(0, json.loads(difference.theirs))]), 1))
        if told.refused:
            raise NotReady
        difference.person = Person.objects.get(id_index=difference.id_index)
        difference.save(update_fields=["person"])
    _put_on_list(difference, comparison, by)


def _put_on_list(difference: Difference, comparison: Comparison, by: User | None) -> None:
    """The tag or place the list is about begins, or ends, on the list's day."""
    person, day = difference.person, comparison.as_of
    kind, _colon, value = comparison.about.partition(":")
    begins = difference.kind == DifferenceKind.ONLY_THERE
    if not person or (kind == "list" and not begins):
        return  # leaving one of the five lists means standing on another: the officer says which
    if kind == "list":
        move_to_list(person, StandingList(value), on=day, reason=comparison.office, by=by)
    elif kind == "tag" and begins:
        tag(person, Tag(value), since=day, source=comparison.office, by=by)
    elif kind == "tag":
        for held in person.taggings.filter(tag=value, until__isnull=True):
            untag(held, until=day, by=by)


def decide_all(
    comparison: Comparison, kind: DifferenceKind, decision: Decision, note: str, *, by: User | None
) -> tuple[int, int]:
    """The same decision for open differences of a kind, ``AT_ONCE`` at the most.

    Returns how many were decided and how many could not be.
    """
    done = skipped = 0
    rows = comparison.differences.filter(kind=kind, decision=Decision.OPEN)
    for difference in list(rows[:AT_ONCE]):
        try:
            decide(difference, decision, note, by=by)
            done += 1
        except ValidationError:
            skipped += 1
    return done, skipped
