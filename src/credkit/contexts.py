"""The JSON-LD contexts that we know, pinned by SHA-256. None is ever fetched.

A context says what each word of a signed credential means; whoever could change one could
change what was signed. So the loader knows the bundled files and refuses every other address.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from credkit.errors import Malformed

_BUNDLE = files("credkit") / "contexts"


def known() -> frozenset[str]:
    """The addresses of all bundled contexts."""
    return frozenset(_index())


@cache
def context(url: str) -> dict[str, Any]:
    """The bundled document behind `url`. Shared by all callers: look, do not touch."""
    document: dict[str, Any] = json.loads(content(url))
    return document


def content(url: str) -> bytes:
    """The same, byte for byte as it was published."""
    entry = _index().get(url)
    if entry is None:
        raise Malformed(f"unknown context: {url}")
    found = (_BUNDLE / entry["file"]).read_bytes()
    if hashlib.sha256(found).hexdigest() != entry["sha256"]:
        raise Malformed(f"the bundled copy of {url} is not the one that was pinned")
    return found


def load(url: str, _options: object) -> dict[str, Any]:
    """A document loader for PyLD that never leaves the bundle."""
    return {
        "contentType": "application/ld+json",
        "tag": "static",  # PyLD then processes it once, not once for each document.
        "contextUrl": None,
        "documentUrl": url,
        "document": context(url),
    }


@cache
def _index() -> dict[str, dict[str, str]]:
    index: dict[str, dict[str, str]] = json.loads((_BUNDLE / "index.json").read_bytes())
    return index
