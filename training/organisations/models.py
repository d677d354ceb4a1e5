"""Who there is: regions, organisations, venues and the memberships that tie users to them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidLength
from stdnum.exceptions import ValidationError as StdnumError

from courses.models.course import InLanguage, Level, Trade

from .reach import NOTHING, any_of, reach_of
from .states import OF_A_BUREAU, OF_A_PROVIDER, OF_AN_EMPLOYER, CodeSystem, RegionLevel, Role
from .typed_regions import MOST_CHOICES


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

    def to_choose_from(self, user):
        """For a filter: the places a user reads about; of thousands, the counties and above."""
        reach = reach_of(user)
        paths = (*reach.regions, *reach.inspected)
        mine = self.visible_to(user)
        if paths and not reach.everything:
            above = {code for path in paths for code in path.strip("/").split("/")}
            within = any_of(Q(path__startswith=path) for path in paths)
            mine = mine.filter(within | Q(code__in=above))  # the province's rules hold here too
        if mine.count() <= MOST_CHOICES:
            return mine
        return mine.filter(level__in=(RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY))

    def with_code(self, code):
        """The regions a code stands for, today's or a former one: 445121 finds 潮安区."""
        return self.filter(Q(code=code) | Q(former_codes__code=code)).distinct()


def only_digits(code):
    if not (code.isascii() and code.isdigit()):
        raise ValidationError({"code": _("A division code is made of digits only.")})


def _is_above(level, other):
    levels = RegionLevel.values
    return level in levels and other in levels and levels.index(level) < levels.index(other)


class Region(InLanguage):
    """An administrative division. ``path`` holds the codes from the top: subtrees by prefix."""

    code = models.CharField(_("division code"), max_length=12, unique=True)
    code_system = models.CharField(
        _("code system"),
        max_length=12,
        choices=CodeSystem.choices,
        default=CodeSystem.STATISTICAL,
    )
    edition = models.CharField(
        _("edition"), max_length=20, blank=True, help_text=_("Of the list the code is from: 2023.")
    )
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

    def clean(self):
        super().clean()
        only_digits(self.code)
        pairs = [(child, self) for child in self.children.all()] if self.pk else []
        if self.parent:
            if self.pk and self.parent.lies_in(self):
                raise ValidationError({"parent": _("A region cannot lie in itself or below.")})
            pairs.append((self, self.parent))
        for lower, upper in pairs:
            if not _is_above(upper.level, lower.level):
                raise ValidationError(
                    _("%(lower)s (%(its_level)s) cannot lie in %(upper)s (%(level)s)."),
                    params={
                        "lower": lower,
                        "its_level": lower.get_level_display(),
                        "upper": upper,
                        "level": upper.get_level_display(),
                    },
                )

    @transaction.atomic
    def save(self, *args, **kwargs):
        """A region that moves takes along everything below it, whose paths begin with its own."""
        moving = Region.objects.select_for_update().filter(pk=self.pk) if self.pk else []
        before = next((region.path for region in moving), None)
        self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        if before and before != self.path:
            below = Region.objects.filter(path__startswith=before).exclude(pk=self.pk)
            below.update(path=Concat(Value(self.path), Substr("path", len(before) + 1)))
        super().save(*args, **kwargs)

    def lies_in(self, region):
        """Whether it is ``region`` or lies below it."""
        return Region.objects.filter(pk=region.pk, path__in=self.paths_upwards).exists()

    @property
    def long_label(self):
        """With its parent, for choices among many; fetch ``parent`` with it."""
        return f"{self.parent.label} · {self.label}" if self.parent else self.label

    @property
    def paths_upwards(self):
        """Its own path, its parent's, and so on to the top."""
        parts = self.path.split("/")
        return ["/".join(parts[:end]) + "/" for end in range(len(parts) - 1, 1, -1)]

    @property
    def codes_upwards(self):
        """Its own code, its parent's, and so on to the top."""
        return [code for code in self.path.split("/") if code][::-1]


class FormerCodeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if reach_of(user).is_staff else self.none()

    def changeable_by(self, user):
        """Like the regions themselves, codes are written for everybody at once."""
        return self if reach_of(user).everything else self.none()


class FormerCode(models.Model):
    """A code a region had in an earlier edition or has in another system; it stays valid.

    潮安 was 445121 until 2013, so that most identity cards of the place still begin with it.
    """

    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.CASCADE, related_name="former_codes"
    )
    code = models.CharField(_("division code"), max_length=12, db_index=True)
    code_system = models.CharField(
        _("code system"), max_length=12, choices=CodeSystem.choices, default=CodeSystem.CIVIL
    )
    edition = models.CharField(_("edition"), max_length=20, blank=True)
    valid_to = models.DateField(_("in use until"), null=True, blank=True)

    objects = FormerCodeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("former code")
        verbose_name_plural = _("former codes")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code", "code_system", "edition"],
                name="training_one_former_code_of_a_region",
            )
        ]

    def __str__(self):
        return f"{self.code} → {self.region}"

    def clean(self):
        super().clean()
        only_digits(self.code)


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
    except InvalidLength:
        raise ValidationError(
            _("A unified social credit code has 18 characters. This one has %(count)d."),
            params={"count": len(value)},
        ) from None
    except StdnumError:
        raise ValidationError(
            _("%(code)s is not right: a character is wrong. Please check it with the licence."),
            params={"code": value},
        ) from None


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

    def changeable_by(self, user):
        """An organisation is entered by the office of its place, not by itself."""
        reach = reach_of(user)
        return self if reach.everything else self.filter(reach.in_regions("region"))


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


class AccreditationQuerySet(models.QuerySet):
    def holding_on(self, day):
        """Those in force on ``day``, both ends included."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def visible_to(self, user):
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(reach.in_regions("provider__region") | Q(provider__in=reach.providers))

    def changeable_by(self, user):
        """A provider reads what it is accredited for; the office of its place writes it."""
        reach = reach_of(user)
        return self if reach.everything else self.filter(reach.in_regions("provider__region"))


class Accreditation(models.Model):
    """That a provider may train for a trade, up to a level, for a time (承训资质)."""

    provider = models.ForeignKey(
        Provider,
        verbose_name=_("provider"),
        on_delete=models.CASCADE,
        related_name="accreditations",
    )
    trade = models.ForeignKey(
        Trade, verbose_name=_("trade"), on_delete=models.PROTECT, related_name="+"
    )
    highest_level = models.PositiveSmallIntegerField(
        _("up to level"), choices=Level.choices, null=True, blank=True
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        ordering = ["provider", "trade", "-valid_from"]
        verbose_name = _("accreditation")
        verbose_name_plural = _("accreditations")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="training_accreditation_ends_after_it_begins",
                violation_error_message=_("An accreditation cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["provider", "trade", "valid_from"],
                name="training_one_accreditation_from_a_day",
                violation_error_message=_("This provider is accredited from that day already."),
            ),
        ]

    def __str__(self):
        return f"{self.provider} · {self.trade}"

    def holds_on(self, day):
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def reaches(self, level):
        """Whether it covers ``level``, of which the smaller number is the higher skill."""
        return self.highest_level is None or level >= self.highest_level


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
