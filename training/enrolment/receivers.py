"""What happens to seats and waiting lists when something happens to their class."""

from django.dispatch import receiver
from django.utils import timezone

from training.classes.signals import class_approved, class_cancelled, class_changed

from . import allotting, ledger, waiting_list
from .states import WaitingState


@receiver(class_approved)
def open_the_ledger(training_class, **kwargs):
    ledger.open_seats(training_class)


@receiver(class_changed)
def follow_the_class(training_class, before, **kwargs):
    """Raises ``SeatsTaken``, and so undoes the change, when fewer seats remain than are given."""
    if "starts_on" in before:
        begins = waiting_list.begins(training_class)
        late = training_class.waiting.filter(seat__isnull=False, until__gt=begins)
        training_class.ledger.filter(offered_to__in=late).update(until=begins)
        late.update(until=begins)
    if "seats" in before:
        allotting.follow_size(training_class)


@receiver(class_cancelled)
def end_the_waiting(training_class, reason, by, **kwargs):
    """Whoever waits reads why; whoever sits keeps the seat in the cancelled class on record."""
    training_class = ledger.hold_class(training_class)
    for row in training_class.waiting.in_queue().select_related("seat", "training_class"):
        waiting_list.close(row, WaitingState.STRUCK, timezone.now(), by=by, reason=reason)
