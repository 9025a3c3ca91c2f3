"""A table of points: whose, on which day, for what, how many. CSV in its dialects, XLSX or ODS.

Columns are found by their names, whatever their order. A line that cannot be read is told with its
number, and the others go on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from conferral.foundation.accounts.names import BadEmail, clean_email
from conferral.foundation.refusal import Refused
from conferral.learning.progress.connectors import dates
from conferral.learning.progress.connectors.dates import BadDate
from conferral.learning.progress.connectors.headers import key
from conferral.learning.progress.connectors.table import Unreadable, open_table
from conferral.learning.progress.connectors.unreadable import shown
from conferral.learning.progress.connectors.words import COLUMNS, Meaning

MAX_LINES = 20_000

_NAMES: Mapping[str, frozenset[str]] = {
    "email": COLUMNS[Meaning.EMAIL],
    "day": COLUMNS[Meaning.DATE] | {"day", "dag", "tag", "jour", "dia"},
    "title": frozenset({"title", "activity", "whatwasdone", "what", "titel", "titre", "titulo"}),
    "points": COLUMNS[Meaning.SCORE] | {"cpd", "cpdpoints", "cpdhours", "credits", "worth"},
}
_POINTS = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?")
_CELL = 1000  # Characters; no title or address is as long.


@dataclass(frozen=True)
class Line:
    """`number`: as a spreadsheet counts; the header is usually line 1."""

    number: int
    email: str
    day: date
    title: str
    points: Decimal


@dataclass(frozen=True)
class Unread:
    number: int
    because: str


class BadPoints(ValueError):
    """No number of points; the message is the rest of a sentence."""


Lines = Sequence[Line | Unread]


def read_file(path: Path, filename: str, zone: ZoneInfo, today: date) -> Lines:
    """Refused when it is no such table; no day in it may be later than the one after `today`."""
    try:
        table = open_table(path, filename)
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from None
    if table.rows > MAX_LINES:
        raise Refused(f"{filename} has {table.rows:,} lines. Split it: {MAX_LINES:,} at most.")
    rows = ((line.number, line.cells) for line in table.lines)
    return list(read(table.header, rows, zone, today))


def read(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], zone: ZoneInfo, today: date
) -> Iterator[Line | Unread]:
    """`rows`: each with its number in the file. Refused when a column is missing."""
    places = _places(header)
    for number, row in rows:
        if any(cell.strip() for cell in row):
            cells = {name: _cell(row, place) for name, place in places.items()}
            yield _line(number, cells, zone, today)


def _places(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = next((name for name, words in _NAMES.items() if key(cell) in words), None)
        if name:
            found.setdefault(name, place)
    if missing := [name for name in _NAMES if name not in found]:
        raise Refused(f"The first line names the columns; {', '.join(missing)} is missing.")
    return found


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _line(number: int, cells: Mapping[str, str], zone: ZoneInfo, today: date) -> Line | Unread:
    if empty := [name for name, cell in cells.items() if not cell]:
        return Unread(number, f"{', '.join(empty)}: nothing is written there.")
    if long := [name for name, cell in cells.items() if len(cell) > _CELL]:
        return Unread(number, f"{', '.join(long)}: so long a text is a mistake.")
    try:
        return Line(
            number,
            clean_email(cells["email"]),
            _day(cells["day"], zone, today),
            " ".join(cells["title"].split()),
            _worth(cells["points"]),
        )
    except (BadEmail, BadDate, BadPoints) as slip:
        return Unread(number, str(slip))


def _day(text: str, zone: ZoneInfo, today: date) -> date:
    first, second = dates.first_parts(text) or (0, 0)
    if first != second and 0 < first <= 12 and 0 < second <= 12:
        raise BadDate(f"{shown(text)} can be two days. Write it like 2026-11-21.")
    moment = dates.read(text, zone, today, month_first=second > 12)
    if moment is None:
        raise BadDate(f"{shown(text)} is no day. Write it like 2026-11-21.")
    return moment.astimezone(zone).date()


def _worth(text: str) -> Decimal:
    if not _POINTS.fullmatch(text):
        raise BadPoints(f"{shown(text)}: points are a number like 7 or 7.5.")
    return Decimal(text.replace(",", "."))
