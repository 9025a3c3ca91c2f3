"""A line of the audit trail as people read it: the trail itself says it for programs."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHOWN = 12  # Of a digest's 64 characters: enough to find it in a file of the trail.
_ROW = re.compile(r"[a-z]+\.([A-Z]\w+):([\w-]+)")
_WORD_BEGINS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def named(row: str) -> str:
    """What has no other name: "issuing.IssuerKey:1" is "issuer key 1"."""
    found = _ROW.fullmatch(row)
    if found is None:
        return row
    return f"{_WORD_BEGINS.sub(' ', found[1]).lower()} {found[2]}"


def told(details: Mapping[str, object]) -> list[tuple[str, str]]:
    """Each detail that says something, in the order of the line: what it is, and what it says."""
    return [
        (key.replace("_", " "), words) for key, value in details.items() if (words := _said(value))
    ]


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(_said, value))
        case Mapping():
            return ", ".join(_pairs(value.items()))
        case str():
            return _word(value)
    return str(value)


def _pairs(items: Iterable[tuple[object, object]]) -> list[str]:
    return [f"{str(key).replace('_', ' ')}: {_said(value)}" for key, value in items]


def _word(text: str) -> str:
    if _DIGEST.fullmatch(text):
        return f"{text[:_SHOWN]}…"
    if _DAY.fullmatch(text):
        return _day(text)
    return named(text)


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%b %Y}"
