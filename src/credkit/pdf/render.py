"""Typst source and plain values in, PDF (PDF/A-3a and PDF/UA-1) or PNG bytes out.

Values are data: they reach the design as JSON in `sys.inputs`, so nothing in them is ever markup.
The same input gives the same bytes, as long as the design takes its date from the data.
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
    """A folder, all that a design can read, and the file in it to start with."""

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
    """One page as bytes; `ppi` is for PNG only.

    The design reads `json(bytes(sys.inputs.data))` and, as text, `sys.inputs.attachment` ("" for
    none), which it attaches itself. Raises RenderError.
    """
    with _one_at_a_time, _explained(source):
        page = _compiler(source).compile(
            format=format.value,
            ppi=ppi,
            sys_inputs=_inputs(data, attachment),
            pdf_standards=["a-3a", "ua-1"] if format is Format.PDF else [],
        )
    if not isinstance(page, bytes):
        raise RenderError(f"{source.main}: the text runs over one page.")
    return page


def notes(source: DesignFiles, data: Mapping[str, Any]) -> tuple[str, ...]:
    """What the design itself reports with `#metadata("...") <note>`, such as a text it cut short.

    Raises RenderError.
    """
    inputs = _inputs(data, None)
    _stands_alone(source.root)
    with _one_at_a_time, _explained(source):
        found = typst.query(
            source.root / source.main,
            "<note>",
            field="value",
            root=source.root,
            font_paths=_fonts(),
            sys_inputs=inputs,
        )
    return tuple(json.loads(found))


def _inputs(data: Mapping[str, Any], attachment: bytes | None) -> dict[str, str]:
    try:
        return {
            "data": json.dumps(data, ensure_ascii=False),
            "attachment": (attachment or b"").decode(),
        }
    except (TypeError, ValueError) as error:
        raise RenderError(
            f"The values are not JSON, or the attachment is not text: {error}"
        ) from error


@contextmanager
def _explained(source: DesignFiles) -> Iterator[None]:
    try:
        yield
    except typst.TypstError as error:
        place = _PLACE.search(error.diagnostic)
        raise RenderError(f"{place[1] if place else source.main}: {error.message}") from error


@cache
def _compiler(source: DesignFiles) -> typst.Compiler:
    _stands_alone(source.root)
    return typst.Compiler(source.root / source.main, root=source.root, font_paths=_fonts())


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
