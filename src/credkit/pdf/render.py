"""Typst source and plain values in, PDF (PDF/A-3a and PDF/UA-1) or PNG bytes out.

Values are data: they reach the design as JSON in a string, so nothing in them is ever markup. (Not
in `sys.inputs`: Typst forgets everything that it has set whenever those change, and a course's
certificates have much in common.) The same input gives the same bytes, as long as the design takes
its date from the data.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from credkit.errors import Malformed
from credkit.pdf.typefaces import FOLDER

_PLACE = re.compile(r"┌─ (?:.*/)?(\S+:\d+):\d+")  # "heritage.typ:12" in a diagnostic.
_PACKAGE = re.compile(r"@[\w-]+/[\w-]+")
_one_at_a_time = Lock()  # A compiler holds one page's values at a time.


class RenderError(Malformed):
    """The design does not compile with these values; the message says what and where."""


class Format(StrEnum):
    PDF = "pdf"
    PNG = "png"


@dataclass(frozen=True)
class DesignFiles:
    """A folder, all that a design can read, and the file in it that lets `certificate(data,
    attachment)`: the values as they are given to `render`, and a text, "" for none.
    """

    root: Path
    main: str


def render(
    source: DesignFiles,
    data: Mapping[str, Any],
    *,
    attachment: bytes | None = None,
    format: Format = Format.PDF,
    ppi: float = 144,
) -> bytes:
    """One page as bytes; `ppi` is for PNG only. The design attaches `attachment` itself.

    Raises RenderError.
    """
    page = _page(source, data, attachment)
    with _one_at_a_time, _explained(source):
        rendered = _kept_compiler(source.root).compile(
            page,
            format=format.value,
            ppi=ppi,
            pdf_standards=["a-3a", "ua-1"] if format is Format.PDF else [],
        )
    if not isinstance(rendered, bytes):
        raise RenderError(f"{source.main}: the text runs over one page.")
    return rendered


def notes(source: DesignFiles, data: Mapping[str, Any]) -> tuple[str, ...]:
    """What the design itself reports with `metadata("...") <note>`, such as a text it cut short.

    Raises RenderError.
    """
    page = _page(source, data, None)
    with _one_at_a_time, _explained(source):
        found = _compiler(source.root, page).query("<note>", field="value")
    return tuple(json.loads(found))


def _page(source: DesignFiles, data: Mapping[str, Any], attachment: bytes | None) -> bytes:
    """The source of a page: the design, called with the values."""
    try:
        values = _string(json.dumps(data, ensure_ascii=False))
        attached = _string((attachment or b"").decode())
    except (TypeError, ValueError) as error:
        raise RenderError(
            f"The values are not JSON, or the attachment is not text: {error}"
        ) from error
    call = f"#certificate(json(bytes({values})), {attached})"
    return f"#import {_string(source.main)}: certificate\n{call}".encode()


def _string(text: str) -> str:
    """A Typst string literal, in which only these two characters mean more than themselves."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@contextmanager
def _explained(source: DesignFiles) -> Iterator[None]:
    try:
        yield
    except typst.TypstError as error:
        place = _PLACE.search(error.diagnostic)
        raise RenderError(f"{place[1] if place else source.main}: {error.message}") from error


@cache
def _kept_compiler(root: Path) -> typst.Compiler:
    return _compiler(root)


def _compiler(root: Path, page: bytes = b"") -> typst.Compiler:
    _stands_alone(root)
    return typst.Compiler(page, root=root, font_paths=_fonts())


@cache
def _stands_alone(root: Path) -> None:
    """Typst would fetch a package: a certificate must not wait for, or trust, the network."""
    for path in sorted(root.rglob("*.typ")):
        if package := _PACKAGE.search(path.read_text()):
            raise RenderError(f"{path.name}: {package[0]} is a package; a design stands alone.")


@cache
def _fonts() -> typst.Fonts:
    """Searched once in a process: it costs more than a page."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER]
    )
