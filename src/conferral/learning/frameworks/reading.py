"""Any file that describes a framework: CASE and CTDL as JSON, everything else as a table."""

import codecs
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from credkit.canonical import load_json
from credkit.errors import Malformed

from . import case_package, ctdl, table
from .items import Reading, Unusable

MAX_BYTES = 8_000_000


def read(filename: str, content: bytes) -> Reading:
    """What the file says. Unusable, in a sentence that says what to do, when it is none of them."""
    if len(content) > MAX_BYTES:
        raise Unusable(f"It is larger than {MAX_BYTES // 1_000_000} MB. Take the part you need.")
    text = _text(content)
    if text.lstrip().startswith(("{", "[")):
        return _from_json(text)
    return table.read(text, PurePath(filename).stem[:200] or "Framework")


def _from_json(text: str) -> Reading:
    try:
        document: Mapping[str, Any] = load_json(text, most=MAX_BYTES)
    except Malformed as error:
        raise Unusable(f"It looks like JSON, but is not: {error}.") from error
    if case_package.is_one(document):
        return case_package.read(document)
    if ctdl.is_one(document):
        return ctdl.read(document)
    raise Unusable(
        "This JSON is neither a CASE package (with CFDocument and CFItems) nor a CTDL graph (with "
        "ceasn: or ceterms: types). Export it as one of these, or as CSV."
    )


def _text(content: bytes) -> str:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable("It is not text in UTF-8. Save it as CSV UTF-8, or as JSON.") from error
    if "\0" in text:
        raise Unusable("It is not a text. Save it as CSV UTF-8, or as JSON.")
    return text
