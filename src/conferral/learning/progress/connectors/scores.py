"""Scores as people and systems write them, in percent of what can be reached."""

import re
from decimal import Decimal

from .unreadable import shown
from .words import NOTHING

PLACES = Decimal("0.0001")
HUNDRED = Decimal(100)
LONGEST = 40  # characters

_NUMBER = r"[-+−]?\d+(?:[.,]\d+)*"
_SCORE = re.compile(rf"({_NUMBER})\s*(%|(?:/|out of|of|von|uit|sur|de)\s*({_NUMBER}))?", re.I)


class BadScore(ValueError):
    """Not a score; the message is the rest of a sentence."""


def read(text: str, most: Decimal = HUNDRED) -> Decimal | None:
    """The score in percent, or None where there is none yet.

    "15/20" and "75 %" bring their own scale; a plain number is out of `most`.
    Raises BadScore for words, formulas and numbers out of range.
    """
    plain = " ".join(text.split())
    if plain.casefold() in NOTHING:
        return None
    match = _SCORE.fullmatch(plain[:LONGEST])
    if not match or len(plain) > LONGEST:
        raise BadScore(_why_not(plain, most))
    value, unit, total = match[1], match[2], match[3]
    out_of = HUNDRED if unit == "%" else most if unit is None else _number(total)
    reached = _number(value)
    if out_of <= 0 or not 0 <= reached <= out_of:
        raise BadScore(
            f"{shown(text)} is out of range. Write a score from 0 to {_plain(max(out_of, most))}."
        )
    return (reached * 100 / out_of).quantize(PLACES).normalize() + 0


def looks_like(text: str) -> bool:
    return len(text) <= LONGEST and bool(_SCORE.fullmatch(" ".join(text.split())))


def _number(text: str) -> Decimal:
    """The last comma or point is the decimal one; those before it group thousands."""
    text = text.replace("−", "-").replace(",", ".")
    whole, _, fraction = text.rpartition(".")
    return Decimal(f"{whole.replace('.', '')}.{fraction}" if whole else fraction)


def _why_not(text: str, most: Decimal) -> str:
    if text.startswith("="):
        return f"{shown(text)} is a formula. Paste the score as a value."
    return f"{shown(text)} is not a score. Write a number from 0 to {_plain(most)}."


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
