"""The paper of a certificate: drawn on first need, then the same bytes for ever."""

import hashlib
from contextlib import contextmanager
from contextvars import ContextVar

from . import conf
from .models import Paper
from .rendering import designs, pdf

_waits = ContextVar("printing_waits", default=False)


def paper_of(certificate) -> Paper:
    if paper := Paper.objects.filter(certificate=certificate).first():
        return paper
    pdf_bytes = pdf.render(certificate)
    # Two who print at once draw twice, but only the first drawing is kept.
    paper, _ = Paper.objects.get_or_create(
        certificate=certificate,
        defaults={
            "pdf": pdf_bytes,
            "sha256": hashlib.sha256(pdf_bytes).hexdigest(),
            "design_sha256": designs.fingerprint(certificate.face["design"]),
        },
    )
    return paper


@contextmanager
def printing_waits():
    """Within it, issuing does not draw: for loads of thousands, printed later by
    ``manage.py print_certificates`` or at the first download.
    """
    token = _waits.set(True)
    try:
        yield
    finally:
        _waits.reset(token)


def is_wanted_now():
    return conf.get("PRINT_AT_ISSUE") and not _waits.get()
