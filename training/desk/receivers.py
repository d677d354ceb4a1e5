"""What the desk hears from the rooms below."""

from django.dispatch import receiver

from training.enrolment.signals import enrolled
from training.orders.interests import close_interest
from training.orders.models import Interest
from training.orders.states import Closed


@receiver(enrolled, dispatch_uid="training_stop_waiting")
def stop_waiting(sender, enrolment, by, **kwargs):
    """Whoever has a seat waits no longer for that course."""
    course = enrolment.training_class.course_id
    for waiting in Interest.objects.open().filter(person=enrolment.person_id, course=course):
        close_interest(waiting, Closed.ENROLLED, by=by)
