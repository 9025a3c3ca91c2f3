"""What is in a PDF, without drawing any of it: enough to say how a copy differs from its original.

The file comes from a stranger, so streams are taken as they stand (compressed, they can hold no
bomb) and nothing is followed for ever.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pikepdf

from credkit.errors import Fault, Malformed

_MOST_PAGES = 200
_MOST_OBJECTS = 50_000
_DEEPEST = 100
_LONGEST = 200  # Characters of keywords.
_MOST_ATTACHED = 1_048_576  # Bytes.
# What leads out of a part, or says where in the file it is and not what.
_ASIDE = frozenset({"/Parent", "/P", "/StructParent", "/StructParents", "/Annots", "/Length"})
_OF_PAGES = frozenset({"/Pages", "/Type"})
_PARTS = {
    "/OCProperties": "layers",
    "/AcroForm": "form",
    "/Perms": "form",
    "/DSS": "form",
    "/Names": "names",
    "/AF": "names",
    "/Metadata": "metadata",
    "/OpenAction": "actions",
    "/AA": "actions",
}


class Change(StrEnum):
    """In what a copy differs."""

    PAGES = "pages"  # There are more of them, or fewer.
    PAGE = "page"  # One shows something else.
    ANNOTATIONS = "annotations"
    ATTACHMENT = "attachment"
    FORM = "form"  # Fields and signatures.
    LAYERS = "layers"
    ACTIONS = "actions"
    NAMES = "names"
    METADATA = "metadata"
    ENCRYPTION = "encryption"
    STRUCTURE = "structure"  # The catalog says something else.
    BYTES = "bytes"  # The same in other bytes.


@dataclass(frozen=True)
class Inventory:
    """Digests of what belongs together, so that two files can be held against each other."""

    pages: tuple[str, ...]
    annotations: tuple[str, ...]  # Of each page.
    attachments: Mapping[str, str]
    catalog: Mapping[str, str]  # What else it says, by name.
    is_encrypted: bool


@dataclass(frozen=True)
class Contents:
    """`attached`: what was asked for, if it is there. `keywords`: as the file says of itself."""

    inventory: Inventory
    attached: bytes | None
    keywords: str


def read(pdf: bytes, name: str) -> Contents:
    """What is in a file, and what is attached to it under `name`.

    Malformed: it cannot be read, not without a password, or holds more than an honest file needs.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            attached = _attached(document, name)
            return Contents(_inventory(document), attached, _keywords(document))
    except pikepdf.PasswordError as error:
        raise Malformed("a PDF that asks for a password") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError) as error:
        if isinstance(error, Malformed):
            raise
        raise Malformed("not a PDF that can be read") from error


def of_json(listed: dict[str, Any]) -> Inventory:
    """An inventory that has been JSON in between."""
    pages, annotations = tuple(listed["pages"]), tuple(listed["annotations"])
    return Inventory(**listed | {"pages": pages, "annotations": annotations})


def changes(original: Inventory, copy: Inventory) -> tuple[Change, ...]:
    """What a copy says differently. Never empty: it was called a copy because its bytes differ."""
    return tuple(dict.fromkeys(_changes(original, copy))) or (Change.BYTES,)


def _changes(original: Inventory, copy: Inventory) -> Iterator[Change]:
    if len(original.pages) != len(copy.pages):
        yield Change.PAGES
    if any(one != other for one, other in zip(original.pages, copy.pages, strict=False)):
        yield Change.PAGE
    if original.annotations != copy.annotations[: len(original.annotations)] or any(
        each != _NOTHING for each in copy.annotations[len(original.annotations) :]
    ):
        yield Change.ANNOTATIONS
    if original.attachments != copy.attachments:
        yield Change.ATTACHMENT
    for name in sorted({*original.catalog, *copy.catalog}):
        if original.catalog.get(name) != copy.catalog.get(name):
            yield Change(_PARTS.get(name, Change.STRUCTURE))
    if original.is_encrypted != copy.is_encrypted:
        yield Change.ENCRYPTION


def _inventory(document: pikepdf.Pdf) -> Inventory:
    if len(document.pages) > _MOST_PAGES:
        raise Malformed(f"a PDF of more than {_MOST_PAGES} pages", Fault.TOO_MUCH)
    walk = _Walk()
    pages = [page.obj for page in document.pages]
    catalog = {key: value for key, value in document.Root.items() if key not in _OF_PAGES}
    return Inventory(
        pages=tuple(map(walk.digest, pages)),
        annotations=tuple(walk.digest(page.get("/Annots")) for page in pages),
        attachments=dict(_attachments(document)),
        catalog={key: walk.digest(value) for key, value in catalog.items()},
        is_encrypted=document.is_encrypted,
    )


def _attachments(document: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    for name, spec in document.attachments.items():
        yield name, hashlib.sha256(spec.get_file().obj.read_raw_bytes()).hexdigest()


def _attached(document: pikepdf.Pdf, name: str) -> bytes | None:
    if name not in document.attachments:
        return None
    content = bytes(document.attachments[name].get_file().read_bytes())
    if len(content) > _MOST_ATTACHED:
        raise Malformed(f"attached: more than {_MOST_ATTACHED} bytes", Fault.TOO_MUCH)
    return content


def _keywords(document: pikepdf.Pdf) -> str:
    information = document.trailer.get("/Info", pikepdf.Dictionary())
    said = information.get("/Keywords", "")
    return str(said)[:_LONGEST] if isinstance(said, (str, pikepdf.String)) else ""


class _Walk:
    """Everything that an object leads to, as one digest. Counts, so that it comes to an end."""

    def __init__(self) -> None:
        self.seen = 0

    def digest(self, root: object) -> str:
        digest = hashlib.sha256()
        for piece in self._pieces(root, {}, 0):
            digest.update(b"%d " % len(piece) + piece)
        return digest.hexdigest()

    def _pieces(
        self, value: object, met: dict[tuple[int, int], int], depth: int
    ) -> Iterator[bytes]:
        self.seen += 1
        if self.seen > _MOST_OBJECTS or depth > _DEEPEST:
            raise Malformed("a PDF with too many objects, or too deep ones", Fault.TOO_MUCH)
        if not isinstance(value, pikepdf.Object):
            yield repr(value).encode()
            return
        if value.is_indirect:
            # Objects are numbered by when they are met: a file may number them as it likes.
            if (place := met.get(value.objgen)) is not None:
                yield b"met %d" % place
                return
            met[value.objgen] = len(met)
        yield from self._content(value, met, depth)

    def _content(
        self, value: pikepdf.Object, met: dict[tuple[int, int], int], depth: int
    ) -> Iterator[bytes]:
        if isinstance(value, pikepdf.Array):
            yield b"["
            for item in value:
                yield from self._pieces(item, met, depth + 1)
        elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            yield b"<"
            for key, item in sorted(value.items()):
                if key not in _ASIDE:
                    yield key.encode()
                    yield from self._pieces(item, met, depth + 1)
            if isinstance(value, pikepdf.Stream):
                yield value.read_raw_bytes()
        else:
            yield value.unparse()


_NOTHING = _Walk().digest(None)
