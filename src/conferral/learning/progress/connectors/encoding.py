"""How the bytes of a text file are to be read: UTF-8, UTF-16 or Windows-1252."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from .unreadable import Unreadable

_CHUNK = 1 << 20  # bytes
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(map(chr, [*range(1, 9), *range(14, 32), 127]))
_MANY, _FEW = 0.3, 0.01  # of the pairs: Latin letters in UTF-16 have a zero in one half
_MOST_CONTROLS = 0.01  # of the characters; a text holds none, a program or picture many


def detect(path: Path, filename: str) -> str:
    """The Python codec that reads the file to its last byte; raises Unreadable if none does.

    The whole file is tried, in pieces, so that no later reader meets a bad byte half-way.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    marked = next((codec for bom, codec in _BOMS if head.startswith(bom)), None)
    if codec := marked or _utf16_without_mark(head):
        return _proven(path, filename, codec)
    return _proven(path, filename, "utf-8")


def _utf16_without_mark(head: bytes) -> str | None:
    pairs = max(len(head) // 2, 1)
    high_first, low_first = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if low_first > _MANY and high_first < _FEW:
        return "utf-16-le"
    if high_first > _MANY and low_first < _FEW:
        return "utf-16-be"
    return None


def _proven(path: Path, filename: str, codec: str) -> str:
    rows, beyond_ascii = 1, False
    try:
        for text in _decoded(path, codec):
            _refuse_binary(text, filename, rows)
            rows += text.count("\n")
            beyond_ascii = beyond_ascii or not text.isascii()
    except UnicodeDecodeError as error:
        good = error.object[: error.start]
        if codec == "utf-8" and not beyond_ascii and good.isascii():
            # The first letter with an accent is not UTF-8: the file is older than that.
            return _proven(path, filename, "cp1252")
        row = rows + good.count(b"\n")
        raise Unreadable(
            f"{filename} has a character near row {row} that cannot be read: the file is damaged "
            "or was saved in an unusual encoding. Save it again as CSV UTF-8."
        ) from error
    return codec


def _decoded(path: Path, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _refuse_binary(text: str, filename: str, row: int) -> None:
    if "\0" in text:
        row += text[: text.index("\0")].count("\n")
        raise Unreadable(
            f"{filename} holds a NUL byte near row {row}, so it is not a plain table or is "
            "damaged. Export it again as CSV UTF-8, XLSX or ODS."
        )
    start = text[:4096]
    if sum(character in _CONTROLS for character in start) > len(start) * _MOST_CONTROLS:
        raise Unreadable(
            f"{filename} is a binary file, not a table. Export the table as CSV, XLSX or ODS."
        )
