"""Who there is: regions, organisations, venues and the memberships that tie users to them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as StdnumError

from courses.models.course import InLanguage

from .reach import NOTHING, any_of, reach_of
from .states import OF_A_BUREAU, OF_A_PROVIDER, OF_AN_EMPLOYER, RegionLevel, Role


class RegionQuerySet(models.QuerySet):
    def within(self, region):
        """The region itself and everything below it."""
        return self.filter(path__startswith=region.path)

    def visible_to(self, user):
        """Regions are public knowledge to anyone with a desk in the office."""
        return self if reach_of(user).is_staff else self.none()

    def answered_for_by(self, user):
        """The regions an officer decides in."""
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(any_of(Q(path__startswith=path) for path in reach.regions))


class Region(InLanguage):
    """An administrative division. ``path`` holds the codes from the top: subtrees by prefix."""

    code = models.CharField(_("division code"), max_length=12, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=RegionLevel.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    path = models.CharField(max_length=80, unique=True, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def save(self, *args, **kwargs):
        self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        super().save(*args, **kwargs)

    @property
    def long_label(self):
        """With its parent, for choices among many; fetch ``parent`` with it."""
        return f"{self.parent.label} · {self.label}" if self.parent else self.label

    @property
    def codes_upwards(self):
        """Its own code, its parent's, and so on to the top."""
        return [code for code in self.path.split("/") if code][::-1]


class Organisation(InLanguage):
    """What a bureau, a provider and an employer have in common."""

    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="+"
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        abstract = True
        ordering = ["name"]


def valid_credit_code(value):
    """GB 32100 unified social credit code: 18 characters with a check digit."""
    try:
        uscc.validate(value)
    except StdnumError as error:
        raise ValidationError(
            _("%(code)s is not a valid unified social credit code."), params={"code": value}
        ) from error


class OrganisationQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)

    def visible_to(self, user):
        """Officers: those of their region. Others: the one they act for."""
        reach = reach_of(user)
        if reach.everything:
            return self
        own = {
            "provider": Q(pk__in=reach.providers),
            "employer": Q(pk__in=reach.employers),
        }.get(self.model._meta.model_name, NOTHING)
        return self.filter(reach.in_regions("region") | own)


class Bureau(Organisation):
    """A public employment office; it answers for its region and all below."""

    objects = OrganisationQuerySet.as_manager()

    class Meta(Organisation.Meta):
        verbose_name = _("bureau")
        verbose_name_plural = _("bureaus")


class Provider(Organisation):
    """A contracted training provider (承训机构)."""

    code = models.SlugField(_("short code"), max_length=12, unique=True)
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        null=True,  # noqa: DJ001  (null, not "", so that several may lack one under the unique index)
        blank=True,
        validators=[valid_credit_code],
    )
    about = models.TextField(_("about"), blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Organisation.Meta):
        verbose_name = _("training provider")
        verbose_name_plural = _("training providers")


class Employer(Organisation):
    """A firm that orders trained people."""

    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        null=True,  # noqa: DJ001  (as above)
        blank=True,
        validators=[valid_credit_code],
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta(Organisation.Meta):
        verbose_name = _("employer")
        verbose_name_plural = _("employers")


class VenueQuerySet(models.QuerySet):
    def visible_to(self, user):
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(reach.in_regions("region") | Q(provider__in=reach.providers))


class Venue(InLanguage):
    """A place where lessons are held: a school, a district base, a village base."""

    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="venues"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="venues"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(
            reach.in_regions("bureau__region")
            | reach.in_regions("provider__region")
            | reach.in_regions("employer__region")
            | Q(provider__in=reach.providers)
        )


class Membership(models.Model):
    """A user acting for one organisation in one role."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    bureau = models.ForeignKey(
        Bureau, verbose_name=_("bureau"), on_delete=models.CASCADE, null=True, blank=True
    )
    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.CASCADE, null=True, blank=True
    )
    employer = models.ForeignKey(
        Employer, verbose_name=_("employer"), on_delete=models.CASCADE, null=True, blank=True
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="training_membership_role_fits_organisation",
                condition=(
                    Q(
                        role__in=sorted(OF_A_BUREAU),
                        bureau__isnull=False,
                        provider__isnull=True,
                        employer__isnull=True,
                    )
                    | Q(
                        role__in=sorted(OF_A_PROVIDER),
                        bureau__isnull=True,
                        provider__isnull=False,
                        employer__isnull=True,
                    )
                    | Q(
                        role__in=sorted(OF_AN_EMPLOYER),
                        bureau__isnull=True,
                        provider__isnull=True,
                        employer__isnull=False,
                    )
                ),
                violation_error_message=_(
                    "Officers act for a bureau, trainers for a provider, employers for a firm."
                ),
            ),
            # One for each kind of organisation: SQLite cannot treat two nulls as the same.
            models.UniqueConstraint(
                fields=["user", "role", "bureau"], name="training_one_role_in_a_bureau"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "provider"], name="training_one_role_at_a_provider"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "employer"], name="training_one_role_for_a_firm"
            ),
        ]

    def __str__(self):
        who = self.user.get_full_name() or self.user.get_username()
        return f"{who} · {self.get_role_display()} · {self.organisation}"

    @property
    def organisation(self):
        return self.bureau or self.provider or self.employer
