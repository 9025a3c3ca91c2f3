"""What a file of anybody's holds: the credential in it, and what else there is. Nothing is judged.

Pure, with few imports: `sandbox` runs it in a process of its own.
"""

import io
import re
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import zxingcpp
from PIL import Image

from credkit import baking
from credkit.errors import Fault, Malformed
from credkit.pdf import inventory
from credkit.pdf.inventory import Inventory

ATTACHMENT = "credential.json"
MOST_TEXT = 262_144  # Bytes of a credential: an honest one has a tenth of it.
_BEGINNING = 1024  # Bytes in which a PDF or an SVG has to say that it is one.
_TOKEN = re.compile(rb"\s*[A-Za-z0-9_.~-]{20,}\s*")
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_WIDEST = 20_000  # Pixels.
_MOST_PIXELS = {"PNG": 24_000_000, "JPEG": 64_000_000}  # JPEGs are made smaller while being read.
Image.preinit()  # Now: in its cell it can open no file, not even one of Pillow's own.
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_ENOUGH = 2_400  # Pixels in which a camera's QR code is found as well as in more.


class Kind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    JSON = "json"
    TOKEN = "token"  # noqa: S105
    PHOTO = "photo"
    EVIDENCE = "evidence"  # JSON that holds a credential and all that proves it.


HOSTILE = frozenset({Kind.PDF, Kind.PNG, Kind.SVG, Kind.PHOTO})
"""The formats that nobody reads without making mistakes: opened in a process of their own."""


@dataclass(frozen=True)
class Opened:
    """`text`: the credential, as JSON or token. `code`: what a QR code says. `keywords`: what a PDF
    says of itself. "" where there is none."""

    kind: Kind
    text: str = ""
    code: str = ""
    keywords: str = ""
    inventory: Inventory | None = None


def kind_of(content: bytes) -> Kind:
    """By how it begins, whatever its name. Malformed: none that a credential comes in."""
    beginning = content[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(_PNG):
        return Kind.PNG
    if content.startswith(_JPEG):
        return Kind.PHOTO
    if beginning.startswith(b"{"):
        return Kind.JSON
    if b"%PDF-" in content[:_BEGINNING]:
        return Kind.PDF
    if beginning.startswith(b"<"):
        return Kind.SVG
    if content.startswith(_ARCHIVES):
        raise Malformed("an archive: it has to be unpacked first", Fault.UNSUPPORTED)
    if _TOKEN.fullmatch(content):
        return Kind.TOKEN
    raise Malformed("none of the kinds of files that certificates come in", Fault.UNSUPPORTED)


def opened(content: bytes) -> Opened:
    """Malformed: it cannot be read, or only with more work than an honest file needs."""
    return _OPENERS[kind_of(content)](content)


def _pdf(content: bytes) -> Opened:
    found = inventory.read(content, ATTACHMENT)
    text = _text(found.attached or b"")
    return Opened(Kind.PDF, text, keywords=found.keywords, inventory=found.inventory)


def _png(content: bytes) -> Opened:
    """A badge, or else a picture of a certificate with its QR code on it."""
    _check_size(*struct.unpack(">II", content[16:24].ljust(8, b"\0")))
    if b"openbadgecredential" in content:
        return Opened(Kind.PNG, _text(baking.unbake(content).encode()))
    return Opened(Kind.PHOTO, code=_code(content))


def _svg(content: bytes) -> Opened:
    return Opened(Kind.SVG, _text(baking.unbake(content).encode()))


def _photo(content: bytes) -> Opened:
    return Opened(Kind.PHOTO, code=_code(content))


def _plain(kind: Kind) -> Callable[[bytes], Opened]:
    return lambda content: Opened(kind, _text(content).strip())


_OPENERS: dict[Kind, Callable[[bytes], Opened]] = {
    Kind.PDF: _pdf,
    Kind.PNG: _png,
    Kind.SVG: _svg,
    Kind.PHOTO: _photo,
    Kind.JSON: _plain(Kind.JSON),
    Kind.TOKEN: _plain(Kind.TOKEN),
}


def _text(content: bytes) -> str:
    if len(content) > MOST_TEXT:
        raise Malformed(f"a credential of more than {MOST_TEXT} bytes", Fault.TOO_MUCH)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Malformed("a credential that is not UTF-8") from error


def _code(content: bytes) -> str:
    """What the one QR code in a picture says; "" where there is none, or they disagree."""
    found = zxingcpp.read_barcodes(_grey(content), formats=_QR)
    said = {each.text for each in found}
    return said.pop() if len(said) == 1 else ""


def _grey(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
                _check_size(*picture.size, most=_MOST_PIXELS[picture.format or "PNG"])
                picture.draft("L", (_ENOUGH, _ENOUGH))
                grey = picture.convert("L")
    except Malformed:
        raise
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise Malformed("a picture that cannot be read") from error
    grey.thumbnail((_ENOUGH, _ENOUGH))
    return grey


def _check_size(width: int, height: int, most: int = max(_MOST_PIXELS.values())) -> None:
    if max(width, height) > _WIDEST or width * height > most:
        raise Malformed(f"a picture of {width} × {height} pixels", Fault.TOO_MUCH)
