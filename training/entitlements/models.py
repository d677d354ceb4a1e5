from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Trade
from courses.models.course import InLanguage
from training.enrolment.models import Enrolment
from training.organisations.models import Bureau, Provider, Region
from training.organisations.reach import reach_of
from training.people.models import Person
from training.people.states import Category, Tag

from .codes import written
from .states import FOR_A_SEAT, SPENT, ClaimChannel, EntitlementState

MOST_PLACES = 1_000_000


class IssueQuerySet(models.QuerySet):
    def open_on(self, day):
        """Those one may ask for on ``day``, if any are left."""
        return self.filter(closed_at__isnull=True, valid_to__gte=day)

    def with_places_left(self):
        """The fence of claiming: asked in the statement that takes the place."""
        return self.filter(claimed__lt=F("places"))

    def with_spent(self):
        """Each with how many of its vouchers were used, settled or not."""
        used = Q(entitlements__state__in=sorted(SPENT))
        return self.annotate(spent=Count("entitlements", filter=used, distinct=True))

    def for_lists(self):
        return self.select_related("bureau", "region__parent").prefetch_related(
            "trades__courses", "providers"
        )

    def visible_to(self, user):
        """The desks of the place, and what the city or province issues for it, too."""
        reach = reach_of(user)
        if reach.everything:
            return self
        paths = (*reach.regions, *reach.inspected)
        above = {code for path in paths for code in path.strip("/").split("/")}
        return self.filter(reach.in_regions("region") | Q(region__code__in=above))

    def changeable_by(self, user):
        reach = reach_of(user)
        return self if reach.everything else self.filter(reach.in_regions("region"))


class Issue(InLanguage):
    """So many vouchers of a bureau, for these people and these classes, valid for a time (发放)."""

    bureau = models.ForeignKey(
        Bureau, verbose_name=_("bureau"), on_delete=models.PROTECT, related_name="issues"
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        related_name="issues",
        help_text=_("For people who live there and classes held there."),
    )
    trades = models.ManyToManyField(
        Trade,
        verbose_name=_("trades"),
        blank=True,
        related_name="+",
        help_text=_("None ticked: every trade."),
    )
    providers = models.ManyToManyField(
        Provider,
        verbose_name=_("training providers"),
        blank=True,
        related_name="+",
        help_text=_("None ticked: every training provider."),
    )
    # Slugs of Category and Tag: a person has one of the first and any number of the second.
    groups = models.JSONField(_("groups of people"), default=list, blank=True)
    places = models.PositiveIntegerField(
        _("how many vouchers"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    # Counted here and not from the rows: one statement asks whether any is left and takes it.
    claimed = models.PositiveIntegerField(_("claimed"), default=0, editable=False)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), help_text=_("The class must begin by then."))
    amount = models.DecimalField(
        _("yuan a class"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Empty: as much as the published rate of the class."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("issued"), editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("issued by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("issue of vouchers")
        verbose_name_plural = _("issues of vouchers")
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed__lte=F("places")), name="training_no_voucher_too_many"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="training_issue_ends_after_it_begins",
                violation_error_message=_("Vouchers cannot end before they begin."),
            ),
            models.UniqueConstraint(
                fields=["bureau", "name", "valid_from"],
                name="training_one_issue_of_a_name",
                violation_error_message=_(
                    "This bureau has issued vouchers of this name from that day already."
                ),
            ),
        ]

    @property
    def left(self):
        return self.places - self.claimed

    @property
    def is_closed(self):
        return self.closed_at is not None

    def is_past(self, day=None):
        return self.valid_to < (day or timezone.localdate())

    @staticmethod
    def standings(day):
        """What “given out now” and “over” mean on ``day``, for a filter."""
        given_out = Q(closed_at__isnull=True, valid_to__gte=day)
        return {"open": given_out, "over": ~given_out}

    @property
    def told(self):
        if self.is_past():
            return _("Past")
        return _("Closed") if self.is_closed else _("Given out now")

    @property
    def group_labels(self):
        words = {**dict(Category.choices), **dict(Tag.choices)}
        return [str(words.get(slug, slug)) for slug in self.groups]


