from django.dispatch import receiver

from training.people.signals import forgetting

from .appeals import Appeal
from .eligibility_actions import check_enrolment
from .signals import enrolled


@receiver(enrolled, dispatch_uid="training_check_enrolment")
def keep_the_answer(sender, enrolment, answer, **kwargs):
    check_enrolment(enrolment, answer)


@receiver(forgetting, dispatch_uid="training_forget_appeals")
def forget_words(sender, person, **kwargs):
    """What was decided stays; what the person told of themselves goes."""
    Appeal.objects.filter(person=person).update(words="")
