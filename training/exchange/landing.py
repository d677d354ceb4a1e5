"""A part of a register file → the register: told apart, then written, in one transaction.

Reading the same part again finds the same people already there, so a file that was cut off is
simply taken up again where its last whole part ended.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from training.conf import setting
from training.organisations.models import Region
from training.organisations.reach import User, reach_of
from training.people import bulk
from training.people.cleaning import plain_word
from training.people.encryption import blind_indexes, fingerprinter, indexer
from training.people.headings import belongs_to_the_sheet
from training.people.models import Person, Phone, PhoneLogin

from .imports.base import Refused
from .imports.glance import Glance
from .imports.people import PersonReader
from .models import RefusedRow, RegisterFile

Row = tuple[int, list[str]]
Facts = dict[str, Any]

# What a row may state and the register keeps as it is stated.
STATED = (
    *("name", "phone", "region_id", "address", "category", "ethnicity", "schooling"),
    *("household_kind", "household_region_id", "mailing_address", "postcode", "email"),
    *("registration_number", "work_state", "job_wish", "training_wish_id"),
    *("hardship_cause", "disability", "bank_name", "bank_holder", "bank_account"),
)
EMPTY_WITHOUT = {"region_id", "household_region_id", "training_wish_id"}  # None, not ""
SENSITIVE = {"hardship_cause": "hardship_consent_at", "disability": "hardship_consent_at"}
SENSITIVE |= dict.fromkeys(
    ("bank_name", "bank_holder", "bank_account", "bank_index"), "bank_consent_at"
)
CONSENTS = ("hardship_consent_at", "bank_consent_at")
DERIVED = ("bank_index", "user_id", "landed_row", *CONSENTS)
UPDATED = (*STATED, *DERIVED)
INSERTED = (
    *UPDATED,
    *("id_number", "id_index", "sex", "birth_date", "registered_at", "registered_by_id"),
    *("consented_at", "referral_consent_at", "kept_until", "officer_id", "withheld"),
)


INSERTED_OF = itemgetter(*INSERTED)
LAST = {sign: value for value, sign in enumerate("0123456789X")} | {"x": 10}
KNOWN = ("pk", "id_index", "kept_until", "withheld", *UPDATED)


@dataclass
class Told:
    """What became of a part's rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    passed_over: int = 0
    refused: list[tuple[Row, str]] = field(default_factory=list)
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Part:
    """Rows on their way. One without a mark is nobody's; those not in ``slow`` were read at a
    glance into ``columns``."""

    rows: list[Row]
    marks: list[int | None]
    numbers: list[int | None]
    indexes: list[str]  # by which each row's person is found; "" where the number is not plain
    columns: dict[str, Any] | None = None
    slow: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Met:
    """Rows beside the register: (row, the person as they stand or None, what the row states)."""

    people: list[tuple[Row, Facts | None, Facts]]
    refused: list[tuple[Row, str]]
    passed_over: int


