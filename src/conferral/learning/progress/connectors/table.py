"""Any tabular file as a stream of lines: CSV in its dialects, XLSX and ODS."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from .encoding import detect
from .records import Format, guess_delimiter, records
from .signatures import HEAD, Content, recognise
from .spreadsheet import to_csv
from .unreadable import MAX_BYTES, Unreadable

__all__ = ["Line", "Lines", "Table", "Unreadable", "open_table"]


@dataclass(frozen=True)
class Line:
    """One row: its number as a spreadsheet shows it, where the header is usually 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file that has been read once to its end and found readable.

    `path` is the text that is streamed: the upload, or the CSV made from a spreadsheet.
    `rows` counts the lines below the header that are not blank.
    """

    path: Path
    filename: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_row: int
    rows: int

    @property
    def lines(self) -> "Lines":
        """Every line below the header; each `for` opens the file anew."""
        return self.lines_from(self.header_row + 1)

    def lines_from(self, number: int) -> "Lines":
        """The lines from this row number on, to resume where somebody stopped."""
        return Lines(self, max(number, self.header_row + 1))

    def to_json(self) -> str:
        """All but the path, so that a later process reads on without reading everything first."""
        return json.dumps({name: getattr(self, name) for name in _KEPT})

    @classmethod
    def from_json(cls, text: str, path: Path) -> Self:
        kept: dict[str, Any] = json.loads(text)
        return cls(path=path, **kept | {"header": tuple(kept["header"])})


_KEPT = ("filename", "encoding", "delimiter", "header", "header_row", "rows")


@dataclass(frozen=True)
class Lines(Iterable[Line]):
    """Lines of a table from a row number on, to go through as often as one likes."""

    table: Table
    first: int

    def __iter__(self) -> Iterator[Line]:
        form = Format(self.table.encoding, self.table.delimiter)
        for number, cells in records(self.table.path, form, self.table.filename):
            if number >= self.first:
                yield Line(number, tuple(cells))


def open_table(path: Path, filename: str) -> Table:
    """The table in the file, told by its content; `filename` is what its owner calls it.

    Reads the whole file once, in pieces, so that what it returns is readable to the last row.
    Raises Unreadable with the reason and the remedy.
    """
    size = path.stat().st_size
    if not size:
        raise Unreadable(f"{filename} is empty. Export the table again and upload that file.")
    if size > MAX_BYTES:
        raise Unreadable(
            f"{filename} has {size / 1e6:,.0f} MB; at most {MAX_BYTES // 1_000_000} MB can be "
            "read. Split it into several files or delete the columns that are not needed."
        )
    with path.open("rb") as file:
        content, name = recognise(file.read(HEAD))
    match content:
        case Content.FOREIGN:
            raise Unreadable(
                f"{filename} is {name}, not a table. Save or export the table as CSV, XLSX or ODS."
            )
        case Content.ZIP:
            return _made_table(to_csv(path, filename), filename)
        case Content.TEXT:
            return _text_table(path, filename)


def _made_table(path: Path, filename: str) -> Table:
    try:
        return _text_table(path, filename)
    except Unreadable:
        path.unlink(missing_ok=True)
        raise


def _text_table(path: Path, filename: str) -> Table:
    encoding = detect(path, filename)
    delimiter = guess_delimiter(path, encoding, filename)
    rows = records(path, Format(encoding, delimiter), filename)
    header_row, header = next(rows, (0, []))
    if not header_row:
        raise Unreadable(f"{filename} has no text in it. Export the table again.")
    _refuse_nameless(filename, header_row, header)
    count = sum(1 for _ in rows)
    if not count:
        raise Unreadable(
            f"{filename} has column names in row {header_row} and no rows below them. "
            "Export it again when there is something to report."
        )
    names = tuple(cell.strip() for cell in header)
    return Table(path, filename, encoding, delimiter, names, header_row, count)


def _refuse_nameless(filename: str, row: int, header: list[str]) -> None:
    if any("@" in cell.strip("@") for cell in header):
        raise Unreadable(
            f"{filename} has an e-mail address in row {row}, where the names of the columns "
            'should be. Add a first row such as "Name", "E-mail", "Final quiz".'
        )
