from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from training.classes.models import HEADS, TrainingClass
from training.classes.states import ClassState
from training.organisations.models import Employer, Region
from training.organisations.reach import NOTHING, reach_of

from .states import OrderState


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
        return self.filter(
            Q(employer__in=reach.employers) | reach.in_regions("employer__region") | offered
        )


class Order(models.Model):
    """An employer's order for trained people; the bureau approves it or sends it back."""

    employer = models.ForeignKey(
        Employer, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="orders"
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
    reason = models.TextField(_("reason of the bureau"), blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")

    def __str__(self):
        return _("Order %(number)s of %(employer)s") % {
            "number": self.pk,
            "employer": self.employer.label,
        }

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
            )
        ]

    def __str__(self):
        return f"{self.course.label} × {self.seats}"


class Offer(models.Model):
    """Seats of a class offered in answer to an order line."""

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
