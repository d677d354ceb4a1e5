"""Where somebody stands on a waiting list, and why not further in front."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.classes.models import TrainingClass
from training.classes.queries import books_of
from training.organisations.reach import Visitor
from training.people.encryption import blind_index
from training.people.states import Category, Tag
from training.policy.queries import Rulebook
from training.policy.states import RuleKey

from .rules import reasons_not_to_enrol
from .seats import Seat, Waiting
from .states import IN_QUEUE, SeatUse, WaitingState

CODE_SIGNS = 8
GROUPS = dict([*Category.choices, *Tag.choices])


@dataclass(frozen=True)
class Place:
    """A row of a waiting list as its person sees it."""

    waiting: Waiting
    number: int  # 1 is next; those who were offered a seat stand in front
    ahead: list[Waiting]  # who is served before, in order
    free: int  # seats that are free and not reserved
    group: list[Waiting]  # those who wait together with them
    first_groups: list[str]  # the groups that go first by the rules of the class

    @property
    def offered(self) -> bool:
        until = self.waiting.until
        stands = until is not None and until > timezone.now()
        return stands and self.waiting.state == WaitingState.OFFERED

    @property
    def reasons(self) -> list[str]:
        """Why it is not their turn, each a sentence."""
        return [*self._because_of_groups(), *self._because_of_seats(), *self._because_of_moves()]

    def _because_of_groups(self):
        """Which groups go first is told, and not who of those in front belongs to which."""
        count = sum(row.rank < self.waiting.rank and bool(row.because) for row in self.ahead)
        if count:
            yield ngettext(
                "%(count)d person in front goes first by rule. First go: %(groups)s.",
                "%(count)d people in front go first by rule. First go: %(groups)s.",
                count,
            ) % {"count": count, "groups": "、".join(self.first_groups)}

    def _because_of_seats(self):
        parties = {row.party_id for row in self.ahead if row.party_id}
        if self.free and parties:
            yield ngettext(
                "%(count)d seat is kept for a group in front that needs several seats at once.",
                "%(count)d seats are kept for a group in front that needs several seats at once.",
                self.free,
            ) % {"count": self.free}
        elif self.free and len(self.group) > self.free:
            yield ngettext(
                "%(count)d seat is free, but your group needs more at once.",
                "%(count)d seats are free, but your group needs more at once.",
                self.free,
            ) % {"count": self.free}
        elif not self.free:
            yield _("No seat is free now.")

    def _because_of_moves(self):
        moved = [row.moved_because for row in self.ahead if row.moved_because]
        for reason in dict.fromkeys(moved):
            yield _("The bureau moved a place in the queue: %(reason)s") % {"reason": reason}
        if self.waiting.moved_because:
            yield _("The bureau moved your place: %(reason)s") % {
                "reason": self.waiting.moved_because
            }

    @property
    def code(self) -> str:
        return code_of(self.waiting)


def places_of(rows: Iterable[Waiting]) -> list[Place]:
    """The places of ``rows``, which are in the queue; in a constant number of queries."""
    rows = list(rows)
    classes = {row.training_class_id for row in rows}
    queues: dict[int, list[Waiting]] = defaultdict(list)
    waiting = Waiting.objects.in_queue().filter(training_class__in=classes).in_order()
    for row in waiting.select_related("person"):
        queues[row.training_class_id].append(row)
    free = _free_in(classes)
    books = books_of(TrainingClass.objects.filter(pk__in=classes).with_rows_for_lists())
    first = {pk: _groups_first(book) for pk, book in books.items()}
    return [
        _place(row, queues[of], free[of], first[of])
        for row, of in ((row, row.training_class_id) for row in rows)
    ]


def _groups_first(book: Rulebook) -> list[str]:
    rules = sorted(book.about(RuleKey.PRIORITY).items(), key=lambda item: item[1].value)
    return [str(GROUPS.get(group, group)) for group, _rule in rules]


def _place(row: Waiting, queue: list[Waiting], free: int, first_groups: list[str]) -> Place:
    group = [other for other in queue if other.pk == row.pk or _same_party(other, row)]
    offered = [other for other in queue if other.state == WaitingState.OFFERED]
    order = [*offered, *(other for other in queue if other.state != WaitingState.OFFERED)]
    first = min(order.index(member) for member in group)
    ahead = [other for other in order[:first] if other not in group]
    return Place(row, len(ahead) + 1, ahead, free, group, first_groups)


def _same_party(one: Waiting, other: Waiting) -> bool:
    return one.party_id is not None and one.party_id == other.party_id


def _free_in(classes: Iterable[int]) -> dict[int, int]:
    free: dict[int, int] = defaultdict(int)
    seats = Seat.objects.filter(training_class__in=classes, use=SeatUse.FREE)
    today = timezone.localdate()
    for training_class, until in seats.values_list("training_class", "reserve__until"):
        free[training_class] += until is None or until < today
    return free


def waiting_of(user: Visitor) -> QuerySet[Waiting]:
    """The open places of the people on the user's phone."""
    if not user.is_authenticated:
        return Waiting.objects.none()
    return with_class(Waiting.objects.in_queue().filter(person__user=user))


def ended_for(user: Visitor, since: datetime) -> list[Waiting]:
    """Places that ended without a seat lately, so that nobody wonders where theirs went."""
    ended = [WaitingState.EXPIRED, WaitingState.STRUCK, WaitingState.UNSERVED]
    rows = Waiting.objects.filter(person__user=user.pk, state__in=ended, closed_at__gte=since)
    return list(with_class(rows).order_by("-closed_at"))


def with_class(rows):
    return rows.select_related(
        "person", "training_class__course", "training_class__venue__region", "party"
    ).order_by("until", "pk")


def why_ended(row: Waiting) -> list[str]:
    """What ended a place: the reason of a person, or the rules as they speak today."""
    if row.closed_because:
        return [row.closed_because]
    if row.state == WaitingState.EXPIRED:
        return [_("The seat was not accepted in time.")]
    if row.state == WaitingState.STRUCK:
        return reasons_not_to_enrol(row.person, row.training_class)
    return []


def code_of(waiting: Waiting) -> str:
    """The number a person gives to a friend who wants to wait together with them."""
    return f"{waiting.pk}-{blind_index(f'wait:{waiting.pk}')[:CODE_SIGNS].upper()}"


def waiting_by_code(code: str, training_class_id: int) -> Waiting | None:
    """The open place in this class that has this code."""
    number, _dash, _rest = code.strip().upper().partition("-")
    if not number.isdecimal():
        return None
    queue = Waiting.objects.filter(state__in=IN_QUEUE, training_class=training_class_id)
    row = queue.filter(pk=int(number[:15])).first()
    return row if row and code_of(row) == code.strip().upper() else None
