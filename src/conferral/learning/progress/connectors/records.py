"""Rows of a delimited text file, one at a time, however long it is (RFC 4180, tolerantly)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from .unreadable import MAX_CELL, MAX_COLUMNS, MAX_ROW, MAX_ROW_NUMBER, MAX_ROWS, Unreadable

DELIMITERS = (",", ";", "\t")
_SAMPLE_ROWS = 50
# A row of our own behind the last one: if it arrives as a row, every quotation mark was closed.
# No file can hold it, because NUL bytes are refused.
_END = "\0end\0"


@dataclass(frozen=True)
class Format:
    """How a text file is cut into cells."""

    encoding: str
    delimiter: str


def records(path: Path, form: Format, filename: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that says something, with its number as a spreadsheet shows it.

    Raises Unreadable at the first row that breaks a limit or never ends.
    """
    said = 0
    for number, cells in _rows(path, form, filename):
        if not any(map(str.strip, cells)):
            continue
        said += 1
        if said > MAX_ROWS + 1:
            raise Unreadable(
                f"{filename} has more than {MAX_ROWS:,} rows. Split it into several files."
            )
        _refuse_giants(filename, number, cells)
        yield number, cells


def guess_delimiter(path: Path, encoding: str, filename: str) -> str:
    """The delimiter under which most rows have as many cells as the first."""
    return max(DELIMITERS, key=lambda each: _agreement(path, Format(encoding, each), filename))


def _rows(path: Path, form: Format, filename: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=form.encoding, newline="") as text:
        source = _Source(text, filename)
        reader = csv.reader(source, delimiter=form.delimiter)
        cells: list[str] = []
        try:
            for cells in reader:
                if source.row == 1 and cells and cells[0].lower().startswith("sep="):
                    source.begin(1)  # a line for Excel alone, which does not show it as a row
                    continue
                if cells == [_END]:
                    return
                if source.ended:
                    break
                yield source.row, cells
                source.begin(source.row + 1)
        except csv.Error as error:
            raise _unclosed(filename, source.row) from error
        raise _unclosed(filename, source.row)


class _Source:
    """Lines of text for the csv module, which itself would read a row without any end."""

    def __init__(self, text: TextIO, filename: str) -> None:
        self._text, self._filename = text, filename
        self._left = MAX_ROW
        self.row = 1
        self.ended = False

    def begin(self, row: int) -> None:
        if row > MAX_ROW_NUMBER:
            raise Unreadable(
                f"{self._filename} has more rows than a spreadsheet can hold. "
                "Delete the empty ones or split the file."
            )
        self.row, self._left = row, MAX_ROW

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(self._left + 1):
            self._left -= len(line)
            if self._left < 0:
                raise _unclosed(self._filename, self.row)
            yield line
        self.ended = True
        yield _END


def _unclosed(filename: str, row: int) -> Unreadable:
    return Unreadable(
        f"{filename} cannot be read from row {row} on: a quotation mark is opened there and never "
        "closed, or the row is far too long. The file may be cut off; export it again."
    )


def _refuse_giants(filename: str, number: int, cells: list[str]) -> None:
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(
            f"{filename}, row {number} has {len(cells):,} columns; at most {MAX_COLUMNS} can be "
            "read. Delete the columns that are not needed."
        )
    if len(max(cells, key=len)) > MAX_CELL:
        raise Unreadable(
            f"{filename}, row {number} has a cell of more than {MAX_CELL:,} characters: "
            "a quotation mark may not be closed there. Correct the row."
        )


def _agreement(path: Path, form: Format, filename: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for _, cells in records(path, form, filename):
            widths.append(len(cells))
            if len(widths) == _SAMPLE_ROWS:
                break
    except Unreadable:
        # The reader that comes after us says it, with the delimiter that was chosen.
        pass
    if not widths or widths[0] < 2:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]
