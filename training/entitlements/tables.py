from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from training.organisations.tables import StateColumn


class StandingColumn(StateColumn):
    """A voucher past its last day is expired, whether or not the night's command has run."""

    def get_value(self, instance):
        return instance.told


def trades_of(issue):
    return gettext("; ").join(trade.label for trade in issue.trades.all()) or gettext("Every trade")


def schools_of(issue):
    names = gettext("; ").join(provider.label for provider in issue.providers.all())
    return names or gettext("Every training provider")


def people_of(issue):
    return gettext("; ").join(issue.group_labels) or gettext("Everybody who lives there")


def of_all(part, whole):
    return gettext("%(part)d of %(whole)d") % {"part": part, "whole": whole}


def claimed_of(issue):
    return of_all(issue.claimed, issue.places)


def used_of(issue):
    return of_all(issue.spent, issue.claimed)


def share(row):
    return "–" if row.percent is None else f"{row.percent:.1f} %"


def part(row):
    return of_all(row.part, row.whole)


PART_COLUMNS = [
    Column("label", label=_("Vouchers")),
    Column("part", label=_("Number"), accessor=part),
    Column("percent", label=_("Share"), accessor=share),
]
