"""What a trainee still lacks. A package adds a rule through `register_completion_rules`."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail import hooks

from training.assessment.states import Moment
from training.attendance.queries import hours_of
from training.classes.queries import book_of
from training.enrolment.models import Enrolment
from training.policy.numbers import plain
from training.policy.queries import Rulebook
from training.policy.states import RuleKey


class CompletionRule:
    """One condition: ``slug``, ``shortfall(enrolment, book)``, and the sentence that tells it."""

    slug: str

    def shortfall(self, enrolment: Enrolment, book: Rulebook) -> dict | None:
        """What is lacking as plain data (strings and numbers), or None when nothing is."""
        raise NotImplementedError

    def sentence(self, shortfall: dict) -> str:
        raise NotImplementedError


class EnoughAttendance(CompletionRule):
    slug = "attendance"

    def shortfall(self, enrolment: Enrolment, book: Rulebook) -> dict | None:
        need = book.value(RuleKey.MIN_ATTENDANCE)
        have = hours_of(enrolment).share_of_planned
        if have is not None and have >= need:
            return None
        return {"have": None if have is None else plain(have), "need": plain(need)}

    def sentence(self, shortfall: dict) -> str:
        if shortfall["have"] is None:
            return _("No lesson was held, so no attendance could be counted.")
        return _("Attended %(have)s %% of the class hours; %(need)s %% are needed.") % shortfall


class Passed(CompletionRule):
    """A pass in one part of the test taken after the class."""

    def __init__(self, part: str, key: RuleKey, missing: str, failed: str) -> None:
        self.slug, self.part, self.key = f"pass-{part}", part, key
        self.missing, self.failed = missing, failed

    def shortfall(self, enrolment: Enrolment, book: Rulebook) -> dict | None:
        need = book.value(self.key)
        result = next((r for r in enrolment.results.all() if r.moment == Moment.AFTER), None)
        have = getattr(result, self.part, None)
        if have is not None and have >= need:
            return None
        return {"have": None if have is None else plain(have), "need": plain(need)}

    def sentence(self, shortfall: dict) -> str:
        return _(self.missing if shortfall["have"] is None else self.failed) % shortfall


def completion_rules() -> dict[str, CompletionRule]:
    rules = [
        EnoughAttendance(),
        Passed(
            "theory",
            RuleKey.PASS_MARK_THEORY,
            gettext_noop("The theory test was not taken."),
            gettext_noop("Theory: %(have)s of 100; %(need)s are needed."),
        ),
        Passed(
            "practice",
            RuleKey.PASS_MARK_PRACTICE,
            gettext_noop("The practical test was not taken."),
            gettext_noop("Practice: %(have)s of 100; %(need)s are needed."),
        ),
        *(register() for register in hooks.get_hooks("register_completion_rules")),
    ]
    return {rule.slug: rule for rule in rules}


def shortfalls_of(enrolment: Enrolment, book: Rulebook | None = None) -> list[dict]:
    """Everything this trainee lacks by the rules of the class."""
    book = book or book_of(enrolment.training_class)
    found = ((slug, rule.shortfall(enrolment, book)) for slug, rule in completion_rules().items())
    return [{"rule": slug, **lacking} for slug, lacking in found if lacking is not None]


def sentences(shortfalls: list[dict]) -> list[str]:
    """The same in the reader's language; a rule that is no longer installed is named."""
    rules = completion_rules()
    return [
        rules[row["rule"]].sentence(row) if row["rule"] in rules else row["rule"]
        for row in shortfalls
    ]
