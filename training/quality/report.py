"""What the quality page and its download show: the same thing, read once."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .comparison import Row, compare
from .facts import Name
from .figures import Figure, figures_of
from .queries import facts_within


@dataclass(frozen=True)
class Report:
    scope: object
    by: str
    total: Row
    rows: list[Row]

    @property
    def headcounts(self) -> list[Figure]:
        return self.total.headcounts

    @property
    def qualities(self) -> list[Figure]:
        return self.total.qualities

    @property
    def title(self):
        """The scope in words: "Cooking · Xiangqiao · classes that ended from … to …"."""
        scope = self.scope
        parts = (scope.training_class, scope.trade, scope.provider, scope.region)
        return " · ".join([str(part) for part in parts if part] + [_period(scope)])


def _period(scope):
    days = {
        "starts": scope.starts and date_format(scope.starts),
        "ends": scope.ends and date_format(scope.ends),
    }
    if scope.starts and scope.ends:
        return _("Classes that ended from %(starts)s to %(ends)s") % days
    if scope.starts:
        return _("Classes that ended on or after %(starts)s") % days
    if scope.ends:
        return _("Classes that ended by %(ends)s") % days
    return _("Classes of all periods")


def report_on(scope, by) -> Report:
    facts = facts_within(scope)
    total = Row(Name(0, _("All together")), figures_of(facts), len(facts))
    return Report(scope, by, total, compare(facts, by))
