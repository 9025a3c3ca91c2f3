"""Scores as people and systems write them, in percent of what can be reached."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from .unreadable import shown
from .words import NOTHING

PLACES = Decimal("0.0001")
HUNDRED = Decimal(100)
LONGEST = 40  # characters

_NUMBER = r"[-+−]?\d+(?:[.,]\d+)*"
_SCORE = re.compile(rf"({_NUMBER})\s*(%|(?:/|out of|of|von|uit|sur|de)\s*({_NUMBER}))?", re.I)


class BadScore(ValueError):
    """Not a score; the message is the rest of a sentence."""


class Profile(StrEnum):
    """What a system means by a number that brings no scale of its own."""

    UNIT = "0..1"  # cmi5 and Open edX.
    SIGNED = "-1..1"  # logstore_xapi of Moodle, which maps 75.5 % to 0.51.
    PERCENT = "0..100"  # Canvas, Teachable.
    POINTS = "points"  # Moodle's web services, LTI AGS: out of a maximum that they name.
    TEXT = "text"  # Exports: as `read` reads them.


@dataclass(frozen=True)
class Reported:
    """A score as a system reports it. `least` is 0 where nobody says otherwise."""

    value: float | int | str | Decimal | None = None
    raw: float | int | str | Decimal | None = None
    least: float | int | str | Decimal | None = None
    most: float | int | str | Decimal | None = None


def normalise(reported: Reported, profile: Profile) -> Decimal | None:
    """The score in percent, or None where nothing can be said.

    Points out of a known maximum are trusted first, as their scale cannot be mistaken; `value`
    counts only as the profile of its source says. What lies above the maximum, as with extra
    points, is 100 %. Raises BadScore for what is no number, and for what lies below the minimum.
    """
    if reported.raw is not None and reported.most is not None:
        least = _finite(0 if reported.least is None else reported.least)
        return _share(_finite(reported.raw), least, _finite(reported.most))
    if reported.value is None:
        return None
    match profile:
        case Profile.TEXT:
            return read(str(reported.value))
        case Profile.POINTS:
            return None  # Points out of an unknown maximum.
        case Profile.UNIT:
            return _share(_finite(reported.value), Decimal(0), Decimal(1))
        case Profile.SIGNED:
            return _share(_finite(reported.value), Decimal(-1), Decimal(1))
        case Profile.PERCENT:
            return _share(_finite(reported.value), Decimal(0), HUNDRED)


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


def _finite(value: float | str | Decimal) -> Decimal:
    """Floats as they are spelled: 0.51 is meant, not the nearest binary fraction."""
    try:
        number = Decimal(str(value).strip().removesuffix("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        raise BadScore(f"{shown(str(value))} is not a score. Write a number.")
    return number


def _share(reached: Decimal, least: Decimal, most: Decimal) -> Decimal:
    if least >= most or reached < least:
        raise BadScore(
            f"{_plain(reached)} is out of range, which is from {_plain(least)} to {_plain(most)}."
        )
    share = (min(reached, most) - least) * 100 / (most - least)
    return share.quantize(PLACES).normalize() + 0


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
