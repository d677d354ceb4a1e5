"""A register file's way: brought, its columns confirmed, checked, imported."""

import gc
import json
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from training.organisations.models import Region
from training.organisations.reach import User
from training.people import bulk
from training.people.errors import NoHeadings, Unreadable
from training.people.headings import BY_FIELD, HEADING_WITHIN, NEEDED, find_headings, guess_columns
from training.people.masking import mask_account
from training.people.models import Person
from training.people.sheets import first_rows, rows_of

from .errors import ColumnMissing, ColumnTwice, FileGone, NotReady
from .imports.people import PersonReader
from .imports.places import Gazetteer
from .landing import Landing, Part, Row, Told
from .models import RegisterFile
from .sealed import destroy, opened, seal
from .states import FileState, FileUse

PART = 5_000  # rows a transaction
FILLING = 50_000  # rows from which on a first filling goes without searching
SWITCH = 0.001  # seconds, instead of Python's 0.005
EXAMPLES = 20
TRIES = 3
COUNTS = ("rows_done", "new", "changed", "same", "refused", "passed_over")


class TakenOver(Exception):
    """Another worker moves the same file on; this one stops."""


@transaction.atomic
def bring_file(
    file: IO[bytes],
    name: str,
    *,
    by: User | None,
    region: Region | None = None,
    use: FileUse = FileUse.IMPORT,
) -> RegisterFile:
    """Seal the file and guess what its columns hold. Raises ``Unreadable`` or ``NoHeadings``."""
    found = find_headings(first_rows(file, name, HEADING_WITHIN))
    if not found:
        raise NoHeadings(name)
    number, headings = found
    register_file = RegisterFile.objects.create(
        use=use,
        name=name[-200:],
        region=region,
        heading_row=number,
        headings=headings,
        columns=guess_columns(headings),
        sealed_as=seal(file),
        brought_by=by,
    )
    log(register_file, "training.bring_file", user=by)
    return register_file


SAMPLES = 3
LONG_NUMBER = re.compile(r"[\dXx]{15}")  # an identity number or an account, in any column


def samples_of(register_file: RegisterFile) -> dict[int, str]:
    """By column, what stands in the first rows; of long numbers the ends only."""
    with opened(register_file) as clear:
        rows = list(islice(below_headings(register_file, clear), SAMPLES))
    return {
        place: " · ".join(
            _sample(cells[place]) for _number, cells in rows if place < len(cells) and cells[place]
        )
        for place in range(len(register_file.headings))
    }


def _sample(cell: str) -> str:
    return mask_account(cell) if LONG_NUMBER.search(cell) else cell[:40]


@transaction.atomic
def confirm_columns(
    register_file: RegisterFile,
    columns: dict[str, int],
    *,
    by: User | None,
    region: Region | None = None,
    agreed_on_paper: bool = False,
) -> RegisterFile:
    """Say which column holds what; what was found out by other columns is forgotten.

    Sensitive columns are left out unless the people agreed on paper. Raises ``ColumnMissing``,
    ``ColumnTwice`` or ``NotReady``.
    """
    register_file = RegisterFile.objects.select_for_update().get(pk=register_file.pk)
    if register_file.at_work or register_file.state == FileState.DONE:
        raise NotReady
    for field in NEEDED:
        if field not in columns:
            raise ColumnMissing(str(BY_FIELD[field].label))
    for place in columns.values():
        if list(columns.values()).count(place) > 1:
            raise ColumnTwice(register_file.headings[place])
    register_file.columns = {
        field: place
        for field, place in columns.items()
        if agreed_on_paper or not BY_FIELD[field].sensitive
    }
    register_file.region, register_file.agreed_on_paper = region, agreed_on_paper
    register_file.state = FileState.UPLOADED
    register_file.save()
    return register_file


@transaction.atomic
def begin(register_file: RegisterFile, state: FileState, *, by: User | None) -> RegisterFile:
    """Set a file to be checked or imported from its first row. Raises ``NotReady``."""
    ready = {
        FileState.CHECKING: (FileState.UPLOADED, FileState.CHECKED, FileState.FAILED),
        FileState.IMPORTING: (FileState.CHECKED,),
    }[state]
    register_file = RegisterFile.objects.select_for_update().get(pk=register_file.pk)
    if register_file.state not in ready:
        raise NotReady
    if not register_file.sealed_as:
        raise FileGone
    for name in COUNTS:
        setattr(register_file, name, 0)
    register_file.state, register_file.fault, register_file.examples = state, "", ""
    register_file.touched_at, register_file.finished_at = timezone.now(), None
    register_file.save()
    register_file.refused_rows.all().delete()
    if state == FileState.CHECKING:
        log(register_file, "training.check_file", user=by)
    else:
        log(
            register_file,
            "training.land_file",
            user=by,
            data={"agreed_on_paper": register_file.agreed_on_paper},
        )
    return register_file


def work_on(
    register_file: RegisterFile, *, tell: Callable[[RegisterFile], None] | None = None
) -> RegisterFile:
    """Read the file on from where it stands to its end, a part a transaction.

    Whoever is killed meanwhile leaves whole parts behind; called again, it goes on behind the
    last of them and ends in the same register. ``tell`` is called after each part.
    """
    with stopped_by_faults(register_file), in_long_strides():
        _read_through(register_file, tell)
    register_file.refresh_from_db()
    return register_file


