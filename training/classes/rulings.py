"""By which rules a class goes: those it was approved under, or those of its place and first day."""

from collections.abc import Iterable
from typing import Any

from training.policy.kept import as_kept, book_as_kept
from training.policy.queries import Rulebook, rulebook, rulebooks
from training.policy.states import RuleKey

from .models import TrainingClass

# Without these nobody can be concluded. Where nobody had ruled when the class was approved, the
# ruling made since is taken: it changes nothing that was approved, for nothing was.
NEEDED = (RuleKey.MIN_ATTENDANCE, RuleKey.PASS_MARK_THEORY, RuleKey.PASS_MARK_PRACTICE)


def rules_to_keep(training_class: TrainingClass) -> dict[str, dict[str, Any]]:
    """What is stored with a class on the day it is approved."""
    return as_kept(rulebook(training_class.region, training_class.starts_on))


def book_of(training_class: TrainingClass) -> Rulebook:
    """The rulebook of the class; no query for one that was approved with all it needs."""
    if training_class.ruled is None:
        return rulebook(training_class.region, training_class.starts_on)
    book = _kept(training_class)
    if not _lacks(book):
        return book
    return _completed(book, rulebook(training_class.region, training_class.starts_on))


def books_of(classes: Iterable[TrainingClass]) -> dict[int, Rulebook]:
    """The rulebook of each class by its number, with one query at most for all of them."""
    rows = {row.pk: row for row in classes}
    kept = {pk: _kept(row) for pk, row in rows.items() if row.ruled is not None}
    asked = {pk: row for pk, row in rows.items() if pk not in kept or _lacks(kept[pk])}
    today = rulebooks({(row.region, row.starts_on) for row in asked.values()})
    found = {pk: today[row.region, row.starts_on] for pk, row in asked.items()}
    return kept | {pk: _completed(kept[pk], found[pk]) if pk in kept else found[pk] for pk in found}


def _kept(training_class: TrainingClass) -> Rulebook:
    return book_as_kept(training_class.starts_on, training_class.ruled or {})


def _lacks(book: Rulebook) -> bool:
    return any(book.find(key) is None for key in NEEDED)


def _completed(book: Rulebook, since: Rulebook) -> Rulebook:
    needed = {of: rule for of, rule in since.rules.items() if of[0] in NEEDED}
    return Rulebook(on=book.on, rules=needed | book.rules)
