"""Whether a ZIP file may be opened at all, told from its directory before anything is unpacked.

Threat T19 of SECURITY-PROMISES; the format is PKWARE APPNOTE 6.3.
"""

import stat
import struct
import zipfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from .unreadable import Unreadable

MAX_ENTRIES = 1_000
MAX_DIRECTORY = 1_000_000  # bytes
MAX_UNPACKED = 200_000_000  # bytes, all entries together
MAX_RATIO = 100  # unpacked to packed, for the whole and for every entry that is not small
SMALL_ENTRY = 1_000_000  # bytes: repetitive style sheets of this size are common and harmless

_END = struct.Struct("<4s4H2LH")  # end of central directory record, APPNOTE 4.3.16
_LOCAL = struct.Struct("<4s5H3L2H")  # local file header, APPNOTE 4.3.7
_END64 = struct.Struct("<4sQ2H2L4Q")  # ZIP64 end of central directory record, APPNOTE 4.3.14
_LOCATOR64 = struct.Struct("<4sLQL")  # its locator, APPNOTE 4.3.15
_TAIL = _END.size + 0xFFFF + _END64.size + _LOCATOR64.size
_ENCRYPTED = 0x1
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".ods", ".docx", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar")
_FOREIGN = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("META-INF/MANIFEST.MF", "a Java program"),
)


class Workbook(StrEnum):
    XLSX = "xlsx"
    ODS = "ods"


def inspect(path: Path, filename: str) -> Workbook:
    """Which kind of workbook the archive is; raises Unreadable for all else and for every trick."""
    start = _directory_start(path, filename)
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            entries = archive.infolist()
            _refuse_sizes(filename, entries, path.stat().st_size)
            _refuse_entries(filename, entries)
            _refuse_overlaps(filename, entries, file, start)
            return _kind(filename, archive)
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError) as error:
        if isinstance(error, Unreadable):
            raise
        raise _broken(filename) from error


def _directory_start(path: Path, filename: str) -> int:
    """Where the directory begins; it is the only one, and fills the file to its end record.

    So no other reader of the archive can see another directory than the one that we check.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - _TAIL, 0))
        tail = file.read()
    position = tail.rfind(b"PK\x05\x06")
    if position < 0 or len(tail) < position + _END.size:
        raise _broken(filename)
    *_, here, entries, length, start, comment = _END.unpack_from(tail, position)
    if here != entries or entries > MAX_ENTRIES or length > MAX_DIRECTORY:
        raise _trick(filename, f"it holds more than {MAX_ENTRIES:,} files")
    end = size - len(tail) + position
    if end + _END.size + comment != size or start + length != end - _zip64(
        tail, position, (length, start)
    ):
        raise _broken(filename)
    return int(start)


def _zip64(tail: bytes, position: int, directory: tuple[int, int]) -> int:
    """The length of the ZIP64 end records, which some programs write without need."""
    at = position - _END64.size - _LOCATOR64.size
    if at < 0 or not tail.startswith(b"PK\x06\x06", at):
        return 0
    _, rest, *_, length, start = _END64.unpack_from(tail, at)
    locator, *_ = _LOCATOR64.unpack_from(tail, at + _END64.size)
    if locator != b"PK\x06\x07" or rest != _END64.size - 12 or (length, start) != directory:
        return 0
    return position - at


def _refuse_sizes(filename: str, entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise _trick(filename, f"it unpacks to more than {MAX_UNPACKED // 1_000_000} MB")
    swollen = any(
        entry.file_size > SMALL_ENTRY and entry.file_size > MAX_RATIO * entry.compress_size
        for entry in entries
    )
    if swollen or unpacked > max(MAX_RATIO * size, SMALL_ENTRY):
        raise _trick(filename, f"it unpacks to more than {MAX_RATIO} times its size")


def _refuse_entries(filename: str, entries: Sequence[zipfile.ZipInfo]) -> None:
    for entry in entries:
        parts = entry.orig_filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in entry.orig_filename:
            raise _trick(filename, "it holds a file that would be unpacked outside of it")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _trick(filename, "it holds a link to another file")
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable(f"{filename} is protected by a password. Save it without one.")
        if entry.filename.lower().endswith(_ARCHIVES):
            raise _trick(filename, "it holds another archive or workbook inside")
    if len({entry.filename for entry in entries}) < len(entries):
        raise _trick(filename, "it holds two files of one name")


def _refuse_overlaps(
    filename: str, entries: Sequence[zipfile.ZipInfo], file: BinaryIO, start: int
) -> None:
    """Entries that share bytes unpack to far more than their sum (Fifield, WOOT 2019)."""
    free = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        file.seek(entry.header_offset)
        signature, *_, name_length, extra_length = _LOCAL.unpack(file.read(_LOCAL.size))
        if signature != b"PK\x03\x04":
            raise _broken(filename)
        if entry.header_offset < free:
            raise _trick(filename, "files in it overlap")
        body = entry.header_offset + _LOCAL.size + name_length + extra_length
        free = body + entry.compress_size
    if free > start:
        raise _trick(filename, "files in it overlap")


def _kind(filename: str, archive: zipfile.ZipFile) -> Workbook:
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        return Workbook.XLSX
    if "content.xml" in names and "mimetype" in names:
        with archive.open("mimetype") as mimetype:
            if b"opendocument.spreadsheet" in mimetype.read(100):
                return Workbook.ODS
    known = (
        words
        for mark, words in _FOREIGN
        if any(name == mark or (mark.endswith("/") and name.startswith(mark)) for name in names)
    )
    raise Unreadable(
        f"{filename} is {next(known, 'an archive')}, not a table. "
        "Save or export the table as CSV, XLSX or ODS."
    )


def _broken(filename: str) -> Unreadable:
    return Unreadable(
        f"{filename} begins like a workbook and is damaged or cut off. Save it again in your "
        "spreadsheet program, as XLSX, ODS or CSV, and upload that file."
    )


def _trick(filename: str, what: str) -> Unreadable:
    return Unreadable(
        f"{filename} is not opened because {what}, as no ordinary workbook does. "
        "Save the table as CSV and upload that file."
    )
