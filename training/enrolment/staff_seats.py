"""Which seats an employer took for its staff, and out of which offer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.orders.models import Offer

from .models import Enrolment
from .states import SEATED


class StaffSeatQuerySet(models.QuerySet):
    def taken(self):
        return self.filter(enrolment__state__in=SEATED)


class StaffSeat(models.Model):
    """A seat of an offer, taken for one of the employer's people."""

    enrolment = models.OneToOneField(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="staff_seat"
    )
    offer = models.ForeignKey(
        Offer, verbose_name=_("offer"), on_delete=models.PROTECT, related_name="staff_seats"
    )

    objects = StaffSeatQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment__person__name", "pk"]
        verbose_name = _("seat for staff")
        verbose_name_plural = _("seats for staff")

    def __str__(self):
        return str(self.enrolment)
