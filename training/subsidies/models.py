from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.models import Level, Occupation
from training.organisations.models import Region
from training.organisations.reach import reach_of


class RateQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on), valid_from__lte=on
        )

    def visible_to(self, user):
        return self if reach_of(user).is_staff else self.none()

    def changeable_by(self, user):
        """Everybody reads what the province rules; an officer writes for the own region."""
        reach = reach_of(user)
        return self if reach.everything else self.filter(reach.in_regions("region"))


class Rate(models.Model):
    """One line of a published subsidy catalogue, as printed there."""

    occupation = models.ForeignKey(
        Occupation, verbose_name=_("occupation"), on_delete=models.PROTECT, related_name="rates"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, null=True, blank=True
    )
    certificate_type = models.CharField(_("certificate type"), max_length=60, blank=True)
    tier = models.CharField(_("tier"), max_length=20, blank=True)
    level = models.PositiveSmallIntegerField(
        _("skill level"), choices=Level.choices, null=True, blank=True
    )
    class_hours = models.PositiveSmallIntegerField(_("class hours"), null=True, blank=True)
    # Empty where the table names a fee class without an amount: unknown, not zero.
    amount = models.DecimalField(
        _("amount, yuan"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("source link"), max_length=500, blank=True)

    objects = RateQuerySet.as_manager()

    class Meta:
        ordering = ["occupation", "certificate_type", "tier"]
        verbose_name = _("subsidy rate")
        verbose_name_plural = _("subsidy rates")
        constraints = [
            # No region and no level are values too. (SQLite takes two nulls for different.)
            models.UniqueConstraint(
                "occupation",
                Coalesce("region", 0),
                "certificate_type",
                "tier",
                Coalesce("level", 0),
                "valid_from",
                name="training_one_rate_per_line",
                violation_error_message=_("This line of the catalogue is already there."),
            )
        ]

    def __str__(self):
        return f"{self.occupation} {self.tier}"
