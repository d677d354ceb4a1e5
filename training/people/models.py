import unicodedata
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Trade
from training.organisations.models import Region
from training.organisations.reach import reach_of

from . import lookups  # noqa: F401  (registers `holds` and `ends_in`)
from .cleaning import (
    PART_OF_PHONE,
    WHOLE_PHONE,
    birth_date_of,
    clean_bank_account,
    clean_id_number,
    clean_name,
    clean_phone,
    sex_of,
)
from .encryption import EncryptedField, blind_index, blind_indexes
from .masking import mask_account, mask_id_number, mask_name, mask_phone
from .states import (
    Category,
    Ethnicity,
    HardshipCause,
    HouseholdKind,
    JobWish,
    Relation,
    Schooling,
    Sex,
    StandingList,
    Tag,
    WorkState,
)

MOST_FOUND = 200


class PersonQuerySet(models.QuerySet):
    def with_id_number(self, number):
        return self.filter(id_index__in=blind_indexes(clean_id_number(number)))

    def found_by(self, text):
        """People by a whole identity number or telephone, the first or last digits of one, or any
        part of a name; of a mere part the first ``MOST_FOUND`` that an index gives.

        An identity number is stored unreadable, so a part of one finds nobody.
        """
        text = " ".join(unicodedata.normalize("NFKC", text).split())
        with suppress(ValidationError):
            return self.with_id_number(text)
        digits = text.replace(" ", "").replace("-", "")
        if not PART_OF_PHONE.fullmatch(digits):
            return self._first_found([Q(name__holds=text)])
        if len(digits) < WHOLE_PHONE:
            return self._first_found([Q(phone__startswith=digits), Q(phone__ends_in=digits)])
        main = Person.objects.order_by().filter(phone=digits).values("pk")
        further = Phone.objects.order_by().filter(number=digits).values("person")
        # One list of both, not "or": no index answers a question about two tables at once.
        return self.filter(pk__in=main.union(further, all=True))

    def _first_found(self, ways):
        found = set()
        for way in ways:
            rows = self.order_by().filter(way).values_list("pk", flat=True)
            found |= set(rows[: MOST_FOUND + 1 - len(found)])
        return self.filter(pk__in=found)

    def visible_to(self, user):
        """Officers: people of their region or village. A worker: those tied to their phone.

        Who sees trainees because they teach them is decided above, at the enrolment.
        """
        reach = reach_of(user)
        if reach.everything:
            return self
        if reach.user_id is None:
            return self.none()
        if reach.regions or reach.inspected or reach.villages:
            # Without "or their own": with it, no index would lead to the people of one village.
            return self.filter(reach.in_regions("region") | reach.in_villages("region"))
        return self.filter(user_id=reach.user_id)


