"""A certificate → the HTML of its paper. Works on unsaved certificates too (previews)."""

from dataclasses import dataclass
from functools import cached_property

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from certificates import conf

from . import designs, seal, words
from .fonts import refuse_missing_glyphs
from .ground import ground

# Fixed words of the designs, in the paper's own languages; see words.py.
LABELS = "证书编号证件号码扫码查验信息以查验页面显示为准样张技发证单位"


@dataclass
class Paper:
    """What a design may print."""

    certificate: object
    is_specimen: bool = False

    @cached_property
    def wording(self):
        return words.fill(self.face["wording"], words.readable(self.certificate.facts))

    @cached_property
    def wording_en(self):
        return words.fill(self.face["wording_en"], words.readable_en(self.certificate.facts))

    @property
    def face(self):
        return self.certificate.face

    @property
    def issued_on(self):
        return words.chinese_date(self.certificate.issued_on)

    @property
    def issued_on_en(self):
        return words.english_date(self.certificate.issued_on)

    @property
    def name_fit(self):
        """Long names keep to one line by a smaller size, decided here and not by the layout."""
        length = len(self.certificate.holder_name)
        steps = ((4, "name--short"), (8, "name--long"), (14, "name--longer"))
        return next((name for limit, name in steps if length <= limit), "name--longest")

    @property
    def wording_fit(self):
        """Three lines of the wording at most: longer ones are set smaller."""
        length = sum(len(piece.text) for piece in self.wording)
        steps = ((84, "zh--short"), (112, "zh--long"))
        return next((name for limit, name in steps if length <= limit), "zh--longest")

    @property
    def address(self):
        """Where the QR code leads: the default language's page, so codes stay short."""
        with translation.override(settings.LANGUAGE_CODE):
            path = reverse("training_certificates:result", args=[self.certificate.number])
        return conf.base_url() + path

    @property
    def host(self):
        return conf.base_url().partition("://")[2]

    @property
    def qr(self):
        code = segno.make(self.address, error="m", micro=False)
        return mark_safe(  # noqa: S308 - segno's own drawing of an address we built
            code.svg_inline(border=0, dark="#211c18", omitsize=True)
        )

    @cached_property
    def ring(self):
        return seal.ring_text(self.certificate.issuer)

    @cached_property
    def mark(self):
        return seal.mark()

    @property
    def texts(self):
        """Every text that reaches the paper."""
        certificate = self.certificate
        yield from (certificate.holder_name, certificate.holder_masked_id, certificate.issuer)
        yield from (certificate.number, self.issued_on, self.issued_on_en, self.host, LABELS)
        yield from (self.face["title"], self.face["title_en"])
        yield from (piece.text for piece in (*self.wording, *self.wording_en))


def refuse_unprintable(certificate):
    """Refuse missing facts and missing glyphs before anything is written."""
    refuse_missing_glyphs(Paper(certificate).texts)


def html(certificate, *, is_specimen=False):
    paper = Paper(certificate, is_specimen)
    template = designs.template(certificate.face["design"])
    return template.render({"paper": paper, "certificate": certificate, "ground": ground()})
