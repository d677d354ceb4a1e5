from django.dispatch import receiver

from training.classes.queries import book_of
from training.classes.signals import class_concluded

from .actions import conclude


@receiver(class_concluded, dispatch_uid="training_conclude_trainees")
def conclude_trainees(sender, training_class, by, **kwargs):
    """When a class is concluded, so is every trainee who took part, by the same rulebook."""
    book = book_of(training_class)
    trainees = training_class.enrolments.started().select_related(
        "person", "training_class__course", "training_class__provider", "training_class__venue"
    )
    for enrolment in trainees.prefetch_related("results"):
        conclude(enrolment, by=by, book=book)
