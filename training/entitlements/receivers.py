from django.dispatch import receiver
from django.utils.translation import gettext as _

from training.classes.signals import class_cancelled, class_concluded
from training.enrolment.models import Enrolment
from training.enrolment.signals import enrolled, left
from training.people.signals import forgetting

from .actions import forget, give_back, reserve_what_fits, use
from .queries import never_there
from .states import EntitlementState


@receiver(enrolled, dispatch_uid="training_reserve_voucher")
def reserve_for_the_seat(sender, enrolment, by, **kwargs):
    reserve_what_fits(enrolment, by=by)


@receiver(left, dispatch_uid="training_give_back_voucher")
def give_back_of_the_seat(sender, enrolment, by, **kwargs):
    give_back(enrolment, enrolment.left_because, by=by)


def _kept_in(training_class):
    return Enrolment.objects.filter(
        training_class=training_class, entitlement__state=EntitlementState.RESERVED
    ).select_related("training_class")


@receiver(class_cancelled, dispatch_uid="training_give_back_vouchers")
def give_back_of_the_class(sender, training_class, reason, by, **kwargs):
    for enrolment in _kept_in(training_class):
        give_back(enrolment, reason, by=by)


@receiver(class_concluded, dispatch_uid="training_use_vouchers")
def use_in_the_class(sender, training_class, by, **kwargs):
    """Used for whoever took part. Who had a seat and never came has it back."""
    kept = _kept_in(training_class)
    took_part = {row.pk for row in kept.seated()} - never_there(kept)
    for enrolment in kept:
        if enrolment.pk in took_part:
            use(enrolment, by=by)
        else:
            give_back(enrolment, _("You were in none of the lessons."), by=by)


@receiver(forgetting, dispatch_uid="training_forget_vouchers")
def forget_vouchers(sender, person, **kwargs):
    forget(person)
