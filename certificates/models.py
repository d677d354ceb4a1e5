"""What was attested. A certificate is a frozen copy of facts; it is never recomputed."""

import hashlib
import uuid
from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .masking import mask_name
from .rendering import designs
from .states import State

WORDING = (
    "于{period}参加“{course}”[（{level}）]培训，修完规定的全部课程，"
    "共计{hours}学时，经考核成绩{result}，特发此证。"
)
WORDING_EN = (
    "This is to certify that the holder completed “{course}”, {hours} class hours, "
    "{period}, and passed the assessment."
)


class CertificateKind(models.Model):
    """A kind of certificate: what it is called, how it is worded, which design it wears."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    title = models.CharField(_("title on the paper"), max_length=30, default="培训合格证书")
    title_en = models.CharField(
        _("English title on the paper"),
        max_length=60,
        blank=True,
        default="Certificate of Completion",
    )
    wording = models.TextField(
        _("wording"),
        default=WORDING,
        help_text=_(
            "Facts stand in braces: {course}, {level}, {hours}, {period}, {class_number}, "
            "{result}. What stands in square brackets is left out when its fact is empty."
        ),
    )
    wording_en = models.TextField(_("English wording"), blank=True, default=WORDING_EN)
    # Not choices: a new design is one HTML template and must not need a migration.
    design = models.SlugField(
        _("design"),
        default="guilloche",
        help_text=_("guilloche (framed, for certificates) or studio (plain, for attendance)"),
    )
    prefix = models.CharField(
        _("prefix of the numbers"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2,4}$", _("Use two to four capital letters."))],
    )
    region_code = models.CharField(
        _("region code of the numbers"),
        max_length=6,
        validators=[RegexValidator(r"^\d{6}$", _("Use the six digits of the region."))],
    )
    issuer = models.CharField(_("issuer"), max_length=60)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("certificate kind")
        verbose_name_plural = _("certificate kinds")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(prefix__regex=r"^[A-Z]{2,4}$"),
                name="training_certificates_prefix_is_capitals",
            ),
            models.CheckConstraint(
                condition=models.Q(region_code__regex=r"^[0-9]{6}$"),
                name="training_certificates_region_is_six_digits",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name

    def clean(self):
        designs.validate(self.design)

    @property
    def face(self):
        """Everything of ours that goes on the paper, to be frozen into a certificate."""
        names = ("title", "title_en", "wording", "wording_en", "design")
        return {name: getattr(self, name) for name in names}


class Serial(models.Model):
    """The last serial given out in a series of numbers. Its row is the lock of the series."""

    series = models.CharField(_("series"), max_length=20, unique=True)
    last = models.PositiveIntegerField(_("last serial"), default=0)

    class Meta:
        verbose_name = _("serial")
        verbose_name_plural = _("serials")

    def __str__(self):
        return f"{self.series}-{self.last:06d}"


class CertificateQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(state=State.ISSUED)

    def of_subject(self, kind, subject_key):
        return self.filter(kind=kind, subject_key=subject_key)

    def of_issuers(self, keys):
        return self.filter(issuer_key__in=keys)

    def unprinted(self):
        return self.in_force().filter(paper=None)

    def visible_to(self, user):
        """What ``user`` may see in the back office, once the model permission is granted.

        This package knows no organisations, so whoever does narrows the rows through the
        hook ``certificates_visible_to(user, queryset)``; without one, all rows are visible.
        """
        return self._narrowed("certificates_visible_to", user)

    def revocable_by(self, user):
        """Of those ``user`` may see, what they may end: hook ``certificates_revocable_by``."""
        return self.visible_to(user)._narrowed("certificates_revocable_by", user)

    def _narrowed(self, hook, user):
        queryset = self
        for narrow in hooks.get_hooks(hook):
            queryset = narrow(user, queryset)
        return queryset


class Certificate(models.Model):
    """What was attested, to whom, by whom, when: copied, not referenced. No key to a person."""

    number = models.CharField(_("number"), max_length=32, unique=True, editable=False)
    token = models.UUIDField(_("download token"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.ForeignKey(
        CertificateKind,
        verbose_name=_("kind"),
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    subject_key = models.CharField(_("subject"), max_length=100)  # opaque: the caller's own key
    holder_name = models.CharField(_("holder"), max_length=100)
    holder_masked_id = models.CharField(_("identity number (masked)"), max_length=40, blank=True)
    facts = models.JSONField(_("facts"), default=dict, encoder=DjangoJSONEncoder)
    face = models.JSONField(_("face"), default=dict)
    issuer = models.CharField(_("issuer"), max_length=60)
    issuer_key = models.CharField(max_length=100, blank=True, db_index=True)  # opaque, as above
    issued_on = models.DateField(_("issued on"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ISSUED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("revoked or replaced at"), null=True, blank=True)
    superseded_by = models.OneToOneField(
        "self",
        verbose_name=_("replaced by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("issued by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-number"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        # Nobody adds, edits or deletes a certificate by hand: verbs do (actions.py).
        default_permissions = ("view",)
        permissions = [("revoke_certificate", _("Can revoke certificates"))]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_key"],
                condition=models.Q(state=State.ISSUED),
                name="training_certificates_one_in_force_per_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values),
                name="training_certificates_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.ISSUED, reason="", ended_at=None)
                | (
                    ~models.Q(state=State.ISSUED)
                    & ~models.Q(reason="")
                    & models.Q(ended_at__isnull=False)
                ),
                name="training_certificates_ended_with_a_reason",
            ),
            # One way only: the old row must step aside before its successor can exist.
            models.CheckConstraint(
                condition=models.Q(superseded_by=None) | models.Q(state=State.SUPERSEDED),
                name="training_certificates_only_replaced_has_successor",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def is_in_force(self):
        return self.state == State.ISSUED

    @property
    def masked_name(self):
        """What strangers may see."""
        return mask_name(self.holder_name)

    @property
    def course(self):
        return self._fact("course")

    @property
    def level(self):
        return self._fact("level")

    @property
    def starts_on(self):
        return self._day("starts_on")

    @property
    def ends_on(self):
        return self._day("ends_on")

    def _fact(self, name):
        """A fact in the reader's language, where the issuer gave both."""
        if (get_language() or "").startswith("en") and self.facts.get(f"{name}_en"):
            return self.facts[f"{name}_en"]
        return self.facts.get(name, "")

    def _day(self, name):
        return date.fromisoformat(self.facts[name]) if self.facts.get(name) else None


class Paper(models.Model):
    """The printed certificate, drawn once and kept byte for byte.

    In the database on purpose: written in the same transaction, backed up together, and never
    lying in a folder a web server might hand out. In a row of its own, so lists stay light.
    """

    certificate = models.OneToOneField(
        Certificate,
        verbose_name=_("certificate"),
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="paper",
    )
    pdf = models.BinaryField(_("PDF"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    design_sha256 = models.CharField(_("SHA-256 of the design"), max_length=64)
    printed_at = models.DateTimeField(_("printed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("certificate paper")
        verbose_name_plural = _("certificate papers")
        default_permissions = ()

    def __str__(self):
        return self.sha256

    @property
    def is_intact(self):
        return hashlib.sha256(bytes(self.pdf)).hexdigest() == self.sha256