@dataclass
class Landing:
    """Lands the parts of one file, one after another, for the officer who brought it."""

    file: RegisterFile
    reader: PersonReader
    by: User | None
    write: bool = True
    seen: set[int] = field(default_factory=set)  # people of the parts before this one
    eager: bool = True

    def __post_init__(self) -> None:
        self.columns: dict[str, int] = self.file.columns
        self.stated = itemgetter(*sorted(self.columns.values()))
        read_as = (json.dumps(self.columns, sort_keys=True), str(self.file.region_id), "")
        self.fingerprint, self.index = fingerprinter("\x1f".join(read_as)), indexer()
        self.glance = Glance(self.reader)
        self.rotating = bool(setting("OLD_INDEX_KEYS"))
        reach = reach_of(self.by)
        self.within: set[int] | None = None
        if not reach.everything:
            homes = Region.objects.answered_for_by(self.by) if self.by else Region.objects.none()
            self.within = set(homes.values_list("pk", flat=True))

    def remember(self, rows: Iterable[Row]) -> None:
        """Rows landed before the file was cut off: their people count as met."""
        for _row, cells in rows:
            if number := self._number(wide(cells, self.reader.width)):
                self.seen.add(number)

    def prepare(self, rows: Iterator[Row], count: int) -> Part:
        """The next part, read as far as it can be without the register; empty at the end.

        Asks the database nothing, so that it can be done while another part is being written.
        """
        width = self.reader.width
        taken = [(number, wide(cells, width)) for number, cells in islice(rows, count)]
        table = [cells for _number, cells in taken]
        theirs = [belongs_to_the_sheet(cells, self.columns) for cells in table]
        join, stated, mark = "\x1f".join, self.stated, self.fingerprint
        marks = [
            None if sheet else mark(join(stated(cells)))
            for sheet, cells in zip(theirs, table, strict=True)
        ]
        numbers = [self._number(cells) for cells in table]
        index = self.index
        indexes = [index(written(number)) if number else "" for number in numbers]
        part = Part(taken, marks, numbers, indexes)
        if table and self.eager and not self.rotating:
            part.columns, part.slow = self.glance.read(table)
            self._follow(part)
        return part

    def land(self, part: Part) -> Told:
        """One part. The caller holds the transaction."""
        told, met = Told(), set()
        landed = self._landed(part)
        todo = self._unknown(part, told, met, landed)
        plain = self._plain_and_new(part, todo, landed)
        people = self._stated(part, todo if not plain else sorted({*todo} - {*plain}), told)
        fresh, changed = [], []
        for row, person, values in self._beside(people):
            if not person:
                fresh.append(values)
            elif reason := self._reason_not_to_touch(person, values):
                told.refused.append((row, reason))
            elif names := [name for name in STATED if differs(person, values, name)]:
                changed.append((person, values, names))
                _show(told, person, values, names)
            else:
                told.same += 1
                changed.append((person, values, []))  # to be known by this row next week
        told.new = len(fresh) + len(plain)
        told.changed = sum(bool(names) for *_rest, names in changed)
        if self.write:
            self._insert_plain(part, plain)
            self._insert(fresh)
            self._overwrite(changed)
            self._keep_more_phones(people)
        refuse(self.file, told.refused)
        self.seen |= met
        # Last week's file again: most rows need no reading, so the next part is not read ahead.
        self.eager = len(todo) * 2 > len(part)
        return told

    def compare(self, part: Part) -> "Met":
        """One part beside the register: nobody is written, nobody was landed before."""
        told, met = Told(), set()
        people = self._stated(part, self._unknown(part, told, met, {}), told)
        self.seen |= met
        return Met(list(self._beside(people)), told.refused, told.passed_over)

    # Reading

    def _beside(self, people):
        """Each row's person as they stand in the register, or None, and what the row states."""
        known = self._known(people)
        logins = self._logins([facts["phone"] for _row, facts in people if "phone" in facts])
        for row, values in people:
            if phone := values.get("phone"):
                values["user_id"] = logins.get(phone)
            person = known.get(values["id_index"])
            kept_back = person["withheld"] if person else []
            yield row, person, _without(values, kept_back) if kept_back else values

    def _landed(self, part):
        """Of the part's people those registered, by index, and the row they landed with."""
        indexes = [index for index in part.indexes if index]
        return dict(
            Person.objects.filter(id_index__among=indexes).values_list("id_index", "landed_row")
        )

    def _unknown(self, part, told, met, landed):
        """The rows that have not landed before just as they are now, by their place."""
        todo = []
        seen = self.seen
        for place, (mark, number) in enumerate(zip(part.marks, part.numbers, strict=True)):
            if mark is None:
                told.passed_over += 1
                continue
            again = number in met or number in seen
            if number:
                met.add(number)
            if landed and landed.get(part.indexes[place]) == mark:
                told.same += 1
            elif again:
                sentence = _("This person stands in an earlier row already.")
                told.refused.append((part.rows[place], sentence))
            else:
                todo.append(place)
        return todo

    def _number(self, cells):
        """The identity number as a number, to tell whether somebody stood in the file above."""
        written = cells[self.columns["id_number"]]
        if not written.isascii():
            written = plain_word(written)
        if len(written) != 18 or not written[:17].isdigit() or written[17] not in LAST:  # noqa: PLR2004
            return None
        return int(written[:17]) * 16 + LAST[written[17]]

    def _follow(self, part):
        """What follows from what the rows state at a glance."""
        index, columns, slow = self.index, part.columns, part.slow
        columns["id_index"], columns["landed_row"] = part.indexes, part.marks
        if "bank_account" in columns:
            columns["bank_index"] = [
                index(account) if account and place not in slow else ""
                for place, account in enumerate(columns["bank_account"])
            ]
        if self.file.agreed_on_paper:
            at = self.file.brought_at
            for consent in CONSENTS:
                stated = [columns[n] for n, c in SENSITIVE.items() if c == consent and n in columns]
                columns[consent] = [at if any(row) else None for row in zip(*stated, strict=True)]

    def _plain_and_new(self, part, todo, landed):
        """Of the rows read at a glance, those whose people are not registered yet."""
        if not part.columns:
            return []
        slow, indexes = part.slow, part.indexes
        return [place for place in todo if place not in slow and indexes[place] not in landed]

    def _stated(self, part, places, told):
        """Row and stated values of each, less those that are refused."""
        people = []
        for place in places:
            row = part.rows[place]
            try:
                people.append((row, self._read(row, part.marks[place])))
            except Refused as refused:
                told.refused.append((row, str(refused)))
        return people

    def _read(self, row, mark):
        """What the row states, as values of ``Person``, with all that follows from it."""
        values = self.reader.read(row[1])
        values["id_index"] = self.index(values["id_number"])
        values["landed_row"] = mark
        if numbers := values.get("phone"):
            values["phone"], *values["more_phones"] = numbers
        if account := values.get("bank_account"):
            values["bank_index"] = self.index(account)
        if self.file.agreed_on_paper:
            stated = SENSITIVE.keys() & values.keys()
            values |= {SENSITIVE[name]: self.file.brought_at for name in stated}
        return values

    def _known(self, stated):
        """People of these numbers as they stand, held until this part is written."""
        indexes = {values["id_index"]: values["id_index"] for _row, values in stated}
        if self.rotating:  # some may still be known by the index of an older key
            for _row, values in stated:
                older = blind_indexes(values["id_number"])
                indexes |= dict.fromkeys(older, values["id_index"])
        people = Person.objects.filter(id_index__among=list(indexes))
        if self.write:
            people = people.select_for_update()
        return {indexes[row["id_index"]]: row for row in people.values(*KNOWN)}

    def _logins(self, phones):
        rows = PhoneLogin.objects.filter(phone__among=phones).values_list("phone", "user_id")
        return dict(rows)

    def _reason_not_to_touch(self, person, values):
        place = person["region_id"]
        if self.within is not None and place is not None and place not in self.within:
            return _("This person is registered in another place. Please ask the bureau there.")
        if person["kept_until"]:
            return _("This person had their data erased; only what the law demands is kept.")
        if person["name"] != values["name"]:
            return _(
                "This identity number is registered under another name. "
                "Please check both with the card."
            )
        return ""

    # Writing

    def _blank(self):
        by = self.by.pk if self.by else None
        return BLANK | {"registered_at": timezone.now(), "registered_by_id": by}

    def _insert_plain(self, part, places):
        if not places:
            return
        blank = self._blank()
        whole = len(places) == len(part)
        columns: dict[str, Any] = {}
        for name in INSERTED:
            read = part.columns.get(name)
            if read is None:
                columns[name] = bulk.Same(blank[name])
                continue
            chosen = read if whole else [read[place] for place in places]
            columns[name] = [value or "" for value in chosen] if blank.get(name) == "" else chosen
        phones = columns["phone"]
        logins = {} if isinstance(phones, bulk.Same) else self._logins(phones)
        if logins:
            columns["user_id"] = [logins.get(phone) for phone in phones]
        bulk.insert_columns(Person, columns, len(places))

    def _insert(self, fresh):
        blank = self._blank()
        if fresh:
            bulk.insert(Person, INSERTED, (INSERTED_OF(blank | values) for values in fresh))

    def _overwrite(self, changed):
        if not changed:
            return
        rows = []
        for person, values, _names in changed:
            consents = {name: person[name] or values.get(name) for name in CONSENTS}
            login = {} if person["phone"] == values.get("phone") else {"user_id": _login(values)}
            whole = person | values | consents
            whole["user_id"] = person["user_id"]
            whole |= login if "phone" in values else {}
            rows.append([person["pk"], *(whole[name] for name in UPDATED)])
        bulk.overwrite(Person, UPDATED, rows)
        self._log([(person, names) for person, _values, names in changed if names])

    def _log(self, corrected):
        """One entry a person, as when somebody corrects them by hand; the values are not told."""
        now = timezone.now()
        kind = ContentType.objects.get_for_model(Person)
        fields = (
            *("content_type_id", "object_id", "label", "action", "timestamp", "user_id", "uuid"),
            *("data", "content_changed", "deleted"),
        )
        by = self.by.pk if self.by else None
        action = "training.correct_person"
        rows = (
            [
                # Each entry its own: Wagtail's histories show one entry of an action and uuid.
                *(kind.pk, str(person["pk"]), person["name"], action, now, by, uuid4()),
                *({"changed": names, "file": self.file.pk}, False, False),
            ]
            for person, names in corrected
        )
        bulk.insert(ModelLogEntry, fields, rows)

    def _keep_more_phones(self, people):
        more = {
            values["id_index"]: values["more_phones"]
            for _row, values in people
            if values.get("more_phones")
        }
        if not more:
            return
        found = Person.objects.filter(id_index__in=more).values_list("id_index", "pk")
        Phone.objects.bulk_create(
            [Phone(person_id=pk, number=number) for index, pk in found for number in more[index]],
            ignore_conflicts=True,
        )


