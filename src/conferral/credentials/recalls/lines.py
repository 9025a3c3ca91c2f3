"""A list of certificates as people have it: a number on each line, and a right name behind it."""

import csv

from conferral.credentials.recalls.order import Wanted

_SEPARATORS = (";", "\t", ",")
_HEADINGS = frozenset({"number", "certificate", "certificate number", "no", "no."})


def wanted_in(text: str) -> tuple[Wanted, ...]:
    """One for each line that is not blank; a line of headings is left out."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    cells = [_cells(line) for line in lines]
    if cells and cells[0][0].strip().lower() in _HEADINGS:
        cells = cells[1:]
    return tuple(Wanted(number.strip(), name.strip()) for number, name in cells)


def lines_of(wanted: tuple[Wanted, ...]) -> str:
    """The same as text again."""
    return "\n".join(f"{each.number};{each.holder_name}".rstrip(";") for each in wanted)


def _cells(line: str) -> tuple[str, str]:
    separator = next((each for each in _SEPARATORS if each in line), ";")
    number, *rest = next(csv.reader([line], delimiter=separator))
    return number, rest[0] if rest else ""
