"""May this person have such a voucher, and does it pay for this class; if not, why.

Each answer is a sentence; none means yes.
"""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.classes.models import TrainingClass
from training.organisations.models import Region
from training.people.models import Person

from .errors import NoneLeft
from .models import Entitlement, Issue
from .states import EntitlementState


def reasons_not_to_claim(person: Person, issue: Issue, today: date | None = None) -> list[str]:
    """Reads only what was fetched with the two, when they come from `queries.wallets_of`."""
    today = today or timezone.localdate()
    mine = next((row for row in person.entitlements.all() if row.issue_id == issue.pk), None)
    if mine and mine.state == EntitlementState.WITHDRAWN:
        return [_("This voucher was taken back: %(reason)s") % {"reason": mine.reason}]
    if mine:
        return [_("You have this voucher already.")]
    return [
        *_dates(issue, today),
        *_place(person, issue),
        *_group(person, issue, today),
        *_trade(issue),
        *_left(issue),
    ]


def _dates(issue: Issue, today: date) -> Iterator[str]:
    if issue.is_past(today):
        yield (_("These vouchers were valid until %(day)s.") % {"day": date_format(issue.valid_to)})
    elif issue.is_closed:
        yield _("The bureau gives out no more of these vouchers.")


def _place(person: Person, issue: Issue) -> Iterator[str]:
    if person.region is None:
        yield _("We do not know where you live. Please tell your village officer or the bureau.")
    elif not within(person.region, issue.region):
        yield (
            _("These vouchers are for people who live in %(place)s.")
            % {"place": issue.region.label}
        )


def _group(person: Person, issue: Issue, today: date) -> Iterator[str]:
    if issue.groups and not groups_of(person, today) & set(issue.groups):
        yield (
            _(
                "These vouchers are for: %(groups)s. If that is you, please tell your village "
                "officer or the bureau."
            )
            % {"groups": _("; ").join(issue.group_labels)}
        )


def _trade(issue: Issue) -> Iterator[str]:
    trades = issue.trades.all()
    if trades and not any(course.offered for trade in trades for course in trade.courses.all()):
        yield _("No course of these trades is offered now.")


def _left(issue: Issue) -> list[str]:
    return [] if issue.left > 0 else list(NoneLeft(issue.places).messages)


def groups_of(person: Person, today: date) -> set[str]:
    """The main category and the tags that hold today."""
    tags = {
        row.tag
        for row in person.taggings.all()
        if row.since <= today and (row.until is None or row.until > today)
    }
    return tags | ({person.category} if person.category else set())


def within(region: Region, wider: Region) -> bool:
    return region.path.startswith(wider.path)


def reasons_not_to_use(entitlement: Entitlement, training_class: TrainingClass) -> list[str]:
    """Why the voucher does not pay for the class, whatever its own state."""
    return list(_against(entitlement.issue, training_class))


def _against(issue: Issue, training_class: TrainingClass) -> Iterator[str]:
    trades, providers = issue.trades.all(), issue.providers.all()
    if trades and training_class.course.trade_id not in {row.pk for row in trades}:
        yield (
            _("The voucher is for: %(trades)s.")
            % {"trades": _("; ").join(row.label for row in trades)}
        )
    if not within(training_class.region, issue.region):
        yield (_("The voucher is for classes held in %(place)s.") % {"place": issue.region.label})
    if providers and training_class.provider_id not in {row.pk for row in providers}:
        yield (
            _("The voucher is for classes of: %(schools)s.")
            % {"schools": _("; ").join(row.label for row in providers)}
        )
    if not issue.valid_from <= training_class.starts_on <= issue.valid_to:
        yield (
            _("The voucher is for classes that begin from %(first)s to %(last)s.")
            % {"first": date_format(issue.valid_from), "last": date_format(issue.valid_to)}
        )


def fits(entitlement: Entitlement, training_class: TrainingClass) -> bool:
    return not reasons_not_to_use(entitlement, training_class)
