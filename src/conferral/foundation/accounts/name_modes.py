"""How much of a name strangers see: all of it, its initials, or nothing."""

import unicodedata
from enum import StrEnum


class NameMode(StrEnum):
    FULL = "full"
    INITIALS = "initials"
    WITHHELD = "withheld"


def shown(name: str, mode: NameMode) -> str:
    """What strangers see of a name; "" where that is nothing."""
    match mode:
        case NameMode.FULL:
            return name
        case NameMode.INITIALS:
            return initials(name)
        case NameMode.WITHHELD:
            return ""


def initials(name: str) -> str:
    """The first letter of each word, in the order in which it is written: "N. D."."""
    return " ".join(f"{_first_letter(word)}." for word in name.split())


def _first_letter(word: str) -> str:
    """With its marks: without them it may be another letter."""
    marks = 1
    while marks < len(word) and unicodedata.combining(word[marks]):
        marks += 1
    return word[:marks].upper()
