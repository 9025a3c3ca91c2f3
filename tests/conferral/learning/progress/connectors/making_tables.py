"""Tables for tests: bytes in every dialect, workbooks, and archives that lie."""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter

from conferral.learning.progress.connectors.columns import ModuleInfo, guess
from conferral.learning.progress.connectors.lines import Context, LineReading, read_line
from conferral.learning.progress.connectors.table import Table, open_table

FIXTURES = Path(__file__).parents[1] / "fixtures"
# The folder of the samples stands beside the checkout on some machines and is not part of it.
SAMPLES = Path(__file__).parents[6] / "shared" / "samples" / "lms" / "csv"

WARD = (
    ModuleInfo("hand-washing", "Read: hand washing"),
    ModuleInfo("ward-round", "Ward round"),
    ModuleInfo("closing-test", "Closing test", Decimal(20)),
)


def a_context(modules: Sequence[ModuleInfo] = WARD) -> Context:
    zone = ZoneInfo("Africa/Johannesburg")
    return Context("WARD-1", tuple(modules), zone, date(2026, 11, 21), "Ward work")


def delimited(
    rows: Iterable[Sequence[str]],
    encoding: str = "utf-8",
    delimiter: str = ",",
    quoting: int = csv.QUOTE_MINIMAL,
) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(rows)
    return text.getvalue().encode(encoding)


def a_table(folder: Path, content: bytes | str, name: str = "upload.csv") -> Table:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(path, name)


def readings(table: Table, context: Context | None = None, **given: str) -> list[LineReading]:
    context = context or a_context()
    columns = guess(table.header, table.lines, context.modules, given)
    return [read_line(line, columns, context) for line in table.lines]


def results(reading: LineReading) -> dict[str, tuple[bool | None, Decimal | None]]:
    return {each.module: (each.passed, each.score) for each in reading.completions}


def an_xlsx(path: Path, rows: Iterable[Sequence[object]], first: tuple[int, int] = (0, 0)) -> Path:
    """Text starting with = becomes a formula, a string ending in % a percentage, as when typed."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Erg(e)bnisse & more")
        percent = book.add_format({"num_format": "0.0 %"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for row, cells in enumerate(rows, first[0]):
            for column, cell in enumerate(cells, first[1]):
                match cell:
                    case str() if cell.endswith("%"):
                        sheet.write_number(row, column, float(cell[:-1]) / 100, percent)
                    case datetime():
                        sheet.write_datetime(row, column, cell, moment)
                    case _:
                        sheet.write(row, column, cell)
    return path


_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:body><office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def an_ods(path: Path, rows: str) -> Path:
    """An OpenDocument spreadsheet around the given rows (OpenDocument 1.3 part 3)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED
        )
        archive.writestr("content.xml", _ODS.format(rows=rows))
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
    return path


def text_cell(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def with_part(path: Path, name: str, content: bytes | str) -> Path:
    """The same archive with one part replaced or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, kept in (parts | {name: content}).items():
            archive.writestr(each, kept)
    return path


def an_overlapping_zip(path: Path, files: int = 200) -> Path:
    """Many directory entries for one body, after Fifield, "A better zip bomb" (WOOT 2019)."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(b"0" * 1000) + body.flush()
    crc = zlib.crc32(b"0" * 1000)
    sizes = struct.pack("<3L", crc, len(packed), 1000)
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 33) + sizes + struct.pack("<2H", 4, 0)
    data = local + b"0000" + packed
    directory = b"".join(
        b"PK\x01\x02"
        + struct.pack("<6H", 20, 20, 0, 8, 0, 33)
        + sizes
        + struct.pack("<5H2L", 4, 0, 0, 0, 0, 0, 0)
        + f"{number:04}".encode()
        for number in range(files)
    )
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, files, files, len(directory), len(data), 0)
    path.write_bytes(data + directory + end)
    return path
