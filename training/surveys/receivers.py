from django.dispatch import receiver

from training.classes.signals import class_concluded

from .actions import invite


@receiver(class_concluded, dispatch_uid="training_invite_to_survey")
def invite_trainees(sender, training_class, by, **kwargs):
    """Whoever took part is asked, also those who left: they often know most."""
    for enrolment in training_class.enrolments.started():
        invite(enrolment)
