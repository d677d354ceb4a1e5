from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from training.enrolment.models import Enrolment


class CompletionQuerySet(models.QuerySet):
    def done(self):
        return self.filter(completed=True)

    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Completion(models.Model):
    """Whether a trainee completed, found once the class was over, and what was lacking."""

    enrolment = models.OneToOneField(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="completion"
    )
    completed = models.BooleanField(_("completed"))
    # Facts, not sentences, so that each reader gets their own language: {"rule", "have", "need"}.
    shortfalls = models.JSONField(_("what was lacking"), default=list, blank=True)
    certificate = models.OneToOneField(
        Certificate,
        verbose_name=_("certificate"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    concluded_at = models.DateTimeField(_("concluded"))
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("concluded by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment"]
        verbose_name = _("completion")
        verbose_name_plural = _("completions")

    def __str__(self):
        return str(self.enrolment)
