from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import OfPeopleQuerySet, Person
from .states import RequestKind, RequestState


class DataRequest(models.Model):
    """A person asks that their data be put right or erased; an officer answers (PIPL ch. IV)."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="requests"
    )
    kind = models.CharField(_("request"), max_length=12, choices=RequestKind.choices)
    text = models.TextField(_("what is to be done"), max_length=1000, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    objects = OfPeopleQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("request about data")
        verbose_name_plural = _("requests about data")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state=RequestState.OPEN),
                name="training_one_open_request_of_a_kind",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.person}"
