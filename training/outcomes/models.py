from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.enrolment.models import Enrolment

from .states import AT_WORK, Contact, Work

WAVES = (1, 3, 6, 12)  # months after the last day that a follow-up may be filed for


class OutcomeQuerySet(models.QuerySet):
    def at_work(self):
        return self.filter(work__in=AT_WORK)

    def known(self):
        return self.exclude(work=Work.UNKNOWN)

    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Outcome(models.Model):
    """One follow-up of one trainee. Not reached is an outcome too: unknown, which is not none."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="outcomes"
    )
    months = models.PositiveSmallIntegerField(
        _("months after the class"), choices=[(wave, str(wave)) for wave in WAVES]
    )
    contact = models.CharField(_("contact"), max_length=20, choices=Contact.choices)
    work = models.CharField(_("work"), max_length=20, choices=Work.choices, default=Work.UNKNOWN)
    same_trade = models.BooleanField(_("in the trade learned"), null=True, blank=True)
    monthly_wage = models.PositiveIntegerField(_("monthly wage, yuan"), null=True, blank=True)
    recorded_on = models.DateField(_("recorded on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "months"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "months"], name="training_one_outcome_per_wave"
            ),
            models.CheckConstraint(
                condition=Q(contact=Contact.REACHED) | Q(work=Work.UNKNOWN),
                name="training_unreached_is_unknown",
                violation_error_message=_("Whoever was not reached has an unknown outcome."),
            ),
        ]

    def __str__(self):
        return f"{self.enrolment.person} · {self.months} · {self.get_work_display()}"
