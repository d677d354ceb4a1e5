from django.dispatch import receiver

from training.people.signals import forgetting

from .models import Difference


@receiver(forgetting, dispatch_uid="training_forget_differences")
def forget_what_offices_said(sender, person, **kwargs):
    """What another office wrote about somebody goes with them; that it was decided stays."""
    Difference.objects.filter(person=person).update(ours="", theirs="")
