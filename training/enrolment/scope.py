"""The one way dashboards, exports and indicators narrow their view."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from courses.models import Trade
from training.classes.models import TrainingClass, TrainingClassQuerySet
from training.organisations.models import Employer, Provider, Region
from training.organisations.reach import User

if TYPE_CHECKING:
    from .models import EnrolmentQuerySet


@dataclass(frozen=True)
class Scope:
    """Whose figures, and what about. A class belongs to the period in which it ended."""

    user: User
    starts: date | None = None
    ends: date | None = None
    trade: Trade | None = None
    provider: Provider | None = None
    employer: Employer | None = None
    region: Region | None = None
    training_class: TrainingClass | None = None

    def but(self, **changes: Any) -> "Scope":
        """The same scope with something changed, as for one row of a comparison."""
        return replace(self, **changes)

    @property
    def _conditions(self) -> dict[str, object]:
        conditions = {
            "ends_on__gte": self.starts,
            "ends_on__lte": self.ends,
            "course__trade": self.trade,
            "provider": self.provider,
            "venue__region__path__startswith": self.region and self.region.path,
            "pk": self.training_class and self.training_class.pk,
        }
        return {lookup: value for lookup, value in conditions.items() if value is not None}

    def classes(self) -> TrainingClassQuerySet:
        """Approved classes of the scope that its user may see."""
        classes = TrainingClass.objects.held().visible_to(self.user).filter(**self._conditions)
        if self.employer:
            classes = classes.filter(offers__line__order__employer=self.employer).distinct()
        return classes

    def narrow(self, enrolments: "EnrolmentQuerySet") -> "EnrolmentQuerySet":
        """The enrolments of those classes."""
        return enrolments.visible_to(self.user).filter(training_class__in=self.classes())
