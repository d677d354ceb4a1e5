from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.enrolment.models import Enrolment

from .states import Moment

FULL_MARKS = Decimal(100)


class ResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


def score_field(label):
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(FULL_MARKS)],
    )


class Result(models.Model):
    """Scores of one trainee at one moment, each out of 100; empty is not tested, not zero."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="results"
    )
    moment = models.CharField(_("moment"), max_length=10, choices=Moment.choices)
    theory = score_field(_("theory"))
    practice = score_field(_("practice"))
    # Score of each practical task, in the order of the course's rubric; the weights are frozen in.
    tasks = models.JSONField(_("practical tasks"), default=list, blank=True)
    filed_at = models.DateTimeField(_("filed"))
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("filed by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "moment"]
        verbose_name = _("test result")
        verbose_name_plural = _("test results")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "moment"], name="training_one_result_per_moment"
            ),
            models.CheckConstraint(
                condition=(Q(theory__isnull=True) | Q(theory__gte=0, theory__lte=100))
                & (Q(practice__isnull=True) | Q(practice__gte=0, practice__lte=100)),
                name="training_scores_out_of_100",
            ),
        ]

    def __str__(self):
        return f"{self.enrolment.person} · {self.get_moment_display()}"

    @property
    def overall(self):
        """Mean of the parts that were tested; None when neither was."""
        parts = [part for part in (self.theory, self.practice) if part is not None]
        return sum(parts) / len(parts) if parts else None
