"""Which reminder of an ending is due: of several that were missed only the newest.

Steps are days before the last day of validity; a step below zero is so many days after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

USUAL = (90, 30, 7, 0, -7)
STALE = timedelta(days=21)
"""Nobody is reminded of what ended long ago: a register that is taken over writes no letters."""


@dataclass(frozen=True)
class Ending:
    """A certificate's last day, its first, and the newest step its holder was reminded of."""

    ends_on: date
    issued_on: date
    reminded: int | None = None


def due(steps: Sequence[int], ending: Ending, today: date) -> int | None:
    """The newest step whose day has come; None where there is none, or it was sent.

    A step of before the day of issue is none: who has just got it need not be told.
    """
    reached = [step for step in steps if ending.issued_on < _day(ending, step) <= today]
    if not reached:
        return None
    newest = min(reached)
    if ending.reminded is not None and ending.reminded <= newest:
        return None
    since = max(_day(ending, newest), ending.ends_on)  # Before its end nothing is too late.
    return newest if today - since <= STALE else None


def horizon(steps: Sequence[int], today: date) -> tuple[date, date]:
    """The first and the last day on which a certificate may end for which a step is due."""
    return today + timedelta(days=min(steps)) - STALE, today + timedelta(days=max(steps))


def checked(steps: Sequence[int]) -> tuple[int, ...]:
    """Each once, the longest first."""
    return tuple(sorted(set(steps), reverse=True))


def _day(ending: Ending, step: int) -> date:
    return ending.ends_on - timedelta(days=step)
