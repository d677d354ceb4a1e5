"""HTML → PDF through WeasyPrint, which is loaded on first use: it needs Pango, and web
processes that never print should not carry it.
"""

import atexit
import threading
from functools import cache

from . import designs, fonts, paper

# Pango's font map is shared by the process; two layouts at once are not worth the risk.
_one_at_a_time = threading.Lock()

FACES = "\n".join(
    f"@font-face {{ font-family: '{family}'; src: url('{path.as_uri()}'); }}"
    for family, path in (("Certificate Kai", fonts.KAI), ("Certificate Song", fonts.SONG))
)


def render(certificate, *, is_specimen=False):
    """The bytes of the certificate's PDF."""
    from weasyprint import HTML  # noqa: PLC0415

    source = paper.html(certificate, is_specimen=is_specimen)
    design = certificate.face["design"]
    with _one_at_a_time:
        sheet = _stylesheet(design, designs.fingerprint(design))
        return HTML(string=source).write_pdf(stylesheets=[sheet], font_config=_font_config())


@cache
def _font_config():
    """Reused for every paper: half the memory and a third of the time (fonts load once)."""
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    config = FontConfiguration()
    CSS(string=FACES, font_config=config)
    # Let go while the interpreter still stands: its clean-up needs imported names.
    atexit.register(_font_config.cache_clear)
    return config


@cache
def _stylesheet(design, fingerprint):  # noqa: ARG001 - the fingerprint is the cache's key
    from weasyprint import CSS  # noqa: PLC0415

    return CSS(string=designs.template(design, "css").render(), font_config=_font_config())
