from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.classes.models import Lesson
from training.enrolment.models import Enrolment

from .states import ATTENDED, MarkStatus


class MarkQuerySet(models.QuerySet):
    def attended(self):
        return self.filter(status__in=ATTENDED)

    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Mark(models.Model):
    """One trainee in one lesson: there or not, and how we know."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="marks"
    )
    lesson = models.ForeignKey(
        Lesson, verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="marks"
    )
    status = models.CharField(_("status"), max_length=10, choices=MarkStatus.choices)
    # not choices: a new method must not need a migration
    method = models.SlugField(_("how it was taken"), max_length=40)
    marked_at = models.DateTimeField(_("marked"))
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("marked by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["lesson__starts_at", "enrolment"]
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson"], name="training_one_mark_per_lesson"
            )
        ]

    def __str__(self):
        return f"{self.enrolment.person} · {self.lesson} · {self.get_status_display()}"
