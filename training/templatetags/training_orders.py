"""What became of the classes offered for an order: numbers only, an employer sees no names."""

from dataclasses import dataclass

from django import template
from django.db.models import Count, Q

from training.classes.states import OVER, ClassState
from training.desk.order_standing import Standing, standings_of
from training.enrolment.models import Enrolment
from training.enrolment.states import SEATED
from training.orders.models import Offer, OrderLine

register = template.Library()


@dataclass(frozen=True)
class OfferedClass:
    offer: Offer
    enrolled: int
    completed: int | None  # not known before the class was concluded

    @property
    def may_decline(self):
        return self.offer.training_class.state not in OVER


@dataclass(frozen=True)
class StandingLine:
    line: OrderLine
    standing: Standing


@register.simple_tag
def standings_of_order(order):
    """Each line of the order with where it stands."""
    lines = order.lines.all()
    found = standings_of(lines)
    return [StandingLine(line, found[line.pk]) for line in lines]


@register.simple_tag
def with_numbers(offers):
    """Each offer with how many took a seat and how many completed; one query for all."""
    counted = {
        row["training_class"]: row
        for row in Enrolment.objects.filter(
            training_class__in=[offer.training_class_id for offer in offers]
        )
        .order_by()
        .values("training_class")
        .annotate(
            enrolled=Count("pk", filter=Q(state__in=SEATED)),
            completed=Count("pk", filter=Q(completion__completed=True)),
        )
    }
    return [_numbered(offer, counted.get(offer.training_class_id, {})) for offer in offers]


def _numbered(offer, counted):
    over = offer.training_class.state == ClassState.CONCLUDED
    return OfferedClass(
        offer, counted.get("enrolled", 0), counted.get("completed", 0) if over else None
    )
