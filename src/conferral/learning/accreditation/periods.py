"""From when until when something holds: the last day counts, and None has no end."""

from calendar import monthrange
from datetime import date

from conferral.foundation.days import NOT_MEANT, day, is_meant
from conferral.foundation.refusal import Refused


def check(valid_from: date, valid_until: date | None) -> None:
    if valid_until and valid_until < valid_from:
        raise Refused(
            f"It would end on {day(valid_until)}, before it begins on {day(valid_from)}. "
            "Correct the dates."
        )
    if not all(map(is_meant, filter(None, (valid_from, valid_until)))):
        raise Refused(NOT_MEANT)


def overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Is there a day on which both hold?"""
    return _begins_in_time(one, other) and _begins_in_time(other, one)


def in_words(valid_from: date, valid_until: date | None) -> str:
    """ "from 1 July 2024 until 30 June 2026"."""
    until = f" until {day(valid_until)}" if valid_until else ""
    return f"from {day(valid_from)}{until}"


def months_after(day_before: date, months: int) -> date:
    """31 January and one month is 28 February: the month has no later day."""
    year, month = divmod(day_before.year * 12 + day_before.month - 1 + months, 12)
    return date(year, month + 1, min(day_before.day, monthrange(year, month + 1)[1]))


def _begins_in_time(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    return other[1] is None or one[0] <= other[1]
