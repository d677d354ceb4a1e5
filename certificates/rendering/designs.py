"""A design is one folder entry: ``training_certificates/paper/<slug>.html`` and ``.css``."""

import hashlib

from django.core.exceptions import ValidationError
from django.template.loader import TemplateDoesNotExist, get_template
from django.utils.translation import gettext_lazy as _


def template(design, suffix="html"):
    return get_template(f"training_certificates/paper/{design}.{suffix}")


def validate(design):
    try:
        template(design)
    except TemplateDoesNotExist as missing:
        raise ValidationError(
            {
                "design": ValidationError(
                    _("There is no certificate design called %(design)s."),
                    params={"design": design},
                )
            }
        ) from missing


def fingerprint(design):
    """Which version of the design drew a paper: the hash of its sources."""
    sources = (template(design, suffix).template.source for suffix in ("html", "css"))
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()
