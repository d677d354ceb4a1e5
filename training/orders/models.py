from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from training.classes.models import HEADS, TrainingClass
from training.classes.states import ClassState
from training.organisations.models import Bureau, Employer, Provider, Region
from training.organisations.reach import NOTHING, reach_of
from training.people.models import Person

from .states import Closed, OrderKind, OrderState, RefusalReason, Refused, SaidThrough

BY = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+"}


def ordered_in(reach, order=""):
    """Orders of the employers and bureaus of the places an officer reads about."""
    return reach.in_regions(f"{order}employer__region") | reach.in_regions(f"{order}bureau__region")


class OrderQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(state=OrderState.APPROVED)

    def visible_to(self, user):
        """Employers: their own. Officers: those of their region. Providers: what is approved."""
        reach = reach_of(user)
        if reach.everything:
            return self
        if reach.user_id is None:
            return self.none()
        offered = Q(state=OrderState.APPROVED) if reach.providers else NOTHING
        return self.filter(Q(employer__in=reach.employers) | ordered_in(reach) | offered)


class Order(models.Model):
    """An order for trained people: an employer's, which the bureau approves or sends back, or
    the bureau's own, which it approves by placing it."""

    employer = models.ForeignKey(
        Employer,
        verbose_name=_("employer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
    )
    bureau = models.ForeignKey(
        Bureau,
        verbose_name=_("bureau"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
    )
    kind = models.CharField(
        _("kind of order"),
        max_length=10,
        choices=OrderKind.choices,
        default=OrderKind.ORDER_BASED,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=OrderState.choices, default=OrderState.PLACED
    )
    contact = models.CharField(_("whom to call"), max_length=100, blank=True)
    placed_at = models.DateTimeField(_("placed"))
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("placed by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    reason = models.TextField(_("reason of the bureau"), blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(employer__isnull=False, bureau__isnull=True)
                | Q(employer__isnull=True, bureau__isnull=False),
                name="training_order_of_an_employer_or_a_bureau",
                violation_error_message=_("An order is an employer's or a bureau's, never both."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrderKind.TARGETED) | Q(employer__isnull=False),
                name="training_targeted_order_has_an_employer",
                violation_error_message=_("A targeted order is for one employer."),
            ),
        ]

    def __str__(self):
        return _("Order %(number)s of %(employer)s") % {
            "number": self.pk,
            "employer": self.orderer.label,
        }

    @property
    def orderer(self):
        """Whose order it is."""
        return self.employer or self.bureau

    @property
    def region(self):
        """Where the bureau sits that answers for it."""
        return self.orderer.region

    def get_absolute_url(self):
        return reverse("training:order", args=[self.pk])


class OrderLineQuerySet(models.QuerySet):
    def with_offered(self):
        """Each line with the seats ``offered``; a cancelled class keeps no promise."""
        kept = ~Q(offers__training_class__state=ClassState.CANCELLED)
        return self.annotate(offered=Sum("offers__seats", filter=kept, default=0))

    def answerable(self):
        """Approved lines not yet offered in full."""
        return self.with_offered().filter(order__state=OrderState.APPROVED, offered__lt=F("seats"))

    def visible_to(self, user):
        return self.filter(order__in=Order.objects.visible_to(user))


class OrderLine(models.Model):
    """So many people, trained in this course, there, by then, for this wage."""

    order = models.ForeignKey(
        Order, verbose_name=_("order"), on_delete=models.CASCADE, related_name="lines"
    )
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="order_lines"
    )
    seats = models.PositiveSmallIntegerField(_("how many people"), validators=HEADS)
    region = models.ForeignKey(
        Region, verbose_name=_("where the work is"), on_delete=models.PROTECT, related_name="+"
    )
    starts_from = models.DateField(_("not before"), null=True, blank=True)
    needed_by = models.DateField(_("needed by"))
    wage_from = models.PositiveIntegerField(_("monthly wage from, yuan"), null=True, blank=True)
    wage_to = models.PositiveIntegerField(_("monthly wage to, yuan"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(wage_from__isnull=True)
                | Q(wage_to__isnull=True)
                | Q(wage_to__gte=F("wage_from")),
                name="training_order_wage_range",
                violation_error_message=_("The highest wage is below the lowest."),
            ),
            models.CheckConstraint(
                condition=Q(starts_from__isnull=True) | Q(needed_by__gte=F("starts_from")),
                name="training_order_starts_before_it_is_needed",
                violation_error_message=_("They are needed before the class may begin."),
            ),
        ]

    def __str__(self):
        return f"{self.course.label} × {self.seats}"


