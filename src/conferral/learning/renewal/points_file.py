"""A table of points: whose, on which day, for what, how many. CSV (RFC 4180), UTF-8.

A line that cannot be read is told with its number; the others go on. The same file again enters
nothing twice.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from conferral.foundation.refusal import Refused

COLUMNS = ("email", "day", "title", "points")


@dataclass(frozen=True)
class Line:
    """`number`: as a spreadsheet counts; the header is line 1."""

    number: int
    email: str
    day: date
    title: str
    points: Decimal


@dataclass(frozen=True)
class Unread:
    number: int
    because: str


def read(text: str) -> Iterator[Line | Unread]:
    """Refused when its first line does not name the columns, in whatever order."""
    rows = csv.reader(text.removeprefix("\ufeff").splitlines())
    header = [cell.strip().lower() for cell in next(rows, [])]
    if missing := [name for name in COLUMNS if name not in header]:
        raise Refused(f"The first line names the columns; {', '.join(missing)} is missing.")
    places = [header.index(name) for name in COLUMNS]
    for number, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            yield _line(number, row, places)


def _line(number: int, row: list[str], places: list[int]) -> Line | Unread:
    if max(places) >= len(row):
        return Unread(number, "it has too few cells.")
    email, day, title, points = (row[place].strip() for place in places)
    try:
        return Line(number, email.lower(), date.fromisoformat(day), title, Decimal(points))
    except ValueError:
        return Unread(number, f"{day}: a day is written like 2026-06-30.")
    except InvalidOperation:
        return Unread(number, f"{points}: points are a number.")
