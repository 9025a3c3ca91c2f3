"""What a file really is, told by its first bytes and never by its name."""

import codecs
import re
from enum import StrEnum

HEAD = 4096  # bytes that are enough to tell

_WEB_PAGE = "a web page (HTML), whatever its name says"


class Content(StrEnum):
    TEXT = "text"
    ZIP = "zip"
    FOREIGN = "foreign"


_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, film or picture"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xfe\xed\xfa", "a macOS program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or a workbook with a password"),
)
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<(!doctype\s+html|html|head|meta|body|table|style)\b", re.I), _WEB_PAGE),
    (re.compile(r"<svg\b", re.I), "an SVG picture"),
    (re.compile(r"<\?xml\b", re.I), "an XML document"),
    (re.compile(r"[\[{]\s*[\[{\"\]}]"), "a JSON document"),
)


def recognise(head: bytes) -> tuple[Content, str]:
    """What the first bytes are: the content, and for what we cannot read its name in words."""
    if head.startswith(b"PK"):
        return Content.ZIP, ""
    for signature, name in _SIGNATURES:
        if head.startswith(signature) and not _is_a_word(head, signature):
            return Content.FOREIGN, name
    text = _as_text(head)
    for markup, name in _MARKUP:
        if markup.match(text):
            return Content.FOREIGN, name
    return Content.TEXT, ""


def _as_text(head: bytes) -> str:
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if utf16 else "utf-8-sig", errors="replace").lstrip()


def _is_a_word(head: bytes, signature: bytes) -> bool:
    """A header may begin with letters of a signature ("MZ number", "BZh"): text has no NUL."""
    return signature.isalnum() and b"\0" not in head
