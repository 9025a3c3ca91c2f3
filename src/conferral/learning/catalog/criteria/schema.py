"""The published JSON Schema of criteria (draft 2020-12)."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

FILE = "criterion.schema.json"


@cache
def schema() -> dict[str, Any]:
    """Read once. Nobody may change what is returned."""
    text = (files(__package__) / FILE).read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read