class Person(models.Model):
    """A worker in the real-name register. Many never sign in; a family may share one phone."""

    name = models.CharField(_("name"), max_length=50)
    id_number = EncryptedField(_("identity number"))
    id_index = models.CharField(max_length=64, editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    birth_date = models.DateField(_("date of birth"))
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("where they live"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="residents",
    )
    category = models.CharField(
        _("main category"), max_length=20, choices=Category.choices, blank=True
    )
    ethnicity = models.CharField(
        _("ethnicity"), max_length=2, choices=Ethnicity.choices, blank=True
    )
    schooling = models.CharField(
        _("schooling"), max_length=12, choices=Schooling.choices, blank=True
    )
    household_kind = models.CharField(
        _("kind of household"), max_length=10, choices=HouseholdKind.choices, blank=True
    )
    household_region = models.ForeignKey(
        Region,
        verbose_name=_("household registered in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        # Nobody looks for people by it, and on a million rows every index and every check of a
        # key costs minutes. Django still keeps a region that a household is registered in.
        db_index=False,
        db_constraint=False,
    )
    address = models.CharField(_("home address"), max_length=200, blank=True)
    mailing_address = models.CharField(_("mailing address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=6, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    registration_number = models.CharField(
        _("number of the employment and unemployment certificate"), max_length=30, blank=True
    )
    work_state = models.CharField(
        _("lives by"), max_length=15, choices=WorkState.choices, blank=True
    )
    job_wish = models.CharField(
        _("wish for work"), max_length=15, choices=JobWish.choices, blank=True
    )
    training_wish = models.ForeignKey(
        Trade,
        verbose_name=_("wish for training"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("named officer"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="in_their_care",
        db_index=False,  # see Meta.indexes: most people have none
    )
    # Sensitive by law: each of these needs a consent of its own beside it.
    hardship_cause = models.CharField(
        _("cause of hardship"), max_length=12, choices=HardshipCause.choices, blank=True
    )
    disability = EncryptedField(_("disability"), blank=True, help_text=_("Kind and degree."))
    hardship_consent_at = models.DateTimeField(
        _("agreed to cause of hardship and disability"), null=True, blank=True
    )
    bank_name = models.CharField(_("bank"), max_length=60, blank=True)
    bank_holder = models.CharField(_("holder of the account"), max_length=50, blank=True)
    bank_account = EncryptedField(_("bank account"), blank=True)
    bank_index = models.CharField(max_length=64, blank=True, editable=False)
    bank_consent_at = models.DateTimeField(_("agreed to bank account"), null=True, blank=True)
    referral_consent_at = models.DateTimeField(
        _("agreed to name and telephone going to an employer"), null=True, blank=True
    )
    # Purposes the person has taken back their consent to: no list brings those facts back.
    withheld = models.JSONField(default=list, blank=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signs in as"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        db_index=False,  # see Meta.indexes: most people have none
        help_text=_("Several members of a family may share one phone and so one login."),
    )
    consented_at = models.DateTimeField(_("agreed to the use of their data"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered"), auto_now_add=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    # A keyed fingerprint of the table row that was last landed here: the same row sent again next
    # week is known at once and not landed twice. Whoever changes the person by hand keeps it, so
    # that an office's old row does not undo a correction.
    landed_row = models.BigIntegerField(null=True, editable=False)
    kept_until = models.DateField(
        _("kept by law until"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Erased as far as the law allows; the rest goes after this day."),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["name", "id"], name="training_person_by_name"),
            # One index for the whole number and for its beginning.
            models.Index(
                fields=["phone"], name="training_person_phone", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                fields=["user"], condition=Q(user__isnull=False), name="training_person_user"
            ),
            models.Index(
                fields=["officer"],
                condition=Q(officer__isnull=False),
                name="training_person_officer",
            ),
            models.Index(
                fields=["bank_index"],
                condition=~Q(bank_index=""),
                name="training_person_bank",
            ),
        ]
        constraints = [
            # Not "unique=True", which on PostgreSQL brings a second index for LIKE along.
            models.UniqueConstraint(fields=["id_index"], name="training_one_person_per_number"),
            models.CheckConstraint(
                condition=Q(hardship_cause="", disability="")
                | Q(hardship_consent_at__isnull=False),
                name="training_hardship_with_consent",
                violation_error_message=_(
                    "Cause of hardship and disability may only be kept when the person agreed."
                ),
            ),
            models.CheckConstraint(
                condition=Q(bank_index="") | Q(bank_consent_at__isnull=False),
                name="training_bank_account_with_consent",
                violation_error_message=_(
                    "A bank account may only be kept when the person agreed."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.name = clean_name(self.name)
        self.id_number = clean_id_number(self.id_number)
        if self.phone:
            self.phone = clean_phone(self.phone)
        if self.bank_account:
            self.bank_account = clean_bank_account(self.bank_account)
        self._read_id_number()

    def save(self, *args, **kwargs):
        self._read_id_number()
        super().save(*args, **kwargs)

    def _read_id_number(self):
        """What the number itself says; kept as columns because the number is encrypted."""
        self.id_index = blind_index(self.id_number)
        self.birth_date = birth_date_of(self.id_number)
        self.sex = sex_of(self.id_number)
        self.bank_index = blind_index(self.bank_account) if self.bank_account else ""

    @property
    def masked_name(self):
        return mask_name(self.name)

    @property
    def masked_id_number(self):
        return mask_id_number(self.id_number)

    @property
    def masked_phone(self):
        return mask_phone(self.phone)

    @property
    def masked_bank_account(self):
        return mask_account(self.bank_account)

    def age_on(self, day):
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class PhoneLogin(models.Model):
    """The proven phone a user signs in with. Workers have no password."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="phone_login"
    )
    phone = models.CharField(_("mobile phone"), max_length=20, unique=True)

    class Meta:
        verbose_name = _("phone login")
        verbose_name_plural = _("phone logins")

    def __str__(self):
        return mask_phone(self.phone)


class SignInCode(models.Model):
    """A code sent to a phone. Only its keyed hash is kept; it dies by use, tries or time."""

    phone = models.CharField(max_length=20, db_index=True)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("sign-in code")
        verbose_name_plural = _("sign-in codes")

    def __str__(self):
        return mask_phone(self.phone)


class OfPeopleQuerySet(models.QuerySet):
    """Rows that hang on a person are seen by whoever sees the person."""

    def visible_to(self, user):
        reach = reach_of(user)
        if reach.everything:
            return self
        return self.filter(person__in=Person.objects.visible_to(user))


class Phone(models.Model):
    """Another number to reach a person by, besides the one they sign in with."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="phones"
    )
    number = models.CharField(_("telephone"), max_length=20, db_index=True)
    relation = models.CharField(
        _("whose"), max_length=10, choices=Relation.choices, default=Relation.OWN
    )
    holder = models.CharField(_("name"), max_length=50, blank=True)
    trusted = models.BooleanField(
        _("trusted contact"),
        default=False,
        help_text=_("May be told what the call is about when the person cannot be reached."),
    )

    objects = OfPeopleQuerySet.as_manager()

    class Meta:
        ordering = ["-trusted", "pk"]
        verbose_name = _("further telephone")
        verbose_name_plural = _("further telephones")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "number"],
                name="training_one_row_per_number",
                violation_error_message=_("This number is already there."),
            )
        ]

    def __str__(self):
        return mask_phone(self.number)


class TaggingQuerySet(OfPeopleQuerySet):
    def holding_on(self, day):
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class Tagging(models.Model):
    """That a person is something besides their main category, from a day on (标签)."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="taggings"
    )
    tag = models.CharField(_("tag"), max_length=20, choices=Tag.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = TaggingQuerySet.as_manager()

    class Meta:
        ordering = ["tag", "-since"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "tag"],
                condition=Q(until__isnull=True),
                name="training_one_open_tag",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="training_tag_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return self.get_tag_display()


class ListPlace(models.Model):
    """Where a person stood on the five lists, from ``since`` until the day before ``until``.

    One open place a person, and a move closes the last place on the day the next begins, so the
    places of a person never overlap and any past day has one answer.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="list_places"
    )
    list = models.CharField(_("list"), max_length=10, choices=StandingList.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = TaggingQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        verbose_name = _("place on the lists")
        verbose_name_plural = _("places on the lists")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until__isnull=True),
                name="training_one_place_on_the_lists",
            ),
            models.UniqueConstraint(fields=["person", "since"], name="training_one_move_a_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("since")),
                name="training_place_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["list", "since"], name="training_place_by_list")]

    def __str__(self):
        return self.get_list_display()
