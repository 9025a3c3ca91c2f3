"""What a file is, by its bytes; and whether its name says so.

Only what offices and authorities exchange is known. An unknown kind is refused rather than guessed.
"""

import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from conferral.foundation.refusal import Refused

MAX_BYTES = 20 * 1024 * 1024
_HEAD = 8
_LONGEST_MIMETYPE = 100  # Bytes of the entry that says what an OpenDocument is.


@dataclass(frozen=True)
class Kind:
    """`endings`: of names, lower case, the usual one first."""

    name: str
    media_type: str
    endings: tuple[str, ...]


PDF = Kind("PDF", "application/pdf", ("pdf",))
PNG = Kind("PNG", "image/png", ("png",))
JPEG = Kind("JPEG", "image/jpeg", ("jpg", "jpeg"))
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
DOCX = Kind("Word document", f"{_OFFICE}.wordprocessingml.document", ("docx",))
XLSX = Kind("Excel workbook", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",))
PPTX = Kind("PowerPoint presentation", f"{_OFFICE}.presentationml.presentation", ("pptx",))
ODT = Kind("OpenDocument text", f"{_OPEN}.text", ("odt",))
ODS = Kind("OpenDocument spreadsheet", f"{_OPEN}.spreadsheet", ("ods",))
ODP = Kind("OpenDocument presentation", f"{_OPEN}.presentation", ("odp",))
KINDS = (PDF, PNG, JPEG, DOCX, XLSX, PPTX, ODT, ODS, ODP)

_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_ROOMS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))  # Of an Office Open XML package.


def kind_of(name: str, file: BinaryIO, size: int) -> Kind:
    """Refused, by name: too large, of no kind that is taken, or not what its name says."""
    if size > MAX_BYTES:
        raise Refused(f"{name} is larger than {MAX_BYTES // 1024**2} MB. Send a smaller scan.")
    if not size:
        raise Refused(f"{name} is empty.")
    kind = _recognized(file)
    known = ", ".join(ending for each in KINDS for ending in each.endings[:1])
    if kind is None:
        raise Refused(f"{name} is none of the kinds that are kept as evidence: {known}.")
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending not in kind.endings:
        raise Refused(
            f"{name} is not what its name says: it is a {kind.name}. "
            f"If it is the right file, name it .{kind.endings[0]}."
        )
    return kind


def _recognized(file: BinaryIO) -> Kind | None:
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    return found or (_in_archive(file) if head.startswith(b"PK\x03\x04") else None)


def _in_archive(file: BinaryIO) -> Kind | None:
    try:
        with zipfile.ZipFile(file) as archive:
            return _open_document(archive) or _office_document(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None  # Broken, encrypted, or packed in a way that nobody else reads.


def _open_document(archive: zipfile.ZipFile) -> Kind | None:
    """OpenDocument 1.3, part 2, section 3.3: the entry `mimetype`, not compressed."""
    if "mimetype" not in archive.namelist():
        return None
    if archive.getinfo("mimetype").file_size > _LONGEST_MIMETYPE:
        return None
    said = archive.read("mimetype").decode(errors="replace").strip()
    return next((kind for kind in (ODT, ODS, ODP) if kind.media_type == said), None)


def _office_document(archive: zipfile.ZipFile) -> Kind | None:
    """ECMA-376, part 2: a package has its content types at the top."""
    names = archive.namelist()
    if "[Content_Types].xml" not in names:
        return None
    rooms = {f"{name.partition('/')[0]}/" for name in names}
    return next((kind for room, kind in _ROOMS if room in rooms), None)