class EntitlementQuerySet(models.QuerySet):
    def still(self, state):
        """The fence of every move: asked in the statement that writes, so that of two phones
        one finds the voucher as it was and the other finds nothing to change."""
        return self.filter(state=state)

    def waiting(self, day):
        """Those that can be used for a class."""
        return self.filter(state=EntitlementState.CLAIMED, issue__valid_to__gte=day)

    def lapsed(self, day):
        """Those nobody used in time, whether or not the nightly command has said so yet."""
        return self.filter(state=EntitlementState.CLAIMED, issue__valid_to__lt=day)

    def standing(self, state, day):
        """By what a reader is told, where a voucher past its last day is expired."""
        if state == EntitlementState.CLAIMED:
            return self.waiting(day)
        if state == EntitlementState.EXPIRED:
            past = Q(state=EntitlementState.CLAIMED, issue__valid_to__lt=day)
            return self.filter(past | Q(state=EntitlementState.EXPIRED))
        return self.filter(state=state)

    def visible_to(self, user):
        """Officers: of their issues and their people. Schools: those that pay for their classes.
        A worker: those of the people on their phone."""
        reach = reach_of(user)
        if reach.everything:
            return self
        if reach.user_id is None:
            return self.none()
        return self.filter(
            reach.in_regions("issue__region")
            | reach.in_regions("person__region")
            | reach.in_villages("person__region")
            | Q(enrolment__training_class__provider__in=reach.providers)
            | Q(person__user=reach.user_id)
        )

    def changeable_by(self, user):
        """The bureau that issued it settles it and takes it back."""
        reach = reach_of(user)
        return self if reach.everything else self.filter(reach.in_regions("issue__region"))


class Entitlement(models.Model):
    """One person's voucher of an issue, and the seat it is kept for or was used for (培训券)."""

    issue = models.ForeignKey(
        Issue, verbose_name=_("issue"), on_delete=models.PROTECT, related_name="entitlements"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="entitlements"
    )
    code = models.CharField(_("voucher number"), max_length=9, unique=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=EntitlementState.choices,
        default=EntitlementState.CLAIMED,
    )
    # A seat is deleted only when the law no longer keeps it, and what paid for it goes with it.
    enrolment = models.OneToOneField(
        Enrolment,
        verbose_name=_("seat"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="entitlement",
    )
    channel = models.CharField(
        _("claimed by"),
        max_length=20,
        choices=ClaimChannel.choices,
        default=ClaimChannel.SELF,
    )
    claimed_at = models.DateTimeField(_("claimed"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    reserved_at = models.DateTimeField(_("kept for the class since"), null=True, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    reference = models.CharField(_("payment reference"), max_length=60, blank=True)
    returned_at = models.DateTimeField(_("given back"), null=True, blank=True)
    # Why it was given back, or why it was taken back: the person reads it.
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        ordering = ["-claimed_at", "-pk"]
        verbose_name = _("training voucher")
        verbose_name_plural = _("training vouchers")
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "person"], name="training_one_voucher_of_an_issue"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(FOR_A_SEAT), enrolment__isnull=False)
                | (~Q(state__in=sorted(FOR_A_SEAT)) & Q(enrolment__isnull=True)),
                name="training_voucher_stands_for_a_seat",
            ),
        ]
        indexes = [models.Index(fields=["issue", "state"], name="training_voucher_by_state")]

    def __str__(self):
        return self.number  # no name: the number stays in histories when a person is erased

    @property
    def number(self):
        return written(self.code)

    def standing_on(self, day):
        """What a reader is told: past its last day a voucher that nobody used is expired."""
        if self.state == EntitlementState.CLAIMED and self.issue.is_past(day):
            return EntitlementState.EXPIRED
        return EntitlementState(self.state)

    @property
    def standing(self):
        return self.standing_on(timezone.localdate())

    @property
    def told(self):
        return self.standing.label
