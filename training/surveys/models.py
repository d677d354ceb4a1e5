import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models.course import english
from training.classes.models import TrainingClass
from training.enrolment.models import Enrolment
from training.organisations.reach import reach_of

LOWEST, HIGHEST = 1, 5
SATISFIED_FROM = 4  # top-two box of a five-point item


class QuestionQuerySet(models.QuerySet):
    def asked(self):
        return self.filter(active=True)

    def visible_to(self, user):
        return self if reach_of(user).is_staff else self.none()


class Question(models.Model):
    """One five-point question of the end-of-class survey."""

    slug = models.SlugField(_("slug"), unique=True)
    text = models.CharField(_("question"), max_length=200)
    text_en = models.CharField(_("question in English"), max_length=200, blank=True)
    # The figure called "satisfaction" is read from the overall question, never averaged over items.
    overall = models.BooleanField(_("is the overall question"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("active"), default=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("survey question")
        verbose_name_plural = _("survey questions")
        constraints = [
            models.UniqueConstraint(
                fields=["overall"],
                condition=Q(overall=True, active=True),
                name="training_one_overall_question",
                violation_error_message=_("There is already an overall question."),
            )
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        return (english() and self.text_en) or self.text


class Invitation(models.Model):
    """The right to answer once. It knows whether it was spent, never on what."""

    enrolment = models.OneToOneField(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="invitation"
    )
    # No time of answering: with the log of the server it would name the answer.
    spent = models.BooleanField(_("answered"), default=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return str(self.enrolment)


class Tally(models.Model):
    """How many of a class gave this value to this question."""

    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.CASCADE,
        related_name="tallies",
    )
    question = models.ForeignKey(
        Question, verbose_name=_("question"), on_delete=models.PROTECT, related_name="tallies"
    )
    value = models.PositiveSmallIntegerField(
        _("value"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    count = models.PositiveIntegerField(_("answers"), default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "question", "value"], name="training_one_tally_per_value"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=LOWEST, value__lte=HIGHEST),
                name="training_tally_on_the_scale",
            ),
        ]

    def __str__(self):
        return f"{self.question}: {self.value} × {self.count}"

    def add_one(self):
        type(self).objects.filter(pk=self.pk).update(count=F("count") + 1)


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers of the region; the provider once released. Who wrote it nobody can know."""
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(
            reach.in_regions("training_class__venue__region")
            | Q(released=True, training_class__provider__in=reach.providers)
        )


class Comment(models.Model):
    """A sentence somebody of the class wrote. Random key, no time: order must tell nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.CASCADE,
        related_name="comments",
    )
    text = models.TextField(_("text"), max_length=1000)
    # Read by the bureau before the trainer may see it: people name each other.
    released = models.BooleanField(_("shown to the provider"), default=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("survey comment")
        verbose_name_plural = _("survey comments")

    def __str__(self):
        return self.text[:60]
