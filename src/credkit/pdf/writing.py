"""How a text is written: its script, the language whose letter forms it wants, its direction."""

from collections import Counter
from dataclasses import dataclass

from fontTools.unicodedata import script, script_horizontal_direction

# Signs that all scripts share, and marks that belong to the letter before them.
_SHARED = {"Zyyy", "Zinh", "Zzzz"}
_LANGUAGES = {"Arab": "ar", "Deva": "hi", "Hang": "ko", "Hira": "ja", "Kana": "ja", "Hani": "zh"}


@dataclass(frozen=True)
class Writing:
    script: str  # ISO 15924, as in "Latn"
    language: str  # ISO 639, as in "zh"; empty when the script does not tell
    region: str  # ISO 3166, as in "TW"; empty when it makes no difference
    direction: str  # "ltr" or "rtl"


def writing_of(text: str) -> Writing:
    """The main script of `text`, with what follows from it. Latin when there are no letters."""
    counts = Counter(found for found in map(script, text) if found not in _SHARED)
    main = counts.most_common(1)[0][0] if counts else "Latn"
    if main in {"Hani", "Hira", "Kana", "Hang"}:
        main = _east_asian(counts)
    region = "TW" if main == "Hani" and _is_traditional(text) else ""
    direction = script_horizontal_direction(main).lower()
    return Writing(main, _LANGUAGES.get(main, ""), region, direction)


def _east_asian(counts: Counter[str]) -> str:
    """One kana or Hangul letter tells more than all the ideographs around it."""
    return next((found for found in ("Hira", "Kana", "Hang") if counts[found]), "Hani")


def _is_traditional(text: str) -> bool:
    """Not writable in the set for simplified characters, writable in the one for traditional."""
    return not _fits(text, "gb2312") and _fits(text, "big5hkscs")


def _fits(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
