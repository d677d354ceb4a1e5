"""What was found when somebody's right to a seat was checked, and what they said against it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.classes.models import TrainingClass
from training.organisations.reach import reach_of
from training.people.models import Person

from .eligibility_states import GROUPS, Answer, AppealState, CheckMoment
from .models import Enrolment
from .reasons import read


class OfEnrolmentsQuerySet(models.QuerySet):
    """Rows that hang on a seat are seen by whoever sees the seat."""

    def visible_to(self, user):
        if reach_of(user).everything:
            return self
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class EligibilityCheck(models.Model):
    """The answer the rules gave for a seat at one moment. It is kept as it was."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="checks"
    )
    moment = models.CharField(_("moment of the check"), max_length=10, choices=CheckMoment.choices)
    answer = models.CharField(_("verdict"), max_length=5, choices=Answer.choices)
    reasons = models.JSONField(_("reasons"), default=list)
    checked_at = models.DateTimeField(_("checked"))

    objects = OfEnrolmentsQuerySet.as_manager()

    class Meta:
        ordering = ["checked_at", "pk"]
        verbose_name = _("eligibility check")
        verbose_name_plural = _("eligibility checks")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "moment"], name="training_one_check_at_a_moment"
            )
        ]

    def __str__(self):
        return f"{self.enrolment} · {self.get_moment_display()}: {self.get_answer_display()}"

    @property
    def told(self):
        """The reasons in the reader's language."""
        return read(self.reasons)


class PaperSeen(models.Model):
    """Somebody of the school or the bureau held the paper in their hands."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="papers"
    )
    code = models.CharField(_("which paper"), max_length=60)
    seen_at = models.DateTimeField(_("seen"), auto_now_add=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("seen by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = OfEnrolmentsQuerySet.as_manager()

    class Meta:
        ordering = ["seen_at", "pk"]
        verbose_name = _("paper seen")
        verbose_name_plural = _("papers seen")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "code"], name="training_a_paper_is_seen_once"
            )
        ]

    def __str__(self):
        return f"{self.enrolment} · {self.label}"

    @property
    def label(self):
        """The group the paper proves."""
        group = self.code.partition(":")[2]
        return GROUPS.get(group, group)


class AppealQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=AppealState.OPEN)

    def upheld(self):
        return self.filter(state=AppealState.UPHELD)

    def visible_to(self, user):
        """Officers: where the class is held. A village officer and a worker: their people's."""
        reach = reach_of(user)
        if reach.everything:
            return self
        if reach.user_id is None:
            return self.none()
        return self.filter(
            reach.in_regions("training_class__venue__region")
            | reach.in_villages("person__region")
            | Q(person__user=reach.user_id)
        )


class Appeal(models.Model):
    """A refused person says that the refusal is wrong; an officer answers in writing."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="appeals"
    )
    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.PROTECT,
        related_name="appeals",
    )
    reasons = models.JSONField(_("reasons"), default=list)
    words = models.TextField(_("what they say"), max_length=1000, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AppealState.choices, default=AppealState.OPEN
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "training_class"],
                condition=Q(state=AppealState.OPEN),
                name="training_one_open_appeal",
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.training_class}"

    @property
    def told(self):
        """What it is about, in the reader's language."""
        return read(self.reasons)

    @property
    def codes(self):
        return {row["code"] for row in self.reasons}
