"""Issue, revoke, supersede: the only ways a certificate comes to be or ends."""

import json
from datetime import date

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext, log

from . import numbering, printing
from .errors import NotInForce, ReasonMissing
from .models import Certificate, CertificateKind, Serial
from .rendering.paper import refuse_unprintable
from .states import State
from .tasks import print_certificate


@transaction.atomic
def issue(
    kind: CertificateKind,
    facts: dict,
    *,
    subject_key: str,
    holder_name: str,
    holder_masked_id: str,
    issued_on: date,
    by: User | None,
    issuer: str = "",
    issuer_key: str = "",
    region_code: str = "",
) -> Certificate:
    """Attest ``facts`` about the holder. Issuing twice for a subject returns the first.

    ``subject_key`` and ``issuer_key`` are the caller's own, opaque to us. Facts the default
    wording knows: course, level, class_number, hours, starts_on, ends_on, result; each text may
    have an English twin (``course_en``). Issuer and region default to those of the kind.
    """
    if first := _in_force(kind, subject_key):
        return first
    certificate = Certificate(
        kind=kind,
        subject_key=subject_key,
        holder_name=holder_name,
        holder_masked_id=holder_masked_id,
        facts=_frozen(facts),
        face=kind.face,
        issuer=issuer or kind.issuer,
        issuer_key=issuer_key,
        issued_on=issued_on,
        issued_by=by,
    )
    refuse_unprintable(certificate)
    serial = numbering.take_turn(kind, region_code or kind.region_code, issued_on.year)
    # Whoever waited for the counter may find the work done meanwhile.
    if first := _in_force(kind, subject_key):
        return first
    _write(certificate, serial)
    _record(certificate, "training_certificates.issue", by)
    return certificate


@transaction.atomic
def revoke(certificate: Certificate, reason: str, *, by: User | None) -> Certificate:
    """Take a certificate out of force. The number stays and says so for ever."""
    certificate = _held(certificate, reason)
    _end(certificate, State.REVOKED, reason)
    _record(certificate, "training_certificates.revoke", by, reason=reason)
    return certificate


@transaction.atomic
def supersede(
    certificate: Certificate, changes: dict, reason: str, *, by: User | None, holder_name: str = ""
) -> Certificate:
    """Correct a mistake: a new certificate replaces this one, which then says so.

    ``changes`` are laid over the old facts. The wording and design are those of the kind today.
    """
    old = _held(certificate, reason)
    new = Certificate(
        kind=old.kind,
        subject_key=old.subject_key,
        holder_name=holder_name or old.holder_name,
        holder_masked_id=old.holder_masked_id,
        facts=_frozen(old.facts | changes),
        face=old.kind.face,
        issuer=old.issuer,
        issuer_key=old.issuer_key,
        issued_on=timezone.localdate(),
        issued_by=by,
    )
    refuse_unprintable(new)
    region_code = old.number.split("-")[1]
    serial = numbering.take_turn(old.kind, region_code, new.issued_on.year)
    _end(old, State.SUPERSEDED, reason)
    _write(new, serial)
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])
    _record(old, "training_certificates.supersede", by, reason=reason, successor=new.number)
    _record(new, "training_certificates.issue", by)
    return new


def _in_force(kind: CertificateKind, subject_key: str) -> Certificate | None:
    return Certificate.objects.of_subject(kind, subject_key).in_force().first()


def _held(certificate: Certificate, reason: str) -> Certificate:
    """The row, locked and still in force, so that two clerks cannot both end it."""
    if not reason.strip():
        raise ReasonMissing
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not certificate.is_in_force:
        raise NotInForce(certificate.number)
    return certificate


def _end(certificate: Certificate, state: State, reason: str) -> None:
    certificate.state, certificate.reason = state, reason.strip()
    certificate.ended_at = timezone.now()
    certificate.save(update_fields=["state", "reason", "ended_at"])


def _write(certificate: Certificate, serial: Serial) -> None:
    certificate.number = numbering.next_number(serial)
    certificate.save(force_insert=True)
    if printing.is_wanted_now():
        transaction.on_commit(lambda: print_certificate.enqueue(certificate.pk))


def _frozen(facts: dict) -> dict:
    """A copy as the database will give it back: dates as ISO text, no surprises later."""
    return json.loads(json.dumps(facts, cls=DjangoJSONEncoder))


def _record(certificate: Certificate, verb: str, by: User | None, **data: str) -> None:
    # A context of its own: a request's history would otherwise keep one certificate of a batch.
    with LogContext(user=by):
        log(certificate, verb, user=by, data=data)
