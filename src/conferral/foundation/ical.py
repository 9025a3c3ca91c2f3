"""Days as a calendar file that any calendar reads: iCalendar (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_LONGEST = 75  # Octets of a line, without its end (section 3.1).
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Day:
    """Something that takes the whole day. `uid`: the same for the same thing, in the world."""

    uid: str
    day: date
    title: str
    note: str = ""


def calendar(name: str, days: Iterable[Day], now: datetime) -> bytes:
    """`now`: an aware moment, when it was written."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Conferral//Calendar//EN",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for each in days for line in _event(each, now)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(each: Day, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(each.uid)}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    # A day that moved has its UID and a higher number (section 3.8.7.4): without one, calendars
    # into which a file is read again keep the old day. Nothing counts revisions; minutes rise.
    yield f"SEQUENCE:{max(0, (now - _BEGINNING) // timedelta(minutes=1))}"
    yield f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}"
    # The end is the day after; without one, as of the last day of all, it is the same day
    # (section 3.6.1).
    if each.day < date.max:
        yield f"DTEND;VALUE=DATE:{each.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(each.title)}"
    if each.note:
        yield f"DESCRIPTION:{_text(each.note)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Section 3.3.11."""
    return value.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """Section 3.1: a long line goes on after a break and a space; no character is cut in two."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        encoded = character.encode()
        room = _LONGEST - (1 if pieces else 0)
        if len(piece) + len(encoded) > room:
            pieces.append(piece)
            piece = b""
        piece += encoded
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
