"""Which bundled typeface can draw a text, so that no certificate shows an empty box for a name.

A face is chosen by the characters it has, never by language: a display face that lacks one letter
would otherwise draw that letter in another hand.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

from credkit.pdf.typefaces import FILES, repertoire

# Asked in this order after a design's own faces. Several draw Latin too; the one made for it first.
FALLBACKS = (
    "Noto Serif",
    "Amiri",
    "Noto Serif Devanagari",
    "Noto Serif Bengali",
    "Noto Serif Gujarati",
    "Noto Serif Tamil",
    "Noto Serif Telugu",
    "Noto Serif Ethiopic",
    "Noto Serif Hebrew",
    "Noto Serif Thai",
    "Noto Serif CJK SC",
)


def families_for(text: str, preferred: Sequence[str]) -> tuple[str, ...]:
    """The families to draw `text` with, best first.

    One family when one has every character (a `preferred` one if possible); otherwise all of them,
    so that a name in two scripts is drawn by a face for each.
    """
    needed = _drawn(text)
    for family in (*preferred, *FALLBACKS):
        if needed <= repertoire(family):
            return (family,)
    return (*preferred, *FALLBACKS)


def families_for_page(text: str, preferred: Sequence[str]) -> tuple[str, ...]:
    """The families for everything on a page: a `preferred` one that has all letters goes first.

    Letters that no preferred family has, such as a signer's name in another script, do not count:
    they are drawn by the families behind.
    """
    needed = _drawn(text) & frozenset().union(*map(repertoire, preferred))
    by_gaps = sorted(preferred, key=lambda family: bool(needed - repertoire(family)))
    return (*by_gaps, *FALLBACKS)


def uncovered(text: str) -> set[str]:
    """The characters of `text` that no bundled typeface can draw; empty when all is well."""
    return {chr(code) for code in _drawn(text) - _everything()}


def _drawn(text: str) -> set[int]:
    """Joiners and spaces shape their neighbours; they need no glyph of their own."""
    composed = unicodedata.normalize("NFC", text)
    return {ord(c) for c in composed if unicodedata.category(c) not in {"Cf", "Zs"}}


@cache
def _everything() -> frozenset[int]:
    return frozenset().union(*(repertoire(family) for family in FILES))
