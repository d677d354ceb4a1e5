"""What can be learned, as the trade knows it. How the public reads it is a page (pages.py)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """Skill levels of the national scale: the smaller the number, the higher the skill."""

    BEGINNER = 5, _("Level 5 (beginner)")
    INTERMEDIATE = 4, _("Level 4 (intermediate)")
    ADVANCED = 3, _("Level 3 (advanced)")
    TECHNICIAN = 2, _("Level 2 (technician)")
    SENIOR_TECHNICIAN = 1, _("Level 1 (senior technician)")


def english():
    return (get_language() or "").startswith("en")


def in_language(rows, key):
    """Plain rows with ``key`` in the reader's language: ``title_en`` stands in for ``title``."""
    return [row | {key: (english() and row.get(f"{key}_en")) or row.get(key, "")} for row in rows]


class InLanguage(models.Model):
    """A row named in Chinese that may carry an English name for English readers."""

    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self):
        return (english() and self.name_en) or self.name


class Trade(InLanguage):
    """A branch of work the bureau trains for, such as cooking or domestic service."""

    slug = models.SlugField(_("slug"), unique=True)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    summary_en = models.CharField(_("in one sentence (English)"), max_length=200, blank=True)
    # One of the drawn motifs; an unknown word falls back to the plain one.
    motif = models.SlugField(_("motif"), blank=True, help_text=_("steam, weave, parcels or empty"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("trade")
        verbose_name_plural = _("trades")

    @property
    def sentence(self):
        return (english() and self.summary_en) or self.summary


class Occupation(InLanguage):
    """An occupation of a published list. Codes change by edition, so none is a key (GB/T 6565)."""

    trade = models.ForeignKey(
        Trade,
        verbose_name=_("trade"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="occupations",
    )
    edition = models.CharField(_("edition"), max_length=20, blank=True)
    code = models.CharField(_("occupation code"), max_length=20, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "edition"], name="training_courses_one_occupation_per_edition"
            )
        ]


class Course(InLanguage):
    """One thing one can learn: an occupation at a level, with its hours, tasks and test plan.

    ``modules`` is a list of ``{"title", "title_en", "theory", "practice"}`` (class hours);
    ``tasks`` of ``{"task", "task_en", "weight"}``: the practical rubric, weights summing to 100;
    ``topics`` of ``{"section", "topic", "weight", "points"}``: the theory test plan.
    """

    code = models.SlugField(_("course code"), max_length=40, unique=True)
    occupation = models.ForeignKey(
        Occupation, verbose_name=_("occupation"), on_delete=models.PROTECT, related_name="courses"
    )
    trade = models.ForeignKey(
        Trade, verbose_name=_("trade"), on_delete=models.PROTECT, related_name="courses"
    )
    level = models.PositiveSmallIntegerField(
        _("skill level"),
        choices=Level.choices,
        null=True,
        blank=True,
        help_text=_("Empty for a specialised capability, which has no level."),
    )
    theory_hours = models.DecimalField(
        _("theory class hours"),
        max_digits=5,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(2000)],
    )
    practice_hours = models.DecimalField(
        _("practice class hours"),
        max_digits=5,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(2000)],
    )
    modules = models.JSONField(_("module plan"), default=list, blank=True)
    tasks = models.JSONField(_("practical tasks and weights"), default=list, blank=True)
    topics = models.JSONField(_("theory topics and weights"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("source link"), max_length=500, blank=True)
    offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering = ["trade__position", "name", "-level"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(theory_hours__gte=0, practice_hours__gte=0),
                name="training_courses_hours_not_negative",
            )
        ]

    def __str__(self):
        return self.label

    @property
    def class_hours(self):
        return self.theory_hours + self.practice_hours

    @property
    def level_label(self):
        return self.get_level_display() if self.level else _("Specialised capability")

    @property
    def module_plan(self):
        return in_language(self.modules, "title")

    @property
    def practical_tasks(self):
        return in_language(self.tasks, "task")
