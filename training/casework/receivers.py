from django.dispatch import receiver

from training.people.privacy import unname_history
from training.people.signals import forgetting

from .models import Case, ContactAttempt, Need, Service


@receiver(forgetting, dispatch_uid="training_forget_casework")
def forget_casework(sender, person, **kwargs):
    """Services stay as long as the law says, as what they were, without what was noted of them."""
    for model in (Case, Need, ContactAttempt):
        rows = model.objects.filter(person=person)
        unname_history(list(rows))
        rows.delete()
    Service.objects.filter(person=person).update(note="")
