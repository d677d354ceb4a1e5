"""The ledger: a row for each seat of a class, and the waiting list before them.

What is free, held, offered, reserved, beyond what was approved and taken is read off the same rows,
so no number can contradict another: a seat has one use, an enrolment one seat, an offer one seat.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.classes.models import TrainingClass
from training.organisations.models import Employer, Region
from training.organisations.reach import reach_of
from training.people.models import Person

from .states import IN_QUEUE, PROMISED, Channel, SeatUse, WaitingState


class OfClassesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the class in the office sees its seats and its queue."""
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(training_class__in=TrainingClass.objects.visible_to(user))


class Reserve(models.Model):
    """Seats of a class kept for an employer's people, or for those of a place, until a day."""

    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.CASCADE,
        related_name="reserves",
    )
    employer = models.ForeignKey(
        Employer,
        verbose_name=_("for people of this employer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("for people of this place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    until = models.DateField(_("kept until"), help_text=_("After this day they are for everybody."))
    reason = models.CharField(_("reason"), max_length=200)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = OfClassesQuerySet.as_manager()

    class Meta:
        ordering = ["training_class", "pk"]
        verbose_name = _("reserved seats")
        verbose_name_plural = _("reserved seats")
        constraints = [
            models.CheckConstraint(
                condition=Q(employer__isnull=False, region__isnull=True)
                | Q(employer__isnull=True, region__isnull=False),
                name="training_reserve_for_one",
                violation_error_message=_("Please choose an employer or a place, one of them."),
            )
        ]

    def __str__(self):
        return str((self.employer or self.region).label)


class Seat(models.Model):
    """One seat of one class, and what it is used for now."""

    queue: bool  # of the seat that `ledger.find_seat` finds: whether people wait for the class

    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.CASCADE,
        related_name="ledger",
    )
    number = models.PositiveSmallIntegerField(_("seat"))
    use = models.CharField(_("use"), max_length=10, choices=SeatUse.choices, default=SeatUse.FREE)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    held_by = models.CharField(max_length=64, blank=True, editable=False)  # hash of a phone
    reserve = models.ForeignKey(
        Reserve,
        verbose_name=_("reserved"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="seats",
    )
    beyond_because = models.CharField(_("why beyond the approved size"), max_length=200, blank=True)

    objects = OfClassesQuerySet.as_manager()

    class Meta:
        ordering = ["training_class", "number"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "number"], name="training_one_seat_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(use__in=sorted(PROMISED), until__isnull=False)
                | (~Q(use__in=sorted(PROMISED)) & Q(until__isnull=True)),
                name="training_promised_seat_until",
            ),
            models.CheckConstraint(
                condition=(Q(use=SeatUse.HELD) & ~Q(held_by=""))
                | (~Q(use=SeatUse.HELD) & Q(held_by="")),
                name="training_held_seat_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(beyond_because="") | Q(use=SeatUse.TAKEN),
                name="training_seat_beyond_is_taken",
            ),
        ]

    def __str__(self):
        return f"{self.training_class} · {self.number}"


class Party(models.Model):
    """People who wait together: all of them are seated, or none."""

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.CASCADE, related_name="parties"
    )
    label = models.CharField(_("group"), max_length=100, blank=True)
    # Since when seats that came free are kept for this group, which is first but larger.
    kept_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("group on the waiting list")
        verbose_name_plural = _("groups on the waiting list")

    def __str__(self):
        return self.label


class WaitingQuerySet(OfClassesQuerySet):
    def in_queue(self):
        return self.filter(state__in=IN_QUEUE)

    def waiting(self):
        return self.filter(state=WaitingState.WAITING)

    def in_order(self):
        """As they are served: the groups policy puts first, then who came first."""
        return self.order_by("rank", "place", "pk")


class Waiting(models.Model):
    """A person's place on the waiting list of a class, and how it ended."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="waiting"
    )
    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.PROTECT,
        related_name="waiting",
    )
    party = models.ForeignKey(
        Party,
        verbose_name=_("group"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=WaitingState.choices, default=WaitingState.WAITING
    )
    # By the rule on priority when they joined; an officer's move may change it.
    rank = models.PositiveSmallIntegerField(_("rank of the group"))
    because = models.CharField(max_length=30, blank=True)  # the group, a subject of the rule
    place = models.FloatField()  # seconds when they joined; a move puts it between two others
    channel = models.CharField(
        _("how they joined"), max_length=20, choices=Channel.choices, default=Channel.SELF
    )
    joined_at = models.DateTimeField(_("joined"))
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    seat = models.OneToOneField(
        Seat,
        verbose_name=_("seat"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offered_to",
    )
    offered_at = models.DateTimeField(_("told of the seat"), null=True, blank=True)
    until = models.DateTimeField(_("answer until"), null=True, blank=True)
    moved_because = models.CharField(_("why moved"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("ended"), null=True, blank=True)
    closed_because = models.CharField(_("why"), max_length=300, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        ordering = ["training_class", "rank", "place", "pk"]
        verbose_name = _("place on a waiting list")
        verbose_name_plural = _("waiting lists")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "training_class"],
                condition=Q(state__in=sorted(IN_QUEUE)),
                name="training_one_place_in_a_queue",
            ),
            models.CheckConstraint(
                condition=Q(state=WaitingState.OFFERED, seat__isnull=False, until__isnull=False)
                | (~Q(state=WaitingState.OFFERED) & Q(seat__isnull=True)),
                name="training_offer_has_a_seat",
            ),
        ]
        indexes = [
            models.Index(
                fields=["training_class", "rank", "place"],
                condition=Q(state__in=sorted(IN_QUEUE)),
                name="training_queue_in_order",
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.training_class}"
