"""A credential inside its picture: PNG and SVG that carry what they show.

Pictures come from anywhere, so nothing is decoded or drawn: a PNG is a row of chunks, and an SVG
is read without entities, of which a few bytes could make gigabytes.
https://www.imsglobal.org/spec/ob/v3p0/#baked-badge
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from credkit.errors import Fault, Malformed

MAX_IMAGE = 16 * 1_048_576  # Bytes.
MAX_CREDENTIAL = 1_048_576
_MOST_CHUNKS = 65_536
_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"openbadgecredential"
_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_ELEMENT = f"{_NAMESPACE} credential"
_SVG = "http://www.w3.org/2000/svg svg"
_DEEPEST = 256
_COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\Z")
# A picture that is shown in a browser must not act there.
_ACTIVE = frozenset(["script", "foreignobject", "iframe", "embed", "object", "handler", "set"])
_ACTIVE_URL = re.compile(r"\s*(javascript|vbscript|data:text|data:application)", re.IGNORECASE)


def bake(image: bytes, credential: str) -> bytes:
    """The picture with the credential in it: JSON with its proof, or a compact token.

    Malformed: no sound PNG or SVG, one that carries a credential already, an SVG that would do
    something in a browser, or a text that is neither JSON nor a token.
    """
    if not credential.startswith("{") and not _COMPACT_JWS.match(credential):
        raise Malformed("neither a JSON object nor a compact token")
    if len(credential.encode()) > MAX_CREDENTIAL:
        raise Malformed(f"a credential of more than {MAX_CREDENTIAL} bytes", Fault.TOO_MUCH)
    return _bake_png(image, credential) if _is_png(image) else _bake_svg(image, credential)


def unbake(image: bytes) -> str:
    """The text that the picture carries; it is not judged here.

    Malformed: no sound PNG or SVG, no credential in it, or more than one.
    """
    match _found_in_png(image) if _is_png(image) else _scan_svg(image).found:
        case [one]:
            return one
        case []:
            raise Malformed("a picture without a credential")
        case several:
            raise Malformed(f"{len(several)} credentials in one picture, not one")


def _is_png(image: bytes) -> bool:
    if len(image) > MAX_IMAGE:
        raise Malformed(f"a picture of more than {MAX_IMAGE} bytes", Fault.TOO_MUCH)
    return image.startswith(_PNG)


def _bake_png(image: bytes, credential: str) -> bytes:
    if _found_in_png(image):
        raise Malformed("the picture carries a credential already")
    # Keyword, not compressed, no compression method, no language, no translated keyword.
    content = _KEYWORD + b"\0\0\0\0\0" + credential.encode()
    end = len(image) - len(_chunk(b"IEND", b""))
    return image[:end] + _chunk(b"iTXt", content) + image[end:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def _found_in_png(image: bytes) -> list[str]:
    return [
        _text_of(content)
        for kind, content in _chunks(image)
        if kind == b"iTXt" and content.partition(b"\0")[0] == _KEYWORD
    ]


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each chunk (PNG, section 5.3): IHDR first, IEND last, sums right."""
    position, kind = len(_PNG), b""
    for number in range(_MOST_CHUNKS):
        (length,) = struct.unpack(">I", _exactly(image, position, 4))
        kind = _exactly(image, position + 4, 4)
        content = _exactly(image, position + 8, length)
        (told,) = struct.unpack(">I", _exactly(image, position + 8 + length, 4))
        if told != zlib.crc32(kind + content):
            raise Malformed("a PNG chunk that has been changed")
        if (number == 0) != (kind == b"IHDR"):
            raise Malformed("a PNG whose header is missing, or not its first chunk")
        yield kind, content
        position += 12 + length
        if kind == b"IEND":
            break
    if kind != b"IEND" or position != len(image):
        raise Malformed("a PNG with too many chunks, or with something after its end")


def _exactly(image: bytes, position: int, length: int) -> bytes:
    found = image[position : position + length]
    if len(found) != length:
        raise Malformed("a PNG that is cut off")
    return found


