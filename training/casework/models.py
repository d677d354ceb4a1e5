"""One person, one case: what they need, what was done for them, and whether they were reached."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Trade
from training.organisations.models import Employer
from training.people.models import OfPeopleQuerySet, Person

from .states import (
    Channel,
    ContactOutcome,
    ServiceKind,
    Stage,
    TrainingPlace,
    TrainingTime,
    Willingness,
)

BY = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+"}


class CaseQuerySet(OfPeopleQuerySet):
    def due_by(self, day):
        """Cases whose next step is due on ``day`` or was due before."""
        return self.filter(next_on__lte=day, closed_on__isnull=True)


class Case(models.Model):
    """Where a person stands on the way to work, and what comes next (一人一案)."""

    person = models.OneToOneField(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="case"
    )
    stage = models.CharField(
        _("stage"), max_length=20, choices=Stage.choices, default=Stage.SURVEYED
    )
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("to be done by"), null=True, blank=True)
    opened_on = models.DateField(_("opened"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [models.Index(fields=["next_on"], name="training_case_next")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="training_case_closes_after_it_opens",
            )
        ]

    def __str__(self):
        return str(self.person)


class StageReached(models.Model):
    """A link of the chain: on this day the case came to this stage."""

    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="stages"
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    on = models.DateField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), **BY)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("stage reached")
        verbose_name_plural = _("stages reached")

    def __str__(self):
        return self.get_stage_display()


class Need(models.Model):
    """What a person said they want to learn, where and when (培训需求摸底). The latest counts."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="needs"
    )
    willingness = models.CharField(_("willingness"), max_length=10, choices=Willingness.choices)
    trade = models.ForeignKey(
        Trade,
        verbose_name=_("trade"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    place = models.CharField(_("where"), max_length=10, choices=TrainingPlace.choices, blank=True)
    time = models.CharField(_("when"), max_length=12, choices=TrainingTime.choices, blank=True)
    note = models.CharField(_("in their words"), max_length=200, blank=True)
    on = models.DateField(_("asked on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("asked by"), **BY)

    objects = OfPeopleQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self):
        return self.get_willingness_display()


class Service(models.Model):
    """One thing done for one person on one day: one person-time of the ledger."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="services"
    )
    kind = models.CharField(_("service"), max_length=20, choices=ServiceKind.choices)
    on = models.DateField(_("on"))
    employer = models.ForeignKey(
        Employer,
        verbose_name=_("introduced to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
        help_text=_("For a job introduction. The firm sees name and telephone."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("served by"), **BY)

    objects = OfPeopleQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("service given")
        verbose_name_plural = _("services given")
        indexes = [models.Index(fields=["on", "kind"], name="training_service_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(employer__isnull=True) | Q(kind=ServiceKind.JOB_INTRODUCTION),
                name="training_only_introductions_name_a_firm",
                violation_error_message=_("Only a job introduction names a firm."),
            )
        ]

    def __str__(self):
        return self.get_kind_display()


class ContactAttempt(models.Model):
    """That somebody tried to reach a person, and how it ended. Not reached is unknown."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="attempts"
    )
    channel = models.CharField(
        _("how"), max_length=10, choices=Channel.choices, default=Channel.PHONE
    )
    number = models.CharField(_("telephone"), max_length=20, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=ContactOutcome.choices)
    at = models.DateTimeField(_("when"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("tried by"), **BY)

    objects = OfPeopleQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("contact attempt")
        verbose_name_plural = _("contact attempts")
        indexes = [models.Index(fields=["number"], name="training_attempt_number")]

    def __str__(self):
        return self.get_outcome_display()
