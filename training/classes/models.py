from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import CertificateKind
from courses.models import Course
from training.organisations.models import Provider, Venue
from training.organisations.reach import reach_of
from training.policy.states import DeliveryMode

from .states import (
    HELD,
    ON_SCREEN,
    TOGETHER,
    ChangeState,
    ClassState,
    LessonKind,
    StudyForm,
    TestForm,
)

# What the column holds on every database; how large a class may be is a rule of the region.
HEADS = [MinValueValidator(1), MaxValueValidator(9999)]


class TrainerQuerySet(models.QuerySet):
    def visible_to(self, user):
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(reach.in_regions("provider__region") | Q(provider__in=reach.providers))


class Trainer(models.Model):
    """A teacher on a provider's roster. Some never sign in."""

    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="trainers"
    )
    name = models.CharField(_("name"), max_length=50)
    speciality = models.CharField(_("speciality"), max_length=100, blank=True)
    qualification = models.CharField(_("qualification"), max_length=100, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signs in as"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="trainer",
    )

    objects = TrainerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")

    def __str__(self):
        return self.name


class RoomQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(venue__in=Venue.objects.visible_to(user))


class Room(models.Model):
    """A classroom, kitchen or workshop of a venue. Only one class is in it at a time."""

    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.PROTECT, related_name="rooms"
    )
    name = models.CharField(_("name"), max_length=50)
    places = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=HEADS,
        help_text=_("Empty: nobody has counted."),
    )

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["venue__name", "name"]
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "name"],
                name="training_one_room_of_a_name",
                violation_error_message=_("This venue already has a room of that name."),
            )
        ]

    def __str__(self):
        return self.name


class TrainingClassQuerySet(models.QuerySet):
    def held(self):
        """Classes that the bureau approved and nobody cancelled."""
        return self.filter(state__in=HELD)

    def open_on(self, day):
        """Classes one can still join: approved, and the first lesson is not over."""
        return self.filter(state=ClassState.APPROVED, starts_on__gte=day)

    def visible_to(self, user):
        """Officers: classes in their region. Providers: their own. Trainers: those they teach."""
        reach = reach_of(user)
        if reach.everything:
            return self
        if reach.user_id is None:
            return self.none()
        return self.filter(
            (reach.in_regions("venue__region") & ~Q(state=ClassState.DRAFT))
            | Q(pk__in=self.model.objects.tested_by(user).values("pk"))
        )

    def taught_by(self, user):
        """Classes whose roll the user may take: they teach in them or run the provider."""
        reach = reach_of(user)
        if reach.everything:
            return self
        taught = Lesson.objects.filter(trainer__user=reach.user_id).values("training_class")
        return self.filter(
            Q(provider__in=reach.providers) | Q(pk__in=taught, provider__in=reach.teaching)
        )

    def tested_by(self, user):
        """Classes whose test results the user may file: the assessor's, too."""
        reach = reach_of(user)
        if reach.everything:
            return self
        assessed = Q(assessor__user=reach.user_id, provider__in=reach.teaching)
        return self.filter(assessed | Q(pk__in=self.model.objects.taught_by(user).values("pk")))

    def with_rows_for_lists(self):
        return self.select_related("course__trade", "provider", "venue__region")


