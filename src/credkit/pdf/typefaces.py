"""The bundled typefaces: where they are, and which characters each of them can draw."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(str(files("credkit.pdf") / "fonts"))

FILES = {
    "Pinyon Script": ("pinyon-script-400-normal.ttf",),
    "Cormorant Garamond": (
        "cormorant-garamond-400-italic.ttf",
        "cormorant-garamond-500-normal.ttf",
        "cormorant-garamond-600-normal.ttf",
        "cormorant-garamond-700-normal.ttf",
    ),
    "EB Garamond": (
        "eb-garamond-400-italic.ttf",
        "eb-garamond-500-normal.ttf",
        "eb-garamond-600-normal.ttf",
    ),
    "Cinzel": ("cinzel-500-normal.ttf", "cinzel-600-normal.ttf"),
    "Old Standard TT": ("old-standard-tt-700-normal.ttf",),
    "Noto Serif": ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"),
    "Amiri": ("Amiri-Regular.ttf", "Amiri-Bold.ttf"),
    "Noto Serif Devanagari": ("NotoSerifDevanagari-Regular.ttf", "NotoSerifDevanagari-Bold.ttf"),
    "Noto Serif Bengali": ("NotoSerifBengali-Regular.ttf",),
    "Noto Serif Gujarati": ("NotoSerifGujarati-Regular.ttf",),
    "Noto Serif Tamil": ("NotoSerifTamil-Regular.ttf",),
    "Noto Serif Telugu": ("NotoSerifTelugu-Regular.ttf",),
    "Noto Serif Ethiopic": ("NotoSerifEthiopic-Regular.ttf",),
    "Noto Serif Hebrew": ("NotoSerifHebrew-Regular.ttf",),
    "Noto Serif Thai": ("NotoSerifThai-Regular.ttf",),
    "Noto Serif CJK SC": ("NotoSerifCJK-Regular.otf",),
}


@cache
def repertoire(family: str) -> frozenset[int]:
    """The code points that every style of a bundled family can draw.

    Raises KeyError for a family that is not bundled.
    """
    return frozenset.intersection(*(_characters(file) for file in FILES[family]))


def _characters(file: str) -> frozenset[int]:
    with TTFont(FOLDER / file, lazy=True) as font:
        return frozenset(font.getBestCmap())