@contextmanager
def stopped_by_faults(register_file: RegisterFile) -> Iterator[None]:
    """What goes wrong is written on the file, where whoever brought it reads it."""
    try:
        yield
    except TakenOver:
        pass
    except Unreadable as fault:
        _stop(register_file, fault.messages[0])
    except Exception:
        _stop(register_file, _("The reading broke off. Nothing is half-written; check it again."))
        raise


@contextmanager
def in_long_strides() -> Iterator[None]:
    """Millions of short-lived rows hold no cycles, so nothing is searched for them meanwhile; and
    the thread that waits for the database gets its turn as soon as the database answers."""
    interval, collecting = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(SWITCH)
    gc.disable()
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if collecting:
            gc.enable()


def _stop(register_file: RegisterFile, reason: str) -> None:
    make_searchable(register_file)
    RegisterFile.objects.filter(pk=register_file.pk).update(
        state=FileState.FAILED, fault=reason[:300], touched_at=timezone.now()
    )


def _read_through(register_file: RegisterFile, tell: Any) -> None:
    with opened(register_file) as clear:
        if not register_file.rows:
            count = sum(1 for _row in below_headings(register_file, clear))
            register_file.rows = count
            register_file.save(update_fields=["rows"])
        _make_way(register_file)
        landing = landing_of(register_file)
        rows = below_headings(register_file, clear)
        landing.remember(islice(rows, register_file.rows_done))
        for part in parts_of(landing, rows):
            _land_part(register_file, landing, part)
            if tell:
                tell(register_file)
    make_searchable(register_file)
    finish(register_file)


def _make_way(register_file: RegisterFile) -> None:
    """A first filling, of more people than the register holds by far, goes without the indexes
    that people are searched by; the few who are there are found without."""
    if register_file.state != FileState.IMPORTING or register_file.rows < FILLING:
        return
    if (
        register_file.rows_done == 0
        and not Person.objects.all()[register_file.rows // 10 :].exists()
    ):
        with transaction.atomic():
            register_file.indexes_off = bulk.take_off_indexes(Person)
            register_file.save(update_fields=["indexes_off"])


def make_searchable(register_file: RegisterFile) -> None:
    """Put back what `_make_way` took off, wherever the file ended."""
    if not register_file.indexes_off:
        return
    with transaction.atomic():
        bulk.put_back_indexes(register_file.indexes_off)
        register_file.indexes_off = []
        register_file.save(update_fields=["indexes_off"])


def parts_of(landing: Landing, rows: Iterator[Row]) -> Iterator[Part]:
    """Parts of a file; while one is being written, the next is read in a thread of its own."""
    language = get_language()

    def read() -> Part:
        with override(language):  # reasons are told in the language of whoever asked
            return landing.prepare(rows, PART)

    with ThreadPoolExecutor(max_workers=1) as ahead:
        following = ahead.submit(read)
        while part := following.result():
            following = ahead.submit(read)
            yield part


def landing_of(register_file: RegisterFile) -> Landing:
    """Who may live where, as the officer who brought the file answers for it."""
    by = register_file.brought_by
    homes = Region.objects.answered_for_by(by) if by else Region.objects.none()
    if register_file.region:
        homes = homes.within(register_file.region)
    reader = PersonReader(
        register_file.columns,
        homes=Gazetteer(homes),
        households=Gazetteer(Region.objects.all()),
        region=register_file.region_id,
    )
    return Landing(register_file, reader, by, write=register_file.state == FileState.IMPORTING)


def below_headings(register_file: RegisterFile, clear: IO[bytes]) -> Iterator[Row]:
    clear.seek(0)
    rows = rows_of(clear, register_file.name)
    return (row for row in rows if row[0] > register_file.heading_row)


def _land_part(register_file: RegisterFile, landing: Landing, part: Part) -> None:
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                bulk.do_not_wait_for_the_disk()  # `finish` does, for all parts before it
                _hold(register_file)
                told = landing.land(part)
                _count(register_file, told, len(part))
        except IntegrityError:
            # Somebody registered one of these people between our look and our write: look again.
            if not tries_left:
                raise
        else:
            return


def _hold(register_file: RegisterFile) -> None:
    """Two workers cannot both move a file: the second waits here, and finds it moved."""
    still = RegisterFile.objects.select_for_update().filter(
        pk=register_file.pk, rows_done=register_file.rows_done, state=register_file.state
    )
    if not still.first():
        raise TakenOver


def _count(register_file: RegisterFile, told: Told, rows: int) -> None:
    counted = {"rows_done": rows, "refused": len(told.refused)}
    counted |= {name: getattr(told, name) for name in ("new", "changed", "same", "passed_over")}
    examples = json.loads(register_file.examples or "[]")
    examples = [*examples, *told.examples][:EXAMPLES]
    RegisterFile.objects.filter(pk=register_file.pk).update(
        **{name: F(name) + count for name, count in counted.items()},
        examples=json.dumps(examples, ensure_ascii=False),
        touched_at=timezone.now(),
    )
    register_file.refresh_from_db()


@transaction.atomic
def finish(register_file: RegisterFile, state: FileState | None = None) -> None:
    """The file is read to its end; one that has been landed or compared is not kept."""
    after = {FileState.CHECKING: FileState.CHECKED, FileState.IMPORTING: FileState.DONE}
    state = state or after[FileState(register_file.state)]
    now = timezone.now()
    RegisterFile.objects.filter(pk=register_file.pk, state=register_file.state).update(
        state=state, finished_at=now, touched_at=now
    )
    if state == FileState.DONE:
        RegisterFile.objects.filter(pk=register_file.pk).update(sealed_as="")
        transaction.on_commit(lambda: destroy(register_file))