class TrainingClass(models.Model):
    """One delivery of a course by a provider, approved by the bureau before it may take anyone."""

    number = models.CharField(_("class number"), max_length=30, unique=True, editable=False)
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="classes"
    )
    provider = models.ForeignKey(
        Provider, verbose_name=_("provider"), on_delete=models.PROTECT, related_name="classes"
    )
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.PROTECT, related_name="classes"
    )
    assessor = models.ForeignKey(
        Trainer,
        verbose_name=_("assessor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessed_classes",
        help_text=_("Someone who does not teach this class."),
    )
    seats = models.PositiveSmallIntegerField(_("seats"), validators=HEADS)
    planned = models.PositiveSmallIntegerField(_("planned trainees"), validators=HEADS)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    mode = models.CharField(
        _("way of teaching"),
        max_length=10,
        choices=DeliveryMode.choices,
        default=DeliveryMode.GROUP,
    )
    study_form = models.CharField(
        _("form of study"), max_length=10, choices=StudyForm.choices, default=StudyForm.FULL_TIME
    )
    certificate_kind = models.ForeignKey(
        CertificateKind,
        verbose_name=_("certificate aimed at"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("One kind for the whole class."),
    )
    assessed_on = models.DateField(_("day of the tests"), null=True, blank=True)
    assessed_at = models.CharField(_("place of the tests"), max_length=100, blank=True)
    theory_test = models.CharField(
        _("test of theory"), max_length=10, choices=TestForm.choices, blank=True
    )
    practice_test = models.CharField(
        _("test of practice"), max_length=10, choices=TestForm.choices, blank=True
    )
    responsible = models.CharField(_("person responsible"), max_length=50, blank=True)
    responsible_phone = models.CharField(
        _("telephone of the person responsible"), max_length=30, blank=True
    )
    online_link = models.URLField(
        _("link to the online lessons"),
        max_length=300,
        blank=True,
        help_text=_("Shown to those who are enrolled, to nobody else."),
    )
    note = models.TextField(
        _("what to bring, how to get there"), blank=True, help_text=_("Shown to trainees.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ClassState.choices, default=ClassState.DRAFT
    )
    filed_at = models.DateTimeField(_("filed"), null=True, blank=True, editable=False)
    # Fixed when the class is filed: a rule that changes later moves no deadline.
    decide_by = models.DateField(_("decide by"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    reason = models.TextField(_("reason of the bureau"), blank=True, editable=False)
    # Null: not approved yet, or approved before rules were kept with the class.
    ruled = models.JSONField(_("rules when approved"), null=True, blank=True, editable=False)

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("training class")
        verbose_name_plural = _("training classes")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="training_class_ends_after_it_begins",
                violation_error_message=_("A class cannot end before it begins."),
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="training_class_has_a_seat"),
        ]

    def __str__(self):
        return f"{self.course.label} · {self.number}"

    def get_absolute_url(self):
        return reverse("training:class_detail", args=[self.pk])

    @property
    def region(self):
        return self.venue.region

    @property
    def is_held(self):
        return self.state in HELD

    @property
    def is_over(self):
        return self.ends_on < timezone.localdate()

    @property
    def decision_is_late(self):
        """Whether the bureau still has the class although its days to decide have passed."""
        waits = self.state == ClassState.FILED and self.decide_by
        return bool(waits) and self.decide_by < timezone.localdate()

    @property
    def meets_in_a_place(self):
        return self.mode in TOGETHER

    @property
    def meeting_link(self):
        """Where the online lessons are. Show it to those who are enrolled, to nobody else."""
        return self.online_link if self.mode in ON_SCREEN else ""


class LessonQuerySet(models.QuerySet):
    def on(self, day: date):
        return self.filter(starts_at__date=day)

    def visible_to(self, user):
        """Lessons of the classes the user may see."""
        return self.filter(training_class__in=TrainingClass.objects.visible_to(user))

    def given_by(self, user):
        """Lessons on the user's timetable: those they teach, or all of the school they run."""
        reach = reach_of(user)
        if reach.everything:
            return self
        mine = Q(trainer__user=reach.user_id, training_class__provider__in=reach.teaching)
        return self.filter(mine | Q(training_class__provider__in=reach.providers))


class Lesson(models.Model):
    """One meeting of a class."""

    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.CASCADE,
        related_name="lessons",
    )
    title = models.CharField(_("content"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=10, choices=LessonKind.choices, default=LessonKind.THEORY
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    class_hours = models.DecimalField(
        _("class hours"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5"))],
    )
    trainer = models.ForeignKey(
        Trainer, verbose_name=_("trainer"), on_delete=models.PROTECT, related_name="lessons"
    )
    room = models.ForeignKey(
        Room,
        verbose_name=_("room"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lessons",
    )
    safety = models.BooleanField(_("on safety"), default=False)
    textbook = models.CharField(_("textbook"), max_length=120, blank=True)
    # What a calendar needs to know that an appointment was moved (RFC 5545, SEQUENCE).
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    revised_at = models.DateTimeField(null=True, editable=False)
    cancelled = models.BooleanField(_("did not take place"), default=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="training_lesson_ends_after_it_begins",
                violation_error_message=_("A lesson cannot end before it begins."),
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """As the constraint says; asked here because that would ask the database, each time."""
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError(_("A lesson cannot end before it begins."))


class PickUp(models.Model):
    """Where and when the bus of a class stops on its way to the lessons."""

    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.CASCADE,
        related_name="pick_ups",
    )
    place = models.CharField(_("place"), max_length=100)
    at = models.TimeField(_("time"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("pick-up point")
        verbose_name_plural = _("pick-up points")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "place", "at"], name="training_one_stop_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.at:%H:%M} {self.place}"


class ChangeRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ChangeState.OPEN)

    def visible_to(self, user):
        """As the class itself, for those who run the school or answer for the place."""
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(
            reach.in_regions("training_class__venue__region")
            | Q(training_class__provider__in=reach.providers)
        )


class ChangeRequest(models.Model):
    """A provider asks, in writing and beforehand, to change a class that was approved.

    ``before`` and ``after`` hold the facts that change and no others: those of the class by
    name, those of lessons under "lessons" by number and name.
    """

    training_class = models.ForeignKey(
        TrainingClass,
        verbose_name=_("training class"),
        on_delete=models.CASCADE,
        related_name="change_requests",
    )
    before = models.JSONField(default=dict, editable=False)
    after = models.JSONField(default=dict, editable=False)
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.OPEN
    )
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("requested by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("change asked for")
        verbose_name_plural = _("changes asked for")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class"],
                condition=Q(state=ChangeState.OPEN),
                name="training_one_open_change_of_a_class",
            )
        ]

    def __str__(self):
        return str(self.training_class)


class CalendarFeed(models.Model):
    """The address of a calendar: of what a user teaches or learns, or of a room or venue.

    Whoever knows the address reads the calendar, as phones cannot sign in; a new secret makes
    the old address useless.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="calendar_feed"
    )
    room = models.OneToOneField(
        Room, on_delete=models.CASCADE, null=True, related_name="calendar_feed"
    )
    venue = models.OneToOneField(
        Venue, on_delete=models.CASCADE, null=True, related_name="calendar_feed"
    )
    secret = models.CharField(max_length=50, unique=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, room__isnull=True, venue__isnull=True)
                | Q(user__isnull=True, room__isnull=False, venue__isnull=True)
                | Q(user__isnull=True, room__isnull=True, venue__isnull=False),
                name="training_calendar_of_one_thing",
            )
        ]

    def __str__(self):
        return str(self.user or self.room or self.venue)
