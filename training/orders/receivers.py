from django.dispatch import receiver

from training.people.privacy import unname_history
from training.people.signals import forgetting

from .models import Interest


@receiver(forgetting, dispatch_uid="training_forget_interests")
def forget_interests(sender, person, **kwargs):
    """A wish to learn serves nobody when the person is forgotten."""
    rows = Interest.objects.filter(person=person)
    unname_history(list(rows))
    rows.delete()
