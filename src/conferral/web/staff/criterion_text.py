"""A criterion as somebody has typed it: read, or told on which line it goes wrong."""

import json
import re

from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Criterion, NoCriterion

LONGEST = 100_000  # Characters.

_POINTER = re.compile(r" at (/\S+): ")
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def from_text(typed: str) -> Criterion:
    """ValueError with a sentence that names the line."""
    if len(typed) > LONGEST:
        raise ValueError(f"This is longer than {LONGEST} characters.")
    try:
        return criteria.from_json(json.loads(typed))
    except json.JSONDecodeError as error:
        where = f"Line {error.lineno}, column {error.colno}"
        raise ValueError(f"{where}: {error.msg}.") from error
    except RecursionError as error:
        raise ValueError("Too many brackets stand inside one another.") from error
    except NoCriterion as error:
        told = _POINTER.search(str(error))
        line = line_of(typed, told[1] if told else "")
        raise ValueError(f"Line {line}: {error}.") from error


def line_of(text: str, pointer: str) -> int:
    """On which line the value begins to which a JSON Pointer (RFC 6901) leads.

    `text` is JSON, and the value is there; where it is not, the nearest above it is taken.
    """
    at = _past_space(text, 0)
    for step in pointer.split("/")[1:]:
        found = _member(text, at, step) if text[at] == "{" else _element(text, at, step)
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1


def _member(text: str, at: int, name: str) -> int | None:
    at = _past_space(text, at + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _past_space(text, _past_space(text, at) + 1)  # Over the colon.
        if key == name:
            return at
        at = _next(text, at)
    return None


def _element(text: str, at: int, index: str) -> int | None:
    if text[at] != "[":
        return None
    at = _past_space(text, at + 1)
    for _ in range(int(index)):
        if text[at] == "]":
            return None
        at = _next(text, at)
    return at


def _next(text: str, at: int) -> int:
    """Over the value, and the comma if there is one."""
    _, end = _DECODER.raw_decode(text, at)
    end = _past_space(text, end)
    return _past_space(text, end + 1) if text[end] == "," else end


def _past_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
