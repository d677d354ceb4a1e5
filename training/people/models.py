from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.organisations.models import Region
from training.organisations.reach import reach_of

from .cleaning import birth_date_of, clean_id_number, clean_name, clean_phone, sex_of
from .encryption import EncryptedField, blind_index
from .masking import mask_id_number, mask_name, mask_phone
from .states import Category, Sex


class PersonQuerySet(models.QuerySet):
    def with_id_number(self, number):
        return self.filter(id_index=blind_index(clean_id_number(number)))

    def visible_to(self, user):
        """Officers: people of their region or village. A worker: those tied to their phone.

        Who sees trainees because they teach them is decided above, at the enrolment.
        """
        reach = reach_of(user)
        if reach.everything:
            return self
        if reach.user_id is None:
            return self.none()
        return self.filter(
            reach.in_regions("region")
            | reach.in_villages("region")
            | models.Q(user_id=reach.user_id)
        )


class Person(models.Model):
    """A worker in the real-name register. Many never sign in; a family may share one phone."""

    name = models.CharField(_("name"), max_length=50)
    id_number = EncryptedField(_("identity number"))
    id_index = models.CharField(max_length=64, unique=True, editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    birth_date = models.DateField(_("date of birth"))
    phone = models.CharField(_("mobile phone"), max_length=20, blank=True, db_index=True)
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
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signs in as"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
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
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.name = clean_name(self.name)
        self.id_number = clean_id_number(self.id_number)
        if self.phone:
            self.phone = clean_phone(self.phone)
        self._read_id_number()

    def save(self, *args, **kwargs):
        self._read_id_number()
        super().save(*args, **kwargs)

    def _read_id_number(self):
        """What the number itself says; kept as columns because the number is encrypted."""
        self.id_index = blind_index(self.id_number)
        self.birth_date = birth_date_of(self.id_number)
        self.sex = sex_of(self.id_number)

    @property
    def masked_name(self):
        return mask_name(self.name)

    @property
    def masked_id_number(self):
        return mask_id_number(self.id_number)

    @property
    def masked_phone(self):
        return mask_phone(self.phone)

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
