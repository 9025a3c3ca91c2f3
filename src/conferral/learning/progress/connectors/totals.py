"""Totals over a course as people write them: attendance, reviews, posts."""

import re
from decimal import Decimal

from conferral.learning.catalog.criteria import Measurable

from . import scores
from .scores import BadScore
from .unreadable import shown
from .words import NOTHING

MOST = Decimal(10_000)
_CENT = Decimal("0.01")
_HOURS = r"(?:h|hrs?|hours?|ure|uur|std\.?|stunden|heures?|horas?)?"
_TOTAL = re.compile(rf"(\d+(?:[.,]\d{{1,4}})?)\s*{_HOURS}", re.I)


def read(text: str, what: Measurable) -> Decimal | None:
    """The total, with two decimal places; None where there is none yet.

    Attendance in percent may also be written as a share: "12/14". Raises BadScore.
    """
    plain = " ".join(text.split())
    if plain.casefold() in NOTHING:
        return None
    if what is Measurable.ATTENDANCE_PERCENT:
        percent = scores.read(plain)
        return None if percent is None else percent.quantize(_CENT)
    match = _TOTAL.fullmatch(plain[: scores.LONGEST])
    total = Decimal(match[1].replace(",", ".")) if match else None
    if total is None or total > MOST or len(plain) > scores.LONGEST:
        raise BadScore(f"{shown(text)} is no total. Write a number from 0 to {MOST}.")
    if what is not Measurable.ATTENDANCE_HOURS and total != total.to_integral_value():
        raise BadScore(f"{shown(text)} is no number of {what}. Write a whole number.")
    return total.quantize(_CENT)
