"""The faces a certificate is set in, and whether they can draw a text.

A missing glyph prints as a box while `pdftotext` still reads perfect Chinese, so the only safe
place to find it is the font's own table, before anything is written.
"""

import threading
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from certificates.errors import MissingGlyph

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
KAI = FOLDER / "LXGWWenKai-Regular.ttf"  # 楷体: names and the wording
SONG = FOLDER / "NotoSerifSC-Bold.ttf"  # 宋体: titles and the seal
FACES = (KAI, SONG)

# A face reads its tables from the file when they are asked for; two threads must not ask at once.
READING = threading.RLock()


@cache
def _face(path):
    return TTFont(path, lazy=True)


@cache
def signs(path):
    """Code point → glyph name."""
    with READING:
        return _face(path).getBestCmap()


def refuse_missing_glyphs(texts):
    missing = {sign for text in texts for sign in text if not _drawable(sign)}
    if missing:
        raise MissingGlyph(sorted(missing))


def _drawable(sign):
    # Private use (old GBK systems leave them behind) and control signs mean nothing on paper,
    # even where a face happens to fill their places.
    if unicodedata.category(sign).startswith("C"):
        return False
    return any(ord(sign) in signs(path) for path in FACES)


@cache
def outline(sign, path=SONG):
    """The sign as an SVG path in font units (y up), for the seal."""
    with READING:
        glyphs = _face(path).getGlyphSet()
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.0f}")
        glyphs[signs(path)[ord(sign)]].draw(pen)
        return pen.getCommands()
