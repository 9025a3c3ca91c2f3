"""Criteria to JSON and back, as `criterion.schema.json` describes it.

Two limits no schema can state: how deep a criterion may go, and how much it may ask in all.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from reprlib import repr as shown
from typing import Any as Anything

from conferral.learning.catalog.criteria.facts import HUNDRED, Measurable
from conferral.learning.catalog.criteria.kinds import (
    All,
    Any,
    AtLeast,
    Completed,
    Confirmed,
    Criterion,
    Evaluated,
    Holds,
    Leaf,
    Measured,
    Passed,
    Scored,
    Which,
    Within,
)

MAX_DEPTH = 8
MAX_PARTS = 50  # Directly below one group.
MAX_ASKED = 200  # Criteria in all.
MAX_HOURS = Decimal(10_000)
MAX_COUNT = 1_000
MAX_TITLE = 120

_CODE = re.compile(r"[-a-zA-Z0-9_]{1,50}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?")
_COUNTED = {
    "peer_reviews_given": Measurable.REVIEWS_GIVEN,
    "peer_reviews_received": Measurable.REVIEWS_RECEIVED,
    "posts": Measurable.POSTS,
}
_KEY_OF = {what: key for key, what in _COUNTED.items()}


class NoCriterion(ValueError):
    """The JSON is no criterion; the message names the part, and where it stands."""


def from_json(value: Anything) -> Criterion:
    """Read a criterion. NoCriterion (a ValueError) names the part that is none."""
    return _Reading().read(value, ())


def to_json(criterion: Criterion) -> dict[str, Anything]:
    match criterion:
        case All(parts):
            return {"all": [to_json(part) for part in parts]}
        case Any(parts):
            return {"any": [to_json(part) for part in parts]}
        case AtLeast(count, parts):
            return {"at_least": count, "of": [to_json(part) for part in parts]}
        case Within(first, last, part):
            days = {"from": first.isoformat(), "until": last.isoformat()}
            return {"within": days, "of": to_json(part)}
        case leaf:
            return _leaf_to_json(leaf)


def _leaf_to_json(leaf: Leaf) -> dict[str, Anything]:
    match leaf:
        case Completed(module):
            return {"completed": module}
        case Passed(module):
            return {"passed": module}
        case Scored(module, at_least, attempt):
            told = {"scored": module, "at_least": _written(at_least)}
            return told | ({"attempt": "last"} if attempt is Which.LAST else {})
        case Measured(what, at_least):
            return _measured_to_json(what, at_least)
        case Holds(course):
            return {"holds": course}
        case Evaluated(code, title):
            return {"evaluated": code, "as": title}
        case Confirmed(code, title):
            return {"confirmed": code, "as": title}


def _measured_to_json(what: Measurable, at_least: Decimal) -> dict[str, Anything]:
    match what:
        case Measurable.ATTENDANCE_PERCENT:
            return {"attended": {"percent": _written(at_least)}}
        case Measurable.ATTENDANCE_HOURS:
            return {"attended": {"hours": _written(at_least)}}
        case _:
            return {_KEY_OF[what]: int(at_least)}


class _Reading:
    """One criterion being read: where we are, and how much there has been."""

    def __init__(self) -> None:
        self.asked = 0

    def read(self, value: Anything, at: tuple[str, ...]) -> Criterion:
        self.asked += 1
        if self.asked > MAX_ASKED:
            raise _none(at, f"more than {MAX_ASKED} criteria in one")
        if len(at) > 2 * MAX_DEPTH:  # Two steps of the path to each storey.
            raise _none(at, f"more than {MAX_DEPTH} criteria inside one another")
        if isinstance(value, dict):
            try:
                found = self._group(value, at) or _leaf(value)
            except _Bad as bad:
                raise _none(at, str(bad)) from None
            if found:
                return found
        raise _none(at, shown(value))

    def _group(self, value: dict[Anything, Anything], at: tuple[str, ...]) -> Criterion | None:
        match value:
            case {"all": [*parts], **rest} if parts and not rest:
                return All(self._parts(parts, (*at, "all")))
            case {"any": [*parts], **rest} if parts and not rest:
                return Any(self._parts(parts, (*at, "any")))
            case {"at_least": count, "of": [*parts], **rest} if parts and not rest:
                return AtLeast(_count(count, MAX_PARTS), self._parts(parts, (*at, "of")))
            case {"within": {"from": first, "until": last, **others}, "of": part, **rest} if not (
                rest or others
            ):
                return Within(_day(first), _day(last), self.read(part, (*at, "of", "")))
        return None

    def _parts(self, parts: Sequence[Anything], at: tuple[str, ...]) -> tuple[Criterion, ...]:
        if len(parts) > MAX_PARTS:
            raise _none(at, f"more than {MAX_PARTS} parts in one group")
        return tuple(self.read(part, (*at, str(index))) for index, part in enumerate(parts))


class _Bad(ValueError):
    """One value of a criterion is out of bounds."""


def _leaf(value: dict[Anything, Anything]) -> Criterion | None:
    match value:
        case {"completed": module, **rest} if not rest:
            return Completed(_code(module))
        case {"passed": module, **rest} if not rest:
            return Passed(_code(module))
        case {"scored": module, "at_least": at_least, **rest} if rest.keys() <= {"attempt"}:
            attempt = rest.get("attempt", "best")
            return Scored(_code(module), _percent(at_least), _which(attempt))
        case {"attended": {"percent": percent, **others}, **rest} if not (rest or others):
            return Measured(Measurable.ATTENDANCE_PERCENT, _percent(percent))
        case {"attended": {"hours": hours, **others}, **rest} if not (rest or others):
            return Measured(Measurable.ATTENDANCE_HOURS, _number(hours, MAX_HOURS, "hours"))
        case {"holds": course, **rest} if not rest:
            return Holds(_code(course))
        case {"evaluated": code, "as": title, **rest} if not rest:
            return Evaluated(_code(code), _title(title))
        case {"confirmed": code, "as": title, **rest} if not rest:
            return Confirmed(_code(code), _title(title))
    return _count_of(value)


def _count_of(value: dict[Anything, Anything]) -> Criterion | None:
    if len(value) == 1:
        ((key, count),) = value.items()
        if key in _COUNTED:
            return Measured(_COUNTED[key], Decimal(_count(count, MAX_COUNT)))
    return None


def _code(value: Anything) -> str:
    if isinstance(value, str) and _CODE.fullmatch(value):
        return value
    raise _Bad(f"a code is letters, digits, - and _, not {shown(value)}")


def _title(value: Anything) -> str:
    if isinstance(value, str) and 0 < len(value) <= MAX_TITLE and value.isprintable():
        return value
    raise _Bad(f"“as” is a title of 1 to {MAX_TITLE} characters, not {shown(value)}")


def _which(value: Anything) -> Which:
    if value in ("best", "last"):
        return Which(value)
    raise _Bad(f"attempt is best or last, not {shown(value)}")


def _percent(value: Anything) -> Decimal:
    return _number(value, HUNDRED, "at_least is a percentage")


def _number(value: Anything, most: Decimal, what: str) -> Decimal:
    """From 0 to `most`, with at most two decimal places: then a float says what was written."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        written = value if isinstance(value, str) else _spelled(value)
        if _NUMBER.fullmatch(written) and Decimal(written) <= most:
            return Decimal(written)
    limits = f"from 0 to {most}, with at most two decimal places"
    raise _Bad(f"{what} {limits}, not {shown(value)}")


def _spelled(number: float) -> str:
    try:
        return f"{Decimal(str(number)).normalize():f}"
    except (InvalidOperation, ValueError):
        return ""


def _count(value: Anything, most: int) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and value == value // 1 and 1 <= value <= most:
        return int(value)
    raise _Bad(f"a count is a whole number from 1 to {most}, not {shown(value)}")


def _day(value: Anything) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _Bad(f"a day is written 2026-12-31, not {shown(value)}")


def _written(number: Decimal) -> int | str:
    """A whole number as a number; any other in digits, as no float is exactly 59.95."""
    return int(number) if number == number.to_integral_value() else f"{number.normalize():f}"


def _none(at: tuple[str, ...], why: str) -> NoCriterion:
    where = f" at /{'/'.join(part for part in at if part)}" if at else ""
    return NoCriterion(f"not a criterion{where}: {why}")