BLANK = {name: None if name in EMPTY_WITHOUT else "" for name in STATED}
BLANK |= dict.fromkeys(("user_id", "landed_row", *CONSENTS, "consented_at", "referral_consent_at"))
BLANK |= {"bank_index": "", "kept_until": None, "officer_id": None, "withheld": []}


def _without(values, withheld):
    """The facts less those the person has taken back their consent to."""
    kept_back = {f"{purpose}_consent_at" for purpose in withheld}
    return {
        name: value
        for name, value in values.items()
        if name not in kept_back and SENSITIVE.get(name) not in kept_back
    }


def _login(values):
    return values.get("user_id")


def differs(person, values, name):
    """Whether the row states this fact and the register has another."""
    return name in values and values[name] != person[name]


def refuse(register_file: RegisterFile, refused: list[tuple[Row, str]]) -> None:
    """Keep what was refused, sealed, so that it can be handed back with its reasons."""
    rows = (
        [register_file.pk, number, json.dumps(cells, ensure_ascii=False), reason[:300]]
        for (number, cells), reason in refused
    )
    if refused:
        bulk.insert(RefusedRow, ("file_id", "number", "cells", "reason"), rows)


EXAMPLES = 20


def _show(told, person, values, names):
    if len(told.examples) < EXAMPLES:
        shown = [[name, str(person[name] or ""), str(values[name])] for name in names]
        told.examples.append({"name": person["name"], "changes": shown})


def written(number):
    """The identity number that was read as this number."""
    return f"{number >> 4}{'0123456789X'[number & 15]}"


def wide(cells, width):
    """A row with a cell for every column: spreadsheets leave out the empty ones at its end."""
    return cells if len(cells) >= width else cells + [""] * (width - len(cells))
