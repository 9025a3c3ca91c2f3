"""The JSON-LD contexts that we know, pinned by SHA-256. None is ever fetched.

A context says what each word of a signed credential means; whoever could change one could
change what was signed. So the loader knows the bundled files and refuses every other address.
"""

import json
from functools import cache
from typing import Any

from credkit.bundle import Bundle

_BUNDLE = Bundle("contexts", "context")


def known() -> frozenset[str]:
    """The addresses of all bundled contexts."""
    return _BUNDLE.known()


@cache
def context(url: str) -> dict[str, Any]:
    """The bundled document behind `url`. Shared by all callers: look, do not touch."""
    document: dict[str, Any] = json.loads(content(url))
    return document


def content(url: str) -> bytes:
    """The same, byte for byte as it was published. Malformed: a context that is not bundled."""
    return _BUNDLE.content(url)


def load(url: str, _options: object) -> dict[str, Any]:
    """A document loader for PyLD that never leaves the bundle."""
    return {
        "contentType": "application/ld+json",
        "tag": "static",  # PyLD then processes it once, not once for each document.
        "contextUrl": None,
        "documentUrl": url,
        "document": context(url),
    }
