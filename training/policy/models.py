from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from training.organisations.models import Region
from training.organisations.reach import reach_of

from .states import SUBJECTS, RuleKey
from .units import unit_of


class RuleQuerySet(models.QuerySet):
    def in_force(self, on):
        """Rules valid on the day ``on`` (both ends included)."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            valid_from__lte=on,
        )

    def applying_in(self, region):
        """Rules of the region, of those above it, and of the whole country (no region)."""
        above = region.codes_upwards if region else []
        return self.filter(Q(region__isnull=True) | Q(region__code__in=above))

    def visible_to(self, user):
        return self if reach_of(user).is_staff else self.none()

    def changeable_by(self, user):
        """Everybody reads what the province rules; an officer writes for the own region."""
        reach = reach_of(user)
        return self if reach.everything else self.filter(reach.in_regions("region"))


class Rule(models.Model):
    """One number, ruled for a region and a time, with the text it comes from."""

    key = models.CharField(_("rule"), max_length=40, choices=RuleKey.choices)
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Empty: the whole country."),
    )
    subject = models.CharField(
        _("about"),
        max_length=30,
        blank=True,
        help_text=_("The group of people or the mode of training, for rules about one."),
    )
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day. Empty: until further.")
    )
    words = models.CharField(
        _("in the rule's own words"),
        max_length=200,
        blank=True,
        help_text=_("What a person is told when the rule is against them, such as the paper."),
    )
    words_en = models.CharField(_("the same in English"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("source link"), max_length=500, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-valid_from"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="training_rule_ends_after_it_begins",
                violation_error_message=_("A rule cannot end before it begins."),
            ),
            # No region is a place too: the whole country. (SQLite takes two nulls for different.)
            models.UniqueConstraint(
                "key",
                "subject",
                Coalesce("region", 0),
                "valid_from",
                name="training_one_rule_from_a_day",
                violation_error_message=_("This place already has such a rule from that day."),
            ),
        ]

    def __str__(self):
        about = f" · {self.about}" if self.subject else ""
        return f"{self.get_key_display()}{about}: {self.told}"

    @property
    def told(self):
        """The value as people say it: 80 %, 45 minutes, Yes."""
        return unit_of(self.key).say(self.value)

    @property
    def place(self):
        """Where it was made, in words."""
        return str(self.region or _("The whole country"))

    @property
    def about(self):
        """The group or mode in words; empty for a rule about everybody."""
        return str(dict(SUBJECTS.get(self.key, ())).get(self.subject, self.subject))

    @property
    def wording(self):
        """What people are told, in the language of the page; may be empty."""
        return (self.words_en if get_language() == "en" else self.words) or self.words

    def overlaps(self, other):
        """Whether there is a day on which both are in force."""
        ends = self.valid_to is None or other.valid_from <= self.valid_to
        return ends and (other.valid_to is None or self.valid_from <= other.valid_to)

    def holds_on(self, day):
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def holds_in(self, region):
        return self.region is None or self.region.code in region.codes_upwards
