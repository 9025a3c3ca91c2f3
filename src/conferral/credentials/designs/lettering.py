"""Letters as outlines, for places where live text would get in the way of copying and searching."""

import math
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from conferral.credentials.designs.palette import GOLD_TEXT, INK
from credkit.pdf.typefaces import FILES, FOLDER, repertoire

_FACE = "Cinzel"
_TRACKING = 60  # Font units, as everything in a glyph.
_EM = 1000
_CAP_HEIGHT = 700
_RING = 13.2  # The middle of the seal's lettering, in the units of seal.svg.
_SIZE = 2.1
_WIDEST = math.radians(165)  # Two texts of this width leave room for the stars between them.


class _Glyph(NamedTuple):
    outline: str  # y upwards.
    advance: int


def microtext(text: str) -> str:
    """`text` as a strip of outlines to be repeated; "" if the face lacks one of its letters."""
    if not _drawable(text):
        return ""
    x, letters = 0, []
    for glyph in map(_glyph, text.upper()):
        letters.append(f'<path transform="translate({x})" d="{glyph.outline}"/>')
        x += glyph.advance
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -740 {x} 960">'
        f'<g fill="{GOLD_TEXT}" transform="scale(1 -1)">{"".join(letters)}</g></svg>'
    )


@lru_cache(maxsize=64)
def seal_lettering(top: str, bottom: str) -> str:
    """Two texts on the ring of seal.svg; one that the face cannot write is left out."""
    letters = [*_arched(top, upright=True), *_arched(bottom, upright=False)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -20 40 40" width="40" height="40">'
        f'<g fill="{INK}">{"".join(letters)}</g></svg>'
    )


def _arched(text: str, *, upright: bool) -> Iterator[str]:
    """Clockwise along the top with feet to the centre, or along the bottom with heads to it."""
    if not _drawable(text):
        return
    glyphs = [_glyph(character) for character in text.upper()]
    size = _SIZE / _EM
    width = sum(glyph.advance for glyph in glyphs) * size / _RING
    size *= min(1, _WIDEST / width)
    half_height = _CAP_HEIGHT * size / 2
    radius = _RING - half_height if upright else _RING + half_height
    angle = -min(width, _WIDEST) / 2
    for glyph in glyphs:
        half = glyph.advance * size / _RING / 2
        turn = math.degrees(angle + half) * (1 if upright else -1)
        place = f"rotate({turn:.2f}) translate({-glyph.advance * size / 2:.3f} "
        place += f"{-radius if upright else radius:.3f}) scale({size:.5f} {-size:.5f})"
        yield f'<path transform="{place}" d="{glyph.outline}"/>'
        angle += 2 * half


def _drawable(text: str) -> bool:
    return text != "" and set(map(ord, text.upper())) <= repertoire(_FACE)


@cache
def _glyph(character: str) -> _Glyph:
    font = _font()
    name = font.getBestCmap()[ord(character)]
    pen = SVGPathPen(font.getGlyphSet(), ntos=lambda value: f"{value:.0f}")
    font.getGlyphSet()[name].draw(pen)
    return _Glyph(pen.getCommands(), font["hmtx"][name][0] + _TRACKING)


@cache
def _font() -> TTFont:
    return TTFont(FOLDER / FILES[_FACE][-1])