class OfferQuerySet(models.QuerySet):
    def standing(self):
        """A cancelled class keeps no promise."""
        return self.exclude(training_class__state=ClassState.CANCELLED)

    def visible_to(self, user):
        """Officers: in answer to the orders of their region. Providers: their own."""
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(
            ordered_in(reach, "line__order__") | Q(training_class__provider__in=reach.providers)
        )

    def changeable_by(self, user):
        reach = reach_of(user)
        own = Q(training_class__provider__in=reach.providers)
        return self if reach.everything else self.filter(own)


class Offer(models.Model):
    """Seats of a class offered in answer to an order line. One that is declined or withdrawn
    becomes a `Refusal`, so that every row here is a promise."""

    line = models.ForeignKey(
        OrderLine, verbose_name=_("order line"), on_delete=models.PROTECT, related_name="offers"
    )
    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.CASCADE,
        related_name="offers",
    )
    seats = models.PositiveSmallIntegerField(_("seats"), validators=HEADS)
    # Null where it was made before this was written down: not known is not today.
    offered_at = models.DateTimeField(_("offered on"), null=True, blank=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("offered by"), **BY)
    overrun_because = models.TextField(_("why more than ordered"), blank=True)
    overrun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("overrun accepted by"), **BY
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "training_class"], name="training_one_offer_per_class_and_line"
            )
        ]

    def __str__(self):
        return f"{self.line} → {self.training_class.number}"


class RefusalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers: about the orders of their region. Providers: their own."""
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(ordered_in(reach, "line__order__") | Q(provider__in=reach.providers))


class Refusal(models.Model):
    """A no, and its reason: to an offer, by either side, or to an order line. Never deleted."""

    line = models.ForeignKey(
        OrderLine, verbose_name=_("order line"), on_delete=models.PROTECT, related_name="refusals"
    )
    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="refusals"
    )
    kind = models.CharField(_("what was refused"), max_length=10, choices=Refused.choices)
    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="refusals",
    )
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    offered_at = models.DateTimeField(_("offered on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=RefusalReason.choices)
    note = models.CharField(_("in their words"), max_length=500, blank=True)
    at = models.DateTimeField(_("refused on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("refused by"), **BY)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("refusal")
        verbose_name_plural = _("refusals")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "provider"],
                condition=Q(kind=Refused.CANNOT),
                name="training_one_no_per_provider_and_line",
            ),
            models.CheckConstraint(
                condition=Q(kind=Refused.CANNOT, training_class__isnull=True, seats__isnull=True)
                | (~Q(kind=Refused.CANNOT) & Q(training_class__isnull=False, seats__isnull=False)),
                name="training_a_refused_offer_tells_its_class",
            ),
        ]

    def __str__(self):
        return f"{self.line} · {self.get_kind_display()}"

    @property
    def class_number(self):
        """Of the class that was offered; a line is refused without any."""
        return self.training_class.number if self.training_class else ""


class InterestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at__isnull=True)

    def visible_to(self, user):
        """With the name: to the person, and to the officers of where they live."""
        reach = reach_of(user)
        if reach.everything:
            return self
        if reach.user_id is None:
            return self.none()
        return self.filter(
            reach.in_regions("person__region")
            | reach.in_villages("person__region")
            | Q(person__user=reach.user_id)
        )


class Interest(models.Model):
    """A person wants to learn this, near there, and no class is named: they wait for one."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="interests"
    )
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="interests"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("near"), on_delete=models.PROTECT, related_name="+"
    )
    free_from = models.DateField(_("has time from"), null=True, blank=True)
    since = models.DateField(_("waits since"))
    channel = models.CharField(
        _("said through"),
        max_length=20,
        choices=SaidThrough.choices,
        default=SaidThrough.SELF,
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("entered by"), **BY)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_because = models.CharField(
        _("why closed"), max_length=10, choices=Closed.choices, blank=True
    )

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("interest in a course")
        verbose_name_plural = _("interests in courses")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=Q(closed_at__isnull=True),
                name="training_one_open_interest_per_course",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_because="")
                | (Q(closed_at__isnull=False) & ~Q(closed_because="")),
                name="training_a_closed_interest_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.course.label}"

    @property
    def closed_word(self):
        """Why it is closed, as the person reads it; nothing while they wait."""
        return self.get_closed_because_display() if self.closed_at else ""
