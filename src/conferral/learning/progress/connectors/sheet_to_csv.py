"""A program of its own: the first sheet of a workbook as CSV, within limits of memory and time.

It reads what strangers upload, so it runs alone, imports nothing of the house, and may die.
Usage: sheet_to_csv.py xlsx|ods WORKBOOK CSV; exit status 3 and a sentence for what it refuses.
"""

import csv
import datetime as dt
import resource
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MAX_MEMORY = 1_000_000_000  # bytes of address space
MAX_SECONDS = 20  # of processor time
MAX_CSV = 200_000_000  # bytes
REFUSED = 3

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
# What calamine does not tell about a cell: its formula ("=..."), or that it is a percentage ("%").
Marks = dict[tuple[int, int], str]


def main(kind: str, source: str, target: str) -> None:
    _limit_ourselves()
    try:
        with CalamineWorkbook.from_path(source) as book:
            name = _first_sheet(book)
            marks = _xlsx_marks(source, name) if kind == "xlsx" else _ods_marks(source, name)
            _write(book.get_sheet_by_name(name), marks, Path(target))
    except (CalamineError, expat.ExpatError, zipfile.BadZipFile, KeyError) as error:
        _refuse(f"cannot be opened as a workbook ({type(error).__name__}). Save it again as CSV.")


def _limit_ourselves() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_FSIZE, MAX_CSV),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def _refuse(sentence: str) -> NoReturn:
    print(sentence)
    sys.exit(REFUSED)


def _first_sheet(book: CalamineWorkbook) -> str:
    for sheet in book.sheets_metadata:
        if (sheet.typ, sheet.visible) == (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible):
            return sheet.name
    _refuse("holds no visible sheet. Put the table on the first sheet.")


def _write(sheet: CalamineSheet, marks: Marks, target: Path) -> None:
    _, left = sheet.start or (0, 0)  # iter_rows begins at row 1, but at the first column in use
    with target.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        for row, values in enumerate(sheet.iter_rows()):
            cells = [_text(value, marks.get((row, left + i))) for i, value in enumerate(values)]
            write([""] * left + cells if any(cells) else [])


def _text(value: Value, mark: str | None) -> str:
    match value:
        case _ if mark and mark != "%":
            return mark
        case bool():
            return str(value).upper()
        case int() | float():
            number = Decimal(repr(value)) * (100 if mark else 1)
            plain = f"{number:f}"
            plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
            return f"{plain} %" if mark else plain
        case dt.datetime():
            return value.isoformat(" ")
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return str(value)


def _xlsx_marks(source: str, name: str) -> Marks:
    with zipfile.ZipFile(source) as archive:
        percents = _PercentStyles()
        if "xl/styles.xml" in archive.namelist():
            _parse(archive, "xl/styles.xml", percents)
        sheet = _Sheet(percents.indexes)
        _parse(archive, _part_of(archive, name), sheet)
        return sheet.marks


def _part_of(archive: zipfile.ZipFile, name: str) -> str:
    sheets = _Attributes("sheet", "name", "id")
    _parse(archive, "xl/workbook.xml", sheets)
    relations = _Attributes("Relationship", "Id", "Target")
    _parse(archive, "xl/_rels/workbook.xml.rels", relations)
    target = relations.found[sheets.found[name]]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _ods_marks(source: str, name: str) -> Marks:
    with zipfile.ZipFile(source) as archive:
        table = _OdsTable(name)
        _parse(archive, "content.xml", table)
        return table.marks


class _Elements:
    """Hears of elements by their local names."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def text(self, text: str) -> None: ...
    def end(self, name: str) -> None: ...


def _parse(archive: zipfile.ZipFile, part: str, elements: _Elements) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: elements.start(
        _local(name), {_local(key): value for key, value in attributes.items()}
    )
    parser.CharacterDataHandler = elements.text
    parser.EndElementHandler = lambda name: elements.end(_local(name))
    # Entities are declared in a document type, and no workbook needs one: no billion laughs.
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(
        "declares XML entities, as no ordinary workbook does. Save the table as CSV."
    )
    with archive.open(part) as file:
        parser.ParseFile(file)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class _Attributes(_Elements):
    """One attribute of every element of a name, by another attribute."""

    def __init__(self, element: str, key: str, value: str) -> None:
        self.element, self.key, self.value = element, key, value
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.element and self.key in attributes and self.value in attributes:
            self.found[attributes[self.key]] = attributes[self.value]


class _PercentStyles(_Elements):
    """Which cell styles of a workbook show percentages (ECMA-376 part 1, 18.8.30)."""

    def __init__(self) -> None:
        self.formats = {"9", "10"}  # 0% and 0.00%, built in
        self.indexes: set[str] = set()
        self._styles: Iterator[int] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and "%" in attributes.get("formatCode", ""):
            self.formats.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._styles = iter(range(1_000_000))
        elif name == "xf" and self._styles is not None:
            index = next(self._styles)
            if attributes.get("numFmtId") in self.formats:
                self.indexes.add(str(index))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._styles = None


class _Sheet(_Elements):
    """Formulas and percentages of a worksheet (ECMA-376 part 1, 18.3.1.4 and 18.3.1.40)."""

    def __init__(self, percent_styles: set[str]) -> None:
        self.marks: Marks = {}
        self._percent_styles = percent_styles
        self._place = (-1, -1)
        self._percent = False
        self._formula: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        row, column = self._place
        match name:
            case "row":
                self._place = (int(attributes["r"]) - 1 if "r" in attributes else row + 1, -1)
            case "c":
                self._place = _place(attributes["r"]) if "r" in attributes else (row, column + 1)
                number = attributes.get("t", "n") == "n"
                self._percent = number and attributes.get("s") in self._percent_styles
            case "v" if self._percent:
                self.marks.setdefault(self._place, "%")
            case "f":
                self._formula = []

    def text(self, text: str) -> None:
        if self._formula is not None:
            self._formula.append(text)

    def end(self, name: str) -> None:
        if name == "f" and self._formula is not None:
            # Cells that share a formula with another one carry an empty element.
            self.marks[self._place] = f"={''.join(self._formula)[:200] or '(shared)'}"
            self._formula = None


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


class _OdsTable(_Elements):
    """Formulas and percentages of one table (OpenDocument 1.3 part 3, 9.1.2 to 9.1.4)."""

    def __init__(self, name: str) -> None:
        self.marks: Marks = {}
        self._name = name
        self._ours = False
        self._row = self._column = 0
        self._rows = 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table":
                self._ours = attributes.get("name") == self._name
                self._row = 0
            case "table-row":
                self._column, self._rows = 0, int(attributes.get("number-rows-repeated", 1))
            case "table-cell" | "covered-table-cell" if self._ours:
                self._cell(attributes, int(attributes.get("number-columns-repeated", 1)))

    def end(self, name: str) -> None:
        if name == "table-row":
            self._row += self._rows

    def _cell(self, attributes: dict[str, str], columns: int) -> None:
        mark = attributes.get("formula", "").removeprefix("of:")[:200]
        if attributes.get("value-type") == "percentage":
            mark = mark or "%"
        if mark:
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, self._column + columns):
                    self.marks[row, column] = mark
        self._column += columns


if __name__ == "__main__":
    main(*sys.argv[1:])
