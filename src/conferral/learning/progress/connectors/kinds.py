"""What the cells of a column look like, whatever its name says."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice

from . import dates, scores, states
from .table import Line
from .words import NOTHING

SAMPLE = 200  # lines


class Kind(StrEnum):
    EMPTY = "empty"
    STATE = "state"
    DATE = "date"
    SCORE = "score"
    TEXT = "text"


@dataclass(frozen=True)
class Survey:
    """The kind of each column, and the columns that write the month before the day."""

    kinds: tuple[Kind, ...]
    month_first: frozenset[int]


def survey(width: int, lines: Iterable[Line]) -> Survey:
    """Look at the first lines for the kinds, and at every line for the order of day and month."""
    stream = iter(lines)
    sample = list(islice(stream, SAMPLE))
    kinds = tuple(_kind(_column(sample, index)) for index in range(width))
    digits = [
        index for index in range(width) if any(map(dates.first_parts, _column(sample, index)))
    ]
    month_first = _month_first(digits, chain(sample, stream)) if digits else frozenset()
    return Survey(kinds, month_first)


def _column(sample: Sequence[Line], index: int) -> list[str]:
    return [line.cells[index] for line in sample if index < len(line.cells)]


def _kind(cells: Sequence[str]) -> Kind:
    said = [cell for cell in cells if _says(cell)]
    if not said:
        return Kind.EMPTY
    counted = Counter(map(_kind_of, said))
    del counted[Kind.TEXT]
    kind, times = counted.most_common(1)[0] if counted else (Kind.TEXT, 0)
    return kind if times * 2 >= len(said) else Kind.TEXT


def _says(cell: str) -> bool:
    """A formula says nothing about its column: whoever reads it later refuses it."""
    return cell.strip().casefold() not in NOTHING and not cell.startswith("=")


def _kind_of(cell: str) -> Kind:
    if scores.looks_like(cell):
        return Kind.SCORE
    if states.is_plain(cell):
        return Kind.STATE
    return Kind.DATE if dates.looks_like(cell) else Kind.TEXT


def _month_first(columns: Sequence[int], lines: Iterable[Line]) -> frozenset[int]:
    """Columns where a second number is over 12 and no first one is: only months stop at 12."""
    day_first: set[int] = set()
    month_first: set[int] = set()
    for line in lines:
        for index in columns:
            parts = dates.first_parts(line.cells[index]) if index < len(line.cells) else None
            if parts:
                day_first |= {index} if parts[0] > 12 else set()
                month_first |= {index} if parts[1] > 12 else set()
    return frozenset(month_first - day_first)
