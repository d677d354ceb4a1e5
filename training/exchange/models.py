"""Tables that came from a desk: what became of their rows, and what offices disagree about."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.organisations.models import Region
from training.organisations.reach import reach_of
from training.people.encryption import EncryptedField
from training.people.models import Person

from .states import AT_WORK, Decision, DifferenceKind, FileState, FileUse

SILENCE = timedelta(minutes=2)  # a part takes a second or two


class RegisterFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever brought it, and officers who answer for its place."""
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(Q(brought_by=reach.user_id) | reach.in_regions("region"))

    def changeable_by(self, user):
        reach = reach_of(user)
        return self if reach.everything else self.filter(brought_by=reach.user_id)


class RegisterFile(models.Model):
    """A table of people as it was brought, and how far it got. The file itself is sealed."""

    use = models.CharField(_("use"), max_length=10, choices=FileUse.choices, default=FileUse.IMPORT)
    name = models.CharField(_("file"), max_length=200)
    sealed_as = models.CharField(max_length=100, editable=False)
    region = models.ForeignKey(
        Region,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where people live whose row names no place. Other places must lie within it."),
    )
    heading_row = models.PositiveIntegerField(default=0, editable=False)
    headings = models.JSONField(default=list, editable=False)
    columns = models.JSONField(_("columns"), default=dict, editable=False)  # field → heading
    indexes_off = models.JSONField(default=list, editable=False)  # how to make them again
    agreed_on_paper = models.BooleanField(
        _("the people agreed on paper"),
        default=False,
        help_text=_(
            "Cause of hardship, disability and bank account are read only when these people agreed "
            "to it on paper that this office keeps."
        ),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=FileState.choices, default=FileState.UPLOADED
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("the same"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    passed_over = models.PositiveIntegerField(_("titles and totals"), default=0)
    examples = EncryptedField(blank=True, editable=False)  # JSON: the first changes, for a look
    fault = models.CharField(_("fault"), max_length=300, blank=True)
    brought_at = models.DateTimeField(_("brought"), auto_now_add=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    touched_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = RegisterFileQuerySet.as_manager()

    class Meta:
        ordering = ["-brought_at", "-pk"]
        verbose_name = _("register file")
        verbose_name_plural = _("register files")

    def __str__(self):
        return self.name

    @property
    def at_work(self):
        return self.state in AT_WORK

    @property
    def stalled(self):
        """At work, but nobody gave a sign of life for a while: the worker was killed."""
        silent = timezone.now() - (self.touched_at or self.brought_at)
        return self.at_work and silent > SILENCE

    @property
    def percent(self):
        return min(100, self.rows_done * 100 // self.rows) if self.rows else 0


class RefusedRow(models.Model):
    """A row that was not landed, sealed, with the reason in a sentence."""

    file = models.ForeignKey(RegisterFile, on_delete=models.CASCADE, related_name="refused_rows")
    number = models.PositiveIntegerField(_("row"))
    cells = EncryptedField()  # JSON: the row as it came
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("refused row")
        verbose_name_plural = _("refused rows")

    def __str__(self):
        return f"{self.number}: {self.reason}"


class ComparisonQuerySet(models.QuerySet):
    def visible_to(self, user):
        reach = reach_of(user)
        return self if reach.everything else self.filter(reach.in_regions("region"))


class Comparison(models.Model):
    """Another office's list held against the register on one day (信息比对)."""

    file = models.OneToOneField(RegisterFile, on_delete=models.CASCADE, related_name="comparison")
    office = models.CharField(_("whose list"), max_length=100)
    about = models.CharField(_("who is on it"), max_length=30)  # "everybody", "tag:…", "list:…"
    region = models.ForeignKey(
        Region, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+"
    )
    as_of = models.DateField(_("list of the day"))
    agreeing = models.PositiveIntegerField(_("agreeing"), default=0)
    only_here = models.PositiveIntegerField(_("only in our register"), default=0)
    only_there = models.PositiveIntegerField(_("only on their list"), default=0)
    differing = models.PositiveIntegerField(_("people with different facts"), default=0)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")

    def __str__(self):
        return f"{self.office} · {self.as_of}"


class DifferenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        reach = reach_of(user)
        return self if reach.everything else self.filter(reach.in_regions("comparison__region"))


class Difference(models.Model):
    """One thing two offices disagree about, and what was decided."""

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="differences")
    kind = models.CharField(_("difference"), max_length=10, choices=DifferenceKind.choices)
    id_index = models.CharField(max_length=64, editable=False)
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    field = models.CharField(_("fact"), max_length=30, blank=True)
    ours = EncryptedField(_("ours"), blank=True)
    theirs = EncryptedField(_("theirs"), blank=True)  # only_there: the whole row, as JSON
    since = models.DateField(_("stands since"))
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, default=Decision.OPEN
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "kind", "id_index", "field"],
                name="training_one_difference_once",
            )
        ]

    def __str__(self):
        return self.get_kind_display()
