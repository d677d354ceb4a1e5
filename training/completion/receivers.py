from django.dispatch import receiver

from training.classes.signals import class_concluded
from training.policy.queries import rulebook

from .actions import conclude


@receiver(class_concluded, dispatch_uid="training_conclude_trainees")
def conclude_trainees(sender, training_class, by, **kwargs):
    """When a class is concluded, so is every trainee who took part, by the same rulebook."""
    book = rulebook(training_class.region, training_class.starts_on)
    trainees = training_class.enrolments.started().select_related(
        "person", "training_class__course", "training_class__provider", "training_class__venue"
    )
    for enrolment in trainees.prefetch_related("results"):
        conclude(enrolment, by=by, book=book)