def _text_of(content: bytes) -> str:
    """The text of an iTXt chunk (PNG, section 11.3.3.4), if it is not compressed."""
    flags = content[len(_KEYWORD) + 1 :]
    if flags[:2] != b"\0\0":
        raise Malformed("a compressed credential: the specification wants it plain")
    _, of_language, rest = flags[2:].partition(b"\0")
    _, of_keyword, text = rest.partition(b"\0")
    if not (of_language and of_keyword):
        raise Malformed("a PNG text chunk that is cut off")
    return _checked(text)


def _checked(text: bytes) -> str:
    if len(text) > MAX_CREDENTIAL:
        raise Malformed(f"a credential of more than {MAX_CREDENTIAL} bytes", Fault.TOO_MUCH)
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise Malformed("a credential that is not UTF-8") from error


def _bake_svg(image: bytes, credential: str) -> bytes:
    scan = _scan_svg(image)
    if scan.found:
        raise Malformed("the picture carries a credential already")
    if scan.active:
        raise Malformed(f"a picture that would act in a browser: {scan.active}")
    if not image.startswith(b"</", scan.end):
        raise Malformed("an SVG without content")
    opened = f'<openbadges:credential xmlns:openbadges="{_NAMESPACE}"'
    if credential.startswith("{"):
        # The end of a CDATA section can only stand inside a JSON string: there it may be escaped.
        text = credential.replace("]]>", "]]\\u003e")
        baked = f"{opened}><![CDATA[{text}]]></openbadges:credential>"
    else:
        baked = f"{opened} verify={quoteattr(credential)}/>"
    return image[: scan.end] + baked.encode() + image[scan.end :]


@dataclass
class _Scan:
    """What was seen of an SVG. `end`: where the end tag of its root begins."""

    found: list[str] = field(default_factory=list)
    active: str = ""
    end: int = 0
    depth: int = 0
    text: list[str] | None = None  # Of the credential that is being read.
    attribute: str | None = None

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if self.depth == 0 and name != _SVG:
            raise Malformed("not an SVG")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Malformed(f"nested deeper than {_DEEPEST}", Fault.TOO_MUCH)
        if self.text is not None:
            raise Malformed("an element inside a credential")
        if name == _ELEMENT:
            self.text, self.attribute = [], attributes.get("verify")
        self.active = self.active or _what_acts(name, attributes)

    def close(self, name: str, position: int) -> None:
        self.depth -= 1
        if name == _ELEMENT:
            self.found.append(self._credential())
            self.text = None
        if self.depth == 0:
            self.end = position

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _credential(self) -> str:
        text = "".join(self.text or []).strip()
        if bool(text) == bool(self.attribute):
            raise Malformed("an SVG with a credential as text and as attribute, or as neither")
        return _checked((text or self.attribute or "").encode())


def _scan_svg(image: bytes) -> _Scan:
    scan, parser = _Scan(), expat.ParserCreate("UTF-8", " ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _check_doctype
    parser.SkippedEntityHandler = _refuse_entity
    parser.XmlDeclHandler = _check_encoding
    parser.StartElementHandler = scan.open
    parser.EndElementHandler = lambda name: scan.close(name, parser.CurrentByteIndex)
    parser.CharacterDataHandler = scan.characters
    try:
        parser.Parse(image.decode().encode(), True)  # Expat would guess UTF-16.
    except (UnicodeDecodeError, expat.ExpatError) as error:
        raise Malformed(f"neither PNG nor SVG: {error}") from error
    return scan


def _check_doctype(_name: str, _system: str | None, _public: str | None, inner: int) -> None:
    # One that only names the DTD of SVG is common; it is never fetched.
    if inner:
        raise Malformed("an SVG that declares entities", Fault.TOO_MUCH)


def _refuse_entity(name: str, _is_parameter: int) -> NoReturn:
    raise Malformed(f"an entity that is not read: {name}")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.upper() != "UTF-8":
        raise Malformed("an SVG that is not UTF-8")


def _what_acts(name: str, attributes: dict[str, str]) -> str:
    local = name.rpartition(" ")[2].lower()
    if local in _ACTIVE:
        return local
    for attribute, value in attributes.items():
        plain = attribute.rpartition(" ")[2].lower()
        if plain.startswith("on") or (plain in ("href", "src") and _ACTIVE_URL.match(value)):
            return plain
    return ""
