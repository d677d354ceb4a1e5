from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.organisations.reach import reach_of
from training.people.encryption import EncryptedField
from training.people.masking import mask_phone
from training.people.models import Person

from .states import CHANNELS, TO_DECIDE, UNDERWAY, Fault, Kind, MessageState


class MessageQuerySet(models.QuerySet):
    def due(self, now: datetime):
        """What may be sent now, the longest waiting first; what has expired is not."""
        return (
            self.filter(state=MessageState.WAITING, next_try_at__lte=now)
            .exclude(expires_at__lte=now)
            .order_by("next_try_at", "pk")
        )

    def cut_off(self, now: datetime):
        """What somebody began to send and did not finish in time: they were killed, perhaps."""
        return self.filter(state=MessageState.SENDING, lease_until__lte=now)

    def to_decide(self):
        return self.filter(state__in=TO_DECIDE).exclude(kind=Kind.CODE)

    def visible_to(self, user):
        """Officers: messages to the people of their region. A code belongs to nobody's region."""
        reach = reach_of(user)
        if reach.everything:
            return self
        if not reach.regions:
            return self.none()
        return self.filter(reach.in_regions("person__region")).exclude(kind=Kind.CODE)


class Message(models.Model):
    """One message to one telephone, in the outbox from the moment it is written.

    It is written in the transaction of whatever it tells of, so that neither is without the
    other, and sent afterwards; see `sending`.
    """

    kind = models.CharField(_("what it is about"), max_length=12, choices=Kind.choices)
    # The same event has the same key, and writes one message.
    key = models.CharField(max_length=150, unique=True, editable=False)
    # What a sender tells the operator, who knows by it a message that came before.
    reference = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
    )
    # not choices: a plug-in brings a channel without a migration
    channel = models.SlugField(_("by way of"), max_length=20, default="sms", db_index=False)
    address = EncryptedField(_("sent to"), blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    text = EncryptedField(_("text"), blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=MessageState.choices, default=MessageState.WAITING
    )
    due_at = models.DateTimeField(_("to be sent"))
    expires_at = models.DateTimeField(_("not after"), null=True, blank=True)
    # Only ever counted up: it also says which try a worker is at.
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.CharField(_("what went wrong"), max_length=40, blank=True)
    receipt = models.CharField(_("receipt of the operator"), max_length=100, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state=MessageState.WAITING),
                name="training_message_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state=MessageState.SENDING),
                name="training_message_lease",
            ),
            models.Index(fields=["created_at"], name="training_message_written"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=Kind.CODE) | Q(state__in=sorted(UNDERWAY)) | Q(text=""),
                name="training_no_code_is_kept",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENDING) | Q(lease_until__isnull=False),
                name="training_sending_has_a_lease",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def masked_address(self):
        return mask_phone(self.address)

    @property
    def shown_text(self):
        """The text for those who look after the messages; a code is for its reader alone."""
        return gettext("A code, which is not shown.") if self.is_code else self.text

    @property
    def is_code(self):
        return self.kind == Kind.CODE

    @property
    def fault(self):
        return Fault(self.last_error).label if self.last_error in Fault.values else self.last_error

    @property
    def channel_label(self):
        return CHANNELS.get(self.channel, self.channel)
