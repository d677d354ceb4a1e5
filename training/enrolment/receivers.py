"""What happens to seats and waiting lists when something happens to their class."""

from django.dispatch import receiver

from training.classes.signals import class_approved, class_cancelled, class_changed
from training.people.signals import forgetting

from . import allotting, ledger, waiting_list
from .seating import end_waiting
from .seats import Waiting
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
        end_waiting(row, WaitingState.STRUCK, training_class, by=by, reason=reason)


@receiver(forgetting, dispatch_uid="training_forget_waiting")
def forget_waiting(sender, person, **kwargs):
    """Nobody is offered a seat who cannot be reached; that somebody waited once need not stay."""
    for row in Waiting.objects.in_queue().filter(person=person):
        training_class = ledger.hold_class_of(row)
        row.refresh_from_db()
        end_waiting(row, WaitingState.LEFT, training_class)
        waiting_list.serve(training_class)
    Waiting.objects.filter(person=person).delete()
