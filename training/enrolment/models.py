from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.classes.models import TrainingClass
from training.organisations.reach import reach_of
from training.people.models import Person

from .seats import Seat, Waiting
from .states import SEATED, STARTED, Channel, EnrolmentState, SeatUse


class EnrolmentQuerySet(models.QuerySet):
    def seated(self):
        return self.filter(state__in=SEATED)

    def started(self):
        """Those who took part, whether or not they stayed to the end."""
        return self.filter(state__in=STARTED)

    def of(self, person):
        return self.filter(person=person)

    def within(self, scope):
        """The enrolments a `Scope` asks about, already narrowed to what its user may see."""
        return scope.narrow(self)

    def visible_to(self, user):
        reach = reach_of(user)
        if reach.everything:
            return self
        if reach.user_id is None:
            return self.none()
        return self.filter(
            reach.in_regions("training_class__venue__region")
            | reach.in_regions("person__region")
            | reach.in_villages("person__region")
            | Q(training_class__in=TrainingClass.objects.tested_by(user))
            | Q(person__user=reach.user_id)
        )


class Enrolment(models.Model):
    """A person's seat in a class: the spine every later fact hangs on."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="enrolments"
    )
    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.PROTECT,
        related_name="enrolments",
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=EnrolmentState.choices,
        default=EnrolmentState.ENROLLED,
    )
    channel = models.CharField(
        _("enrolled by"), max_length=20, choices=Channel.choices, default=Channel.SELF
    )
    enrolled_at = models.DateTimeField(_("enrolled"))
    enrolled_by = models.ForeignKey(
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
        editable=False,
        related_name="enrolment",
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_because = models.CharField(_("why they left"), max_length=200, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["training_class", "person__name"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "training_class"],
                condition=Q(state__in=sorted(SEATED)),
                name="training_one_seat_per_person",
            ),
            # With one seat an enrolment and one enrolment a seat, nobody is seated beyond them.
            models.CheckConstraint(
                condition=Q(state__in=sorted(SEATED), seat__isnull=False)
                | (~Q(state__in=sorted(SEATED)) & Q(seat__isnull=True)),
                name="training_seated_on_a_seat",
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.training_class}"


def _count_of(rows):
    """How many of ``rows`` belong to the class, as a column of a list of classes."""
    per_class = rows.filter(training_class=OuterRef("pk")).order_by().values("training_class")
    return Coalesce(Subquery(per_class.annotate(n=Count("pk")).values("n")), 0)


def with_something_left(classes, people):
    """Each class with ``something_left``: whether any of ``people`` may find a seat there, or has
    one. Asked without a lock, so that those who come too late in a rush hold up nobody."""
    mine = Q(enrolment__person__in=people) | Q(offered_to__person__in=people)
    free = Q(use=SeatUse.FREE) | Q(use=SeatUse.HELD, until__lte=timezone.now())
    rows = Seat.objects.filter(training_class=OuterRef("pk"))
    all_made = rows.filter(number=OuterRef("seats"))
    return classes.annotate(something_left=Exists(rows.filter(mine | free)) | ~Exists(all_made))


def with_free_seats(classes):
    """Each class with ``taken``, how many wait as ``queue``, and ``free``: the seats that anybody
    may take now. Seats that are held, offered or reserved are not free; nor is any while people
    wait, for it is theirs."""
    given = (
        Q(use__in=[SeatUse.TAKEN, SeatUse.OFFERED])
        | Q(use=SeatUse.HELD, until__gt=timezone.now())
        | Q(reserve__until__gte=timezone.localdate())
    )
    return classes.annotate(
        taken=_count_of(Enrolment.objects.seated()),
        given=_count_of(Seat.objects.filter(given, beyond_because="")),
        queue=_count_of(Waiting.objects.in_queue()),
    ).annotate(
        free=Case(
            When(queue__gt=0, then=Value(0)),
            default=Greatest(F("seats") - F("given"), 0),
            output_field=IntegerField(),
        )
    )
